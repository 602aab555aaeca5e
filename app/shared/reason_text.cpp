#include "app/shared/reason_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace app {

namespace {

using planner::Reason;
using planner::ReasonCode;

struct Reasons {
    Q_DECLARE_TR_FUNCTIONS(Reasons)
};

/// Releases of which one will do; many are named by the first and the last.
QString oneOfReleases(const std::vector<catalog::Version>& releases)
{
    constexpr std::size_t few = 3;
    if (releases.size() <= few) {
        return either(textsOf(releases));
    }
    const QStringList runs = inRuns(textsOf(releases));
    if (runs.size() == 1) {
        //: %1 is a range of releases, such as "4.2.0 to 4.2.7".
        return Reasons::tr("one of %1").arg(runs.first());
    }
    return Reasons::tr("one of the %n release(s) from %1 to %2", nullptr, static_cast<int>(releases.size()))
        .arg(fromUtf8(releases.front().text), fromUtf8(releases.back().text));
}

/// The fields of a reason as texts.
struct Words {
    explicit Words(const Reason& reason)
        : from(fromUtf8(reason.from.text)),
          to(fromUtf8(reason.to.text)),
          id(fromUtf8(reason.id)),
          stops(oneOfReleases(reason.releases)),
          releases(shortened(inRuns(textsOf(reason.releases)))),
          sources(shortened(inRuns(textsOf(reason.sources)))),
          facts(all(textsOf(reason.facts))),
          names(shortened(fromUtf8(reason.names))),
          text(fromUtf8(reason.text)),
          nameCount(static_cast<int>(reason.names.size())),
          numbers(reason.numbers)
    {
    }
    [[nodiscard]] QString number(std::size_t index) const
    {
        //: Stands for a number that is not known.
        return index < numbers.size() ? QString::number(numbers[index]) : Reasons::tr("unknown");
    }
    QString from, to, id, stops, releases, sources, facts, names, text;
    int nameCount;
    std::vector<std::int64_t> numbers;
};

QString availability(ReasonCode code, const Words& words)
{
    switch (code) {
    case ReasonCode::targetWithdrawn:
        return Reasons::tr("Release %1 is withdrawn.").arg(words.to);
    case ReasonCode::targetUnavailable:
        return Reasons::tr("Release %1 is not available.").arg(words.to);
    case ReasonCode::avoidOnTheWay:
        return Reasons::tr("Release %1 is one to avoid: it may only be the end of a path.").arg(words.to);
    case ReasonCode::deadEndOnTheWay:
        return Reasons::tr("Release %1 is a dead end: it may only be the end of a path.").arg(words.to);
    case ReasonCode::leavesDeadEnd:
        return Reasons::tr("Release %1 is a dead end: no upgrade leads on from it.").arg(words.from);
    case ReasonCode::notInChannel:
        return Reasons::tr("Release %1 is offered to %n channel(s) only: %2.", nullptr, words.nameCount)
            .arg(words.to, words.names);
    case ReasonCode::notOffered:
        return words.facts.isEmpty()
                   ? Reasons::tr("Release %1 is not offered to this site.").arg(words.to)
                   : Reasons::tr("Release %1 is not offered to this site, because of: %2.").arg(words.to, words.facts);
    case ReasonCode::notAfter:
        return Reasons::tr("Release %2 does not come after %1.").arg(words.from, words.to);
    case ReasonCode::downgradeNeedsBackup:
        return Reasons::tr("Going back from %1 to %2 means restoring a backup that was made on %2 or before.")
            .arg(words.from, words.to);
    case ReasonCode::databaseAhead:
        return Reasons::tr("The database has schema %2, but release %1 brings schema %3: the database is ahead of "
                           "its code.")
            .arg(words.from, words.number(0), words.number(1));
    case ReasonCode::notYetReleased:
        return Reasons::tr("Release %1 is not out yet on the day this is planned for.").arg(words.to);
    case ReasonCode::installedNotOk:
        return Reasons::tr("Release %1 is installed, and the vendor's word about it is: %2.")
            .arg(words.from, words.text);
    case ReasonCode::noSuitableRelease:
        return words.releases.isEmpty()
                   ? Reasons::tr("No release that matches %1 is fit to be a target.").arg(quoted(words.text))
                   : Reasons::tr("Only releases that are no fit target match %1: %2.")
                         .arg(quoted(words.text), words.releases);
    default:
        return {};
    }
}

QString schemaAndCheckpoints(ReasonCode code, const Words& words)
{
    switch (code) {
    case ReasonCode::schemaBehind:
        return Reasons::tr("Release %2 expects schema %4, but the database of %1 is already at schema %3.")
            .arg(words.from, words.to, words.number(0), words.number(1));
    case ReasonCode::migrationsMissing:
        return Reasons::tr("Release %2 lacks %n migration(s) that %1 has already applied: %3.", nullptr,
                           words.nameCount)
            .arg(words.from, words.to, words.names);
    case ReasonCode::olderAcrossLines:
        return Reasons::tr("Release %2 is older than %1, which is on another line: it may lack what %1 has received "
                           "since.")
            .arg(words.from, words.to);
    case ReasonCode::checkpointSkipped:
        return words.releases.isEmpty()
                   ? Reasons::tr("Checkpoint %1 may not be jumped over, and no release of it exists to stop at.")
                         .arg(quoted(words.id))
                   : Reasons::tr("Checkpoint %1 may not be jumped over: stop at %2 first.")
                         .arg(quoted(words.id), words.stops);
    case ReasonCode::checkpointUndone:
        return Reasons::tr("Checkpoint %1 cannot be undone.").arg(quoted(words.id));
    default:
        return {};
    }
}

QString vendorRules(ReasonCode code, const Words& words)
{
    switch (code) {
    case ReasonCode::noAllow:
        return words.releases.isEmpty()
                   ? Reasons::tr("No rule of the vendor allows the hop from %1 to %2, and none leads on from %1.")
                         .arg(words.from, words.to)
                   : Reasons::tr("No rule of the vendor allows the hop from %1 to %2. From %1 these are allowed: %3.")
                         .arg(words.from, words.to, words.releases);
    case ReasonCode::forbidden:
        return words.sources.isEmpty() || words.releases.isEmpty() ||
                       (words.sources == words.from && words.releases == words.to)
                   ? Reasons::tr("The vendor forbids the hop from %1 to %2.").arg(words.from, words.to)
                   //: %3 and %4 are lists of releases, such as "4.0.0 to 4.0.3".
                   : Reasons::tr(
                         "The vendor forbids the hop from %1 to %2, and every other one from these releases: %3; "
                         "to these: %4.")
                         .arg(words.from, words.to, words.sources, words.releases);
    case ReasonCode::reachExceeded:
        return Reasons::tr("The hop crosses %1 lines of releases, and at most %2 are allowed at once.")
            .arg(words.number(0), words.number(1));
    case ReasonCode::leaveNotLatest:
        return words.releases.isEmpty()
                   ? Reasons::tr("The line of release %1 may not be left from it.").arg(words.from)
                   : Reasons::tr("The line of release %1 may only be left from %2.").arg(words.from, words.stops);
    case ReasonCode::riskMatches:
        return words.releases.isEmpty()
                   ? Reasons::tr("The known risk %1 applies.").arg(quoted(words.id))
                   : Reasons::tr("The known risk %1 applies; it is fixed in %2.").arg(quoted(words.id), words.releases);
    default:
        return {};
    }
}

QString environment(const Reason& reason, const Words& words)
{
    const QString version = fromUtf8(reason.names.empty() ? std::string() : reason.names.front());
    const QString provided = fromUtf8(reason.names.size() < 2 ? std::string() : reason.names[1]);
    switch (reason.code) {
    case ReasonCode::componentTooOld:
        return Reasons::tr("Release %1 requires %2 %3, and the site has %4, which is too old.")
            .arg(words.to, words.id, words.text, version);
    case ReasonCode::componentTooNew:
        return Reasons::tr("Release %1 requires %2 %3, and the site has %4, which is too new.")
            .arg(words.to, words.id, words.text, version);
    case ReasonCode::componentMissing:
        return Reasons::tr("Release %1 requires %2 %3, and the site does not say which it has.")
            .arg(words.to, words.id, words.text);
    case ReasonCode::componentFixed:
        return Reasons::tr("Release %1 requires %2 %3, and the site has %4 and cannot change it.")
            .arg(words.to, words.id, words.text, version);
    case ReasonCode::componentBrought:
        return Reasons::tr("Release %1 brings %2 %3, and the site does not say which it has.")
            .arg(words.to, words.id, words.text);
    case ReasonCode::componentGoesBack:
        return Reasons::tr("Release %1 brings %2 %4, which is older than the %3 at the site; a component never goes "
                           "back.")
            .arg(words.to, words.id, version, provided);
    case ReasonCode::componentStepTooLarge:
        return Reasons::tr("Release %1 brings %2 %4, and from %3 that is too large a step at once.")
            .arg(words.to, words.id, version, provided);
    case ReasonCode::factRequired:
        return Reasons::tr("Release %1 requires that %2 is %3.").arg(words.to, words.id, words.text);
    case ReasonCode::failedCheckpoint:
        return Reasons::tr("Checkpoint %2 of release %1 was installed but failed: before anything else, %1 has to be "
                           "installed again.")
            .arg(words.from, quoted(words.id));
    default:
        return {};
    }
}

QString whyInThePlan(const Reason& reason, const Words& words)
{
    switch (reason.code) {
    case ReasonCode::stopsAtCheckpoint:
        return Reasons::tr("Stops at checkpoint %1.").arg(quoted(words.id));
    case ReasonCode::reachesTarget:
        return Reasons::tr("Reaches the target.");
    case ReasonCode::farthestLegal:
        return Reasons::tr("Goes as far as one hop may go.");
    case ReasonCode::componentStep:
        return Reasons::tr("Here %1 is changed from %2 to %3.")
            .arg(words.id, fromUtf8(reason.names.empty() ? std::string() : reason.names.front()),
                 fromUtf8(reason.names.size() < 2 ? std::string() : reason.names[1]));
    case ReasonCode::retriesCheckpoint:
        return Reasons::tr("Checkpoint %1 had failed and is done again.").arg(quoted(words.id));
    case ReasonCode::opensChannel:
        return Reasons::tr("Opens the way to releases of another channel.");
    default:
        return {};
    }
}

QString whyNotOnline(ReasonCode code, const Words& words)
{
    switch (code) {
    case ReasonCode::compatAboveSchema:
        return Reasons::tr("After the migrations only code of schema %1 and later works, and the old release has "
                           "schema %2.")
            .arg(words.number(0), words.number(1));
    case ReasonCode::compatUnknown:
        return Reasons::tr("The catalog does not say which old code works with the new database.");
    case ReasonCode::sharedDatabaseFile:
        return Reasons::tr("The database is a single file.");
    case ReasonCode::opaqueStep:
        return Reasons::tr("Nobody knows what the step %1 does to a running service.").arg(quoted(words.text));
    case ReasonCode::singleNode:
        return Reasons::tr("There is only one node.");
    case ReasonCode::backgroundWork:
        return Reasons::tr("Work in the background must have finished first: %1.").arg(words.names);
    case ReasonCode::checkpointNoReturn:
        return Reasons::tr("Checkpoint %1 cannot be undone.").arg(quoted(words.id));
    default:
        return {};
    }
}

QString assumption(ReasonCode code, const Words& words)
{
    switch (code) {
    case ReasonCode::assumedDefault:
        return Reasons::tr("The catalog's default is taken for %1, which was not given: %2.")
            .arg(words.facts, words.text);
    case ReasonCode::anyChannel:
        return Reasons::tr("No channel was named: releases of every channel are offered.");
    case ReasonCode::unknownFact:
        return Reasons::tr("Not known: %1.").arg(words.facts);
    default:
        return {};
    }
}

}  // namespace

QString sentence(const Reason& reason)
{
    const Words words(reason);
    for (const QString& text :
         {availability(reason.code, words), schemaAndCheckpoints(reason.code, words), vendorRules(reason.code, words),
          environment(reason, words), whyInThePlan(reason, words), whyNotOnline(reason.code, words),
          assumption(reason.code, words)}) {
        if (!text.isEmpty()) {
            return text;
        }
    }
    return {};
}

QStringList noteSentences(const catalog::Note& note)
{
    QStringList sentences;
    if (!note.reason.empty()) {
        //: %1 is the vendor's own text.
        sentences.push_back(Reasons::tr("The vendor's reason: %1").arg(fromUtf8(note.reason)));
    }
    if (!note.remedy.empty()) {
        //: %1 is the vendor's own text.
        sentences.push_back(Reasons::tr("The vendor's advice: %1").arg(fromUtf8(note.remedy)));
    }
    if (!note.url.empty()) {
        //: %1 is an address.
        sentences.push_back(Reasons::tr("More: %1").arg(fromUtf8(note.url)));
    }
    return sentences;
}

QString ruleTitle(planner::RuleKind rule)
{
    switch (rule) {
    case planner::RuleKind::available:
        return Reasons::tr("availability");
    case planner::RuleKind::forward:
        return Reasons::tr("direction");
    case planner::RuleKind::schema:
        return Reasons::tr("schema");
    case planner::RuleKind::checkpoint:
        return Reasons::tr("checkpoints");
    case planner::RuleKind::policy:
        return Reasons::tr("allowed hops");
    case planner::RuleKind::forbid:
        return Reasons::tr("forbidden hops");
    case planner::RuleKind::reach:
        return Reasons::tr("reach");
    case planner::RuleKind::leave:
        return Reasons::tr("leaving a line");
    case planner::RuleKind::risk:
        return Reasons::tr("risks");
    case planner::RuleKind::environment:
        return Reasons::tr("environment");
    case planner::RuleKind::siteState:
        return Reasons::tr("state of the site");
    }
    return {};
}

}  // namespace app
