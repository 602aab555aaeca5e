#include "given.h"
#include "random_request.h"
#include "reference_planner.h"

#include <QtTest/QtTest>
#include <algorithm>
#include <functional>
#include <map>
#include <set>

/// Blocked requests on random catalogs: what is named as a cause, what is offered as a remedy and what is called the
/// farthest release is held against a reference that works out all hops. CAIRN_BLOCKED_REQUESTS sets how many;
/// CAIRN_TEST_LONG=1 takes many more than every build can afford.
class TestBlockedRandom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void causesAreTheSmallestSet();
    void remediesOpenTheWay();
    void siteIsAskedBeforeTheVendor();
    void farthestIsFarthest();
};

namespace {

using planner::OutcomeKind;
using planner::Reason;
using planner::ReasonCode;
using planner::Remedy;

constexpr int usualRequests = 600;
constexpr int longRequests = 40000;
constexpr int mostShown = 3;

/// A blocked request and what the planner says about it.
struct Case {
    std::uint32_t seed = 0;
    random_request::Request request;
    catalog::Loaded loaded;
    planner::Outcome outcome;
};

int requests()
{
    bool given = false;
    const int asked = qEnvironmentVariableIntValue("CAIRN_BLOCKED_REQUESTS", &given);
    if (given)
        return asked;
    return qEnvironmentVariableIntValue("CAIRN_TEST_LONG") > 0 ? longRequests : usualRequests;
}

/// The random request, its unknown facts told for three seeds of four, and with less leave than it had, so that more of
/// them are blocked.
random_request::Request strict(std::uint32_t seed)
{
    random_request::Request request = random_request::make(seed);
    request.goal.acceptedRisks.clear();
    if (seed % 4 != 0) {
        for (std::size_t i = 0; i < request.unknown.size(); ++i) {
            const random_request::Unknown& unknown = request.unknown[i];
            random_request::say(request.site, unknown, unknown.answers[(seed >> (i + 2)) % unknown.answers.size()]);
        }
        request.unknown.clear();
    }
    if (seed % 3 == 0) {
        for (auto& [name, component] : request.site.components)
            component.fixed = true;
    }
    if (seed % 5 == 0)
        request.site.channels = {catalog::Channel{"stable"}};
    return request;
}

/// The first blocked requests, found once.
const std::vector<Case>& blockedCases()
{
    static const std::vector<Case> cases = [] {
        std::vector<Case> found;
        for (std::uint32_t seed = 1; static_cast<int>(found.size()) < requests(); ++seed) {
            Case one{seed, strict(seed), {}, {}};
            catalog::Checked<catalog::Loaded> loaded = given::tryCatalog(one.request.yaml);
            if (!loaded)
                continue;
            one.loaded = std::move(*loaded);
            one.outcome = planner::Planner(one.loaded).plan(one.request.site, one.request.goal);
            if (one.outcome.kind == OutcomeKind::blocked)
                found.push_back(std::move(one));
        }
        return found;
    }();
    return cases;
}

void eachCase(const std::function<void(const Case&)>& check)
{
    for (const Case& one : blockedCases())
        check(one);
}

/// Whether the unknown facts can fall so that there is a path.
bool canBeReached(const catalog::Catalog& catalog, const random_request::Request& request, const planner::Site& told,
                  const planner::Goal& goal, const std::set<std::string>& lifted)
{
    random_request::Request open = request;
    open.site = told;
    std::erase_if(open.unknown, [&](const random_request::Unknown& unknown) {
        switch (unknown.kind) {
        case random_request::Unknown::Kind::fact:
            return told.facts.count(catalog::FactName{unknown.name}) != 0;
        case random_request::Unknown::Kind::component:
            return told.components.count(catalog::ComponentName{unknown.name}) != 0;
        case random_request::Unknown::Kind::channel:  // unsaid, it restricts nothing
            return !told.channels.empty() || unknown.answers.size() == 1;
        }
        return false;
    });
    const std::vector<planner::Site> sites = random_request::completions(open);
    return std::any_of(sites.begin(), sites.end(),
                       [&](const planner::Site& site) { return reference::reaches(catalog, site, goal, lifted); });
}

/// The obstacle that a cause names, in the reference's words; empty: none of a path.
std::string obstacleOf(const Reason& reason)
{
    const std::string pair = reason.from.text + " > " + reason.to.text;
    switch (reason.code) {
    case ReasonCode::targetWithdrawn:
    case ReasonCode::targetUnavailable:
    case ReasonCode::avoidOnTheWay:
    case ReasonCode::deadEndOnTheWay:
        return "state " + reason.to.text;
    case ReasonCode::leavesDeadEnd:
        return "state " + reason.from.text;
    case ReasonCode::notYetReleased:
        return "date " + reason.to.text;
    case ReasonCode::notInChannel:
        return "channel " + reason.to.text;
    case ReasonCode::notOffered:
        return "offer " + reason.to.text;
    case ReasonCode::schemaBehind:
    case ReasonCode::migrationsMissing:
    case ReasonCode::olderAcrossLines:
        return "schema " + pair;
    case ReasonCode::noAllow:
        return "allow " + pair;
    case ReasonCode::checkpointSkipped:
    case ReasonCode::checkpointUndone:
        return "checkpoint " + reason.id;
    case ReasonCode::riskMatches:
        return "risk " + reason.id;
    case ReasonCode::forbidden:
    case ReasonCode::reachExceeded:
    case ReasonCode::leaveNotLatest:
        return "rule " + std::to_string(reason.position);
    case ReasonCode::componentTooOld:
    case ReasonCode::componentTooNew:
    case ReasonCode::componentMissing:
    case ReasonCode::componentFixed:
    case ReasonCode::factRequired:
        return "requires " + reason.to.text + " " + reason.id;
    case ReasonCode::componentGoesBack:
    case ReasonCode::componentStepTooLarge:
        return "brings " + reason.to.text + " " + reason.id;
    case ReasonCode::failedCheckpoint:
        return "failed";
    default:
        return {};
    }
}

std::set<std::string> obstaclesOf(const planner::Outcome& outcome)
{
    std::set<std::string> obstacles;
    for (const Reason& reason : outcome.blockers) {
        if (const std::string obstacle = obstacleOf(reason); !obstacle.empty())
            obstacles.insert(obstacle);
    }
    return obstacles;
}

/// Whether a release was meant and could not be reached; else none was fit to be meant.
bool isAboutAWay(const planner::Outcome& outcome)
{
    return std::none_of(outcome.blockers.begin(), outcome.blockers.end(), [](const Reason& reason) {
        return reason.code == ReasonCode::installedNotOk || reason.code == ReasonCode::noSuitableRelease;
    });
}

std::string shown(const std::set<std::string>& obstacles)
{
    std::string text;
    for (const std::string& one : obstacles)
        text += (text.empty() ? "" : "; ") + one;
    return text;
}

std::string shown(const std::vector<Remedy>& remedies)
{
    std::string text;
    for (const Remedy& remedy : remedies)
        text += (text.empty() ? "" : "; ") + std::to_string(remedy.option) + ":" +
                std::to_string(static_cast<int>(remedy.kind)) + " " + remedy.subject + "=" + remedy.value;
    return text;
}

/// Counts what is wrong and shows the first of it.
class Complaints {
public:
    void add(const Case& one, const std::string& what)
    {
        if (++m_count > mostShown)
            return;
        std::string components;
        for (const auto& [name, component] : one.request.site.components)
            components += name.text + "=" + component.version.text + (component.fixed ? " fixed " : " ");
        std::string facts;
        for (const auto& [name, value] : one.request.site.facts)
            facts += name.text + "=" + value.front() + " ";
        for (const catalog::Channel& channel : one.request.site.channels)
            facts += "channel=" + channel.text + " ";
        qWarning("seed %u: %s\nfrom %s to %s (%s) %s%s%s\ncauses: %s\nremedies: %s\n%s", one.seed, what.c_str(),
                 one.request.site.version.c_str(), one.request.goal.target.c_str(), one.outcome.to.text.c_str(),
                 components.c_str(), facts.c_str(), one.request.site.failed ? "failed" : "",
                 shown(obstaclesOf(one.outcome)).c_str(), shown(one.outcome.remedies).c_str(),
                 one.request.yaml.c_str());
    }
    [[nodiscard]] int count() const { return m_count; }

private:
    int m_count = 0;
};

/// A request with remedies applied.
struct Applied {
    catalog::Loaded loaded;
    planner::Site site;
    planner::Goal goal;
    bool retried = false;
    bool asksVendor = false;
};

/// The component can be changed to this version although catalog or site say otherwise.
void allow(Applied& applied, const std::string& name, const std::string& version)
{
    planner::SiteComponent& standing = applied.site.components[catalog::ComponentName{name}];
    for (catalog::Component& component : applied.loaded.catalog.components) {
        if (component.name.text != name)
            continue;
        if (standing.fixed)
            component.available.clear();
        component.available.push_back(catalog::Version{version});
    }
    standing.fixed = false;
}

Applied apply(const Case& one, const std::vector<Remedy>& remedies)
{
    Applied applied{one.loaded, one.request.site, one.request.goal, false, false};
    // Letting a component change comes first: then raising it adds to what is available.
    for (const Remedy& remedy : remedies) {
        if (remedy.kind == Remedy::Kind::unfixComponent)
            applied.site.components[catalog::ComponentName{remedy.subject}].fixed = false;
    }
    for (const Remedy& remedy : remedies) {
        switch (remedy.kind) {
        case Remedy::Kind::acceptRisk:
            applied.goal.acceptedRisks.insert(catalog::RiskId{remedy.subject});
            break;
        case Remedy::Kind::joinChannel:
            applied.site.channels.insert(catalog::Channel{remedy.subject});
            break;
        case Remedy::Kind::raiseComponent:
            allow(applied, remedy.subject, remedy.value);
            break;
        case Remedy::Kind::unfixComponent:
            break;
        case Remedy::Kind::answerFact:
            applied.site.facts[catalog::FactName{remedy.subject}] = {remedy.value};
            break;
        case Remedy::Kind::chooseTarget:
            applied.goal.target = remedy.subject;
            break;
        case Remedy::Kind::retryCheckpoint:
            applied.retried = true;
            break;
        default:
            applied.asksVendor = true;
            break;
        }
    }
    return applied;
}

bool opens(const planner::Outcome& outcome)
{
    return outcome.kind == OutcomeKind::path || outcome.kind == OutcomeKind::needsAnswers;
}

std::vector<std::vector<Remedy>> optionsOf(const planner::Outcome& outcome)
{
    std::map<int, std::vector<Remedy>> options;
    for (const Remedy& remedy : outcome.remedies)
        options[remedy.option].push_back(remedy);
    std::vector<std::vector<Remedy>> list;
    for (auto& [option, remedies] : options)
        list.push_back(std::move(remedies));
    return list;
}

/// What is wrong with an option; empty when nothing is.
std::string flawOf(const Case& one, const std::vector<Remedy>& option)
{
    Applied applied = apply(one, option);
    const planner::Planner planner(applied.loaded);
    std::string expected = option.front().plan ? given::pathOf(*option.front().plan) : std::string();
    if (applied.retried) {
        planner::Goal again = applied.goal;
        again.target = applied.site.version;
        const planner::Outcome outcome = planner.plan(applied.site, again);
        if (!opens(outcome))
            return "the retry that is offered is not legal";
        if (!expected.empty() && (!outcome.plan || given::pathOf(*outcome.plan) != expected))
            return "the retry's plan is another one";
        expected.clear();
        applied.site.failed = false;
    }
    const planner::Outcome outcome = planner.plan(applied.site, applied.goal);
    if (!opens(outcome))
        return "an option opens nothing: " + planner::to_string(outcome.kind);
    if (!expected.empty() && (!outcome.plan || outcome.plan->hops.size() != option.front().plan->hops.size()))
        return "an option does not open its plan " + expected;
    if (!canBeReached(applied.loaded.catalog, one.request, applied.site, applied.goal, {}))
        return "the reference knows no path with an option applied";
    return {};
}

/// Whether the request is still blocked with these remedies.
bool staysBlocked(const Case& one, const std::vector<Remedy>& remedies)
{
    Applied applied = apply(one, remedies);
    if (applied.retried)
        applied.site.failed = false;
    return !opens(planner::Planner(applied.loaded).plan(applied.site, applied.goal)) &&
           !canBeReached(applied.loaded.catalog, one.request, applied.site, applied.goal, {});
}

}  // namespace

void TestBlockedRandom::initTestCase() { QCOMPARE(static_cast<int>(blockedCases().size()), requests()); }

/// With all causes lifted there is a path; with any one of them left there is none.
void TestBlockedRandom::causesAreTheSmallestSet()
{
    Complaints complaints;
    std::map<std::size_t, int> sizes;
    std::map<std::string, int> kinds;
    eachCase([&](const Case& one) {
        if (!isAboutAWay(one.outcome))
            return;
        const std::set<std::string> obstacles = obstaclesOf(one.outcome);
        ++sizes[obstacles.size()];
        for (const std::string& obstacle : obstacles)
            ++kinds[obstacle.substr(0, obstacle.find(' '))];
        planner::Goal goal = one.request.goal;
        goal.target = one.outcome.to.text;
        const auto reached = [&](const std::set<std::string>& lifted) {
            return canBeReached(one.loaded.catalog, one.request, one.request.site, goal, lifted);
        };
        if (obstacles.size() != one.outcome.blockers.size())
            return complaints.add(one, "a cause is named twice, or names no obstacle");
        if (obstacles.empty() || !reached(obstacles))
            return complaints.add(one, "other causes are in the way");
        for (const std::string& obstacle : obstacles) {
            std::set<std::string> others = obstacles;
            others.erase(obstacle);
            if (reached(others))
                return complaints.add(one, "no cause: " + obstacle);
        }
    });
    for (const auto& [size, times] : sizes)
        qInfo("%zu causes: %d", size, times);
    for (const auto& [kind, times] : kinds)
        qInfo("%s: %d", kind.c_str(), times);
    QCOMPARE(complaints.count(), 0);
}

/// An option's remedies together lead to a path, or to questions whose answers can; with one left out they do not.
void TestBlockedRandom::remediesOpenTheWay()
{
    Complaints complaints;
    std::map<std::size_t, int> sizes;
    std::map<int, int> kinds;
    int opened = 0;
    eachCase([&](const Case& one) {
        for (const std::vector<Remedy>& option : optionsOf(one.outcome)) {
            for (const Remedy& remedy : option)
                ++kinds[static_cast<int>(remedy.kind)];
            if (apply(one, option).asksVendor)
                continue;
            ++sizes[option.size()];
            opened += option.front().plan ? 1 : 0;
            if (const std::string flaw = flawOf(one, option); !flaw.empty())
                return complaints.add(one, flaw);
            for (std::size_t left = 0; option.size() > 1 && left < option.size(); ++left) {
                std::vector<Remedy> others = option;
                others.erase(others.begin() + static_cast<std::ptrdiff_t>(left));
                if (!staysBlocked(one, others))
                    return complaints.add(one, "needless: " + option[left].subject);
            }
        }
    });
    for (const auto& [size, times] : sizes)
        qInfo("%zu together: %d", size, times);
    for (const auto& [kind, times] : kinds)
        qInfo("kind %d: %d", kind, times);
    qInfo("with a plan: %d", opened);
    QCOMPARE(complaints.count(), 0);
}

/// Where the site could do something itself, the vendor is not all there is.
void TestBlockedRandom::siteIsAskedBeforeTheVendor()
{
    Complaints complaints;
    int asked = 0;
    eachCase([&](const Case& one) {
        const std::vector<std::vector<Remedy>> options = optionsOf(one.outcome);
        const bool vendorOnly = std::all_of(options.begin(), options.end(), [&](const std::vector<Remedy>& option) {
            return apply(one, option).asksVendor || option.front().kind == Remedy::Kind::chooseTarget;
        });
        if (!vendorOnly)
            return;
        ++asked;
        for (const char* words : {"r1", "r2", "r1 r2", "fast", "stable", "fast r1 r2", "db", "php", "db php r1 r2"}) {
            planner::Site site = one.request.site;
            planner::Goal goal = one.request.goal;
            for (const QString& word : QString::fromLatin1(words).split(QLatin1Char(' '))) {
                const std::string name = word.toStdString();
                if (name.front() == 'r')
                    goal.acceptedRisks.insert(catalog::RiskId{name});
                else if (name == "fast" || name == "stable")
                    site.channels.insert(catalog::Channel{name});
                else if (site.components.count(catalog::ComponentName{name}) != 0)
                    site.components[catalog::ComponentName{name}].fixed = false;
            }
            if (one.request.site.channels.empty())
                site.channels.clear();
            // Another channel may change what is meant by latest; that is another question.
            planner::Goal same = goal;
            same.target = one.outcome.to.text;
            if (canBeReached(one.loaded.catalog, one.request, site, same, {}) &&
                canBeReached(one.loaded.catalog, one.request, site, goal, {}))
                return complaints.add(one, std::string("the site could have done it: ") + words);
        }
    });
    qInfo("only the vendor can: %d", asked);
    QCOMPARE(complaints.count(), 0);
}

void TestBlockedRandom::farthestIsFarthest()
{
    Complaints complaints;
    int compared = 0;
    int found = 0;
    eachCase([&](const Case& one) {
        if (!one.request.unknown.empty())
            return;
        ++compared;
        const std::string mine = one.outcome.farthest ? given::pathOf(*one.outcome.farthest) : std::string();
        const std::string theirs = reference::farthest(one.loaded.catalog, one.request.site, one.request.goal);
        found += theirs.empty() ? 0 : 1;
        if (mine != theirs)
            complaints.add(one, "farthest: " + mine + ", reference: " + theirs);
    });
    qInfo("%d compared, %d of them reach a release", compared, found);
    QCOMPARE(complaints.count(), 0);
    QVERIFY(found > compared / 10);
}

QTEST_GUILESS_MAIN(TestBlockedRandom)
#include "test_blocked_random.moc"
