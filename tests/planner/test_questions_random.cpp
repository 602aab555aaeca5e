#include "given.h"
#include "random_request.h"
#include "reference_planner.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

/// What is asked, against a reference that works out every way the unknown facts can fall, on random catalogs.
/// CAIRN_TEST_LONG=1 tries many more.
class TestQuestionsRandom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void asksExactlyWhatDecides() { QCOMPARE(m_problems["deciding"], 0); }
    void showsWhatEachAnswerLeadsTo() { QCOMPARE(m_problems["shown"], 0); }
    void isConsistentFromAnswerToAnswer() { QCOMPARE(m_problems["one answer"], 0); }

private:
    std::map<std::string, int> m_problems;
};

namespace {

using planner::Outcome;
using planner::OutcomeKind;
using random_request::Request;
using random_request::Unknown;

constexpr std::uint32_t questionsUsually = 500;
constexpr std::uint32_t questionsAtLength = 8000;
constexpr std::size_t mostCombinations = 300;

struct Case {
    std::uint32_t seed = 0;
    const Request& request;
    const catalog::Catalog& catalog;
    const planner::Planner& planner;
    const Outcome& outcome;
};

/// Without the versions that components are changed from: "[db 1.0 > 2.0]" becomes "[db > 2.0]".
std::string withoutOldVersions(const std::string& path)
{
    static const std::regex change("\\[(\\S+) \\S+ >");
    return std::regex_replace(path, change, "[$1 >");
}

std::string resultOf(const Outcome& outcome)
{
    return outcome.kind == OutcomeKind::path ? withoutOldVersions(given::pathOf(*outcome.plan))
                                             : planner::to_string(outcome.kind);
}

std::string resultOf(const planner::Answered& answered)
{
    return answered.plan ? withoutOldVersions(given::pathOf(*answered.plan)) : planner::to_string(answered.kind);
}

Unknown::Kind kindOf(const planner::Question& question)
{
    switch (question.subject) {
    case planner::Question::Subject::component:
        return Unknown::Kind::component;
    case planner::Question::Subject::channel:
        return Unknown::Kind::channel;
    case planner::Question::Subject::fact:
        break;
    }
    return Unknown::Kind::fact;
}

planner::Site answered(const planner::Site& site, const planner::Question& question, const planner::FactClass& answer)
{
    planner::Site told = site;
    std::vector<std::string> texts = answer.example;
    if (texts.empty())
        texts.emplace_back();
    random_request::say(told, {kindOf(question), question.fact.text, {}}, texts);
    return told;
}

/// Every way to answer all questions, as sites and as the class of each fact.
struct Combination {
    planner::Site site;
    std::map<std::string, planner::FactClass> classes;
};

std::vector<Combination> combinationsOf(const Case& one)
{
    std::vector<Combination> all{{one.request.site, {}}};
    for (const planner::Question& question : one.outcome.questions) {
        std::vector<Combination> more;
        for (const Combination& combination : all) {
            for (const planner::FactClass& answer : question.values) {
                Combination longer{answered(combination.site, question, answer), combination.classes};
                longer.classes[question.fact.text] = answer;
                more.push_back(std::move(longer));
            }
        }
        all = std::move(more);
        if (all.size() > mostCombinations)
            all.resize(mostCombinations);
    }
    return all;
}

bool agrees(const std::vector<planner::Fall>& falls, const std::map<std::string, planner::FactClass>& classes)
{
    return std::all_of(falls.begin(), falls.end(), [&](const planner::Fall& fall) {
        const auto given = classes.find(fall.fact.text);
        return given != classes.end() &&
               std::find(fall.classes.begin(), fall.classes.end(), given->second) != fall.classes.end();
    });
}

std::set<std::string> namesOf(const std::vector<planner::Question>& questions)
{
    std::set<std::string> names;
    for (const planner::Question& question : questions)
        names.insert(question.fact.text);
    return names;
}

/// What the planner is told once the questions have been answered as a completion has it.
planner::Site toldOf(const Request& request, const planner::Site& completion, const std::set<std::string>& asked)
{
    planner::Site told = request.site;
    for (const Unknown& unknown : request.unknown) {
        if (asked.count(unknown.name) == 0)
            continue;
        const catalog::FactName fact{unknown.name};
        const catalog::ComponentName component{unknown.name};
        if (unknown.kind == Unknown::Kind::fact)
            told.facts[fact] = completion.facts.at(fact);
        else if (unknown.kind == Unknown::Kind::component)
            told.components[component].version = completion.components.at(component).version;
        else
            told.channels = completion.channels;
    }
    return told;
}

/// Naming a channel changes more than what is unknown: without one a site is offered every release. So does naming a
/// component that the installed release brought along.
bool saysMoreThanAsked(const Case& one)
{
    return std::any_of(one.request.unknown.begin(), one.request.unknown.end(), [&](const Unknown& unknown) {
        const auto brings = [&](const catalog::Release& release) {
            return release.version.text == one.request.site.version &&
                   release.provides->count(catalog::ComponentName{unknown.name}) != 0;
        };
        return unknown.kind == Unknown::Kind::channel ||
               std::any_of(one.catalog.releases.begin(), one.catalog.releases.end(), brings);
    });
}

/// The facts for which two completions that differ in nothing else come to different results.
std::set<std::string> deciding(const Request& request, const std::vector<std::string>& results)
{
    std::set<std::string> names;
    std::size_t after = 1;
    for (auto unknown = request.unknown.rbegin(); unknown != request.unknown.rend(); ++unknown) {
        const std::size_t ways = unknown->answers.size();
        for (std::size_t i = 0; i < results.size(); ++i) {
            if (i / after % ways + 1 < ways && results[i] != results[i + after])
                names.insert(unknown->name);
        }
        after *= ways;
    }
    return names;
}

std::string listed(const std::set<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : " ") + name;
    return "{" + text + "}";
}

QString report(const Case& one, const std::string& problem)
{
    return QStringLiteral("seed %1 from %2 to %3: %4\n%5")
        .arg(one.seed)
        .arg(QString::fromStdString(one.request.site.version), QString::fromStdString(one.request.goal.target),
             QString::fromStdString(problem), QString::fromStdString(one.request.yaml));
}

/// The facts that are asked are those that decide, and once they are known the reference agrees, whatever else is not.
std::string checkDeciding(const Case& one)
{
    if (saysMoreThanAsked(one) || !one.outcome.allTried)
        return {};
    const std::set<std::string> asked = namesOf(one.outcome.questions);
    std::vector<std::string> results;
    for (const planner::Site& completion : random_request::completions(one.request)) {
        const planner::Site told = toldOf(one.request, completion, asked);
        results.push_back(withoutOldVersions(reference::answer(one.catalog, completion, one.request.goal, told)));
        const std::string mine = resultOf(one.planner.plan(told, one.request.goal));
        // A request to go back is one whatever the site still has to say about its own release.
        if (mine != results.back() && !(mine == "downgrade" && asked.empty() && results.back() == "invalid-input"))
            return "told everything that was asked for " + listed(asked) + " the planner says " + mine +
                   ", the reference " + results.back();
    }
    const std::set<std::string> expected = deciding(one.request, results);
    const bool goesBack = one.outcome.kind == OutcomeKind::downgrade;
    if (asked != expected && !goesBack)
        return "asks for " + listed(asked) + ", the result hangs on " + listed(expected);
    return {};
}

/// The first of the answers that lead to a result, and nothing besides.
planner::Site firstOf(const Case& one, const planner::Answered& shown)
{
    planner::Site told = one.request.site;
    for (const planner::Fall& fall : shown.ways.front()) {
        for (const planner::Question& question : one.outcome.questions) {
            if (question.fact == fall.fact)
                told = answered(told, question, fall.classes.front());
        }
    }
    return told;
}

/// Each combination of answers is shown exactly once, and leads to the plan that is shown for it, step by step.
std::string checkShown(const Case& one)
{
    if (one.outcome.kind != OutcomeKind::needsAnswers)
        return {};
    const bool all = one.outcome.allTried && one.outcome.results == one.outcome.answered.size();
    for (const Combination& combination : combinationsOf(one)) {
        const Outcome outcome = one.planner.plan(combination.site, one.request.goal);
        int matching = 0;
        for (const planner::Answered& shown : one.outcome.answered) {
            for (const std::vector<planner::Fall>& falls : shown.ways) {
                if (!agrees(falls, combination.classes))
                    continue;
                ++matching;
                if (resultOf(outcome) != resultOf(shown))
                    return "shows " + resultOf(shown) + " where the answers lead to " + resultOf(outcome);
            }
        }
        if (matching > 1 || (all && matching == 0 && outcome.kind != OutcomeKind::invalidInput))
            return "shows " + std::to_string(matching) + " results for one combination of answers, which leads to " +
                   resultOf(outcome);
    }
    for (const planner::Answered& shown : one.outcome.answered) {
        const Outcome outcome = one.planner.plan(firstOf(one, shown), one.request.goal);
        if (outcome.plan != shown.plan)
            return "shows another plan than the answers lead to: " + resultOf(shown) + ", " + resultOf(outcome);
    }
    return {};
}

/// After one answer nothing new is asked or shown, and the plan for whatever happens is among what stays possible.
std::string checkOneAnswer(const Case& one)
{
    const std::set<std::string> asked = namesOf(one.outcome.questions);
    std::set<std::string> shown;
    for (const planner::Answered& answered : one.outcome.answered)
        shown.insert(resultOf(answered));
    const bool all = one.outcome.allTried && one.outcome.results == one.outcome.answered.size();
    for (const planner::Question& question : one.outcome.questions) {
        for (const planner::FactClass& answer : question.values) {
            const planner::Site told = answered(one.request.site, question, answer);
            const Outcome next = one.planner.plan(told, one.request.goal);
            const std::set<std::string> then = namesOf(next.questions);
            if (then.count(question.fact.text) != 0)
                return "asks for " + question.fact.text + " although it was answered with " + to_string(answer);
            if (all && !std::includes(asked.begin(), asked.end(), then.begin(), then.end()))
                return "asks for " + listed(then) + " once " + question.fact.text + " is answered, before for " +
                       listed(asked);
            for (const planner::Answered& way : next.answered) {
                if (all && shown.count(resultOf(way)) == 0)
                    return "shows " + resultOf(way) + " only once " + question.fact.text + " is answered";
            }
            if (one.outcome.whatever && next.plan && next.plan->hops.size() > one.outcome.whatever->hops.size() &&
                one.request.goal.prefer == planner::Prefer::standard)
                return "an answer makes the plan longer than the one that is legal whatever the answers";
        }
    }
    return {};
}

}  // namespace

/// One pass for all checks: making the catalogs is half of the work.
void TestQuestionsRandom::initTestCase()
{
    const std::uint32_t seeds = qEnvironmentVariableIsSet("CAIRN_TEST_LONG") ? questionsAtLength : questionsUsually;
    const std::map<std::string, std::string (*)(const Case&)> checks{
        {"deciding", checkDeciding}, {"shown", checkShown}, {"one answer", checkOneAnswer}};
    int tried = 0;
    int asking = 0;
    int several = 0;
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        const Request request = random_request::make(seed);
        const catalog::Checked<catalog::Loaded> loaded = given::tryCatalog(request.yaml);
        if (!loaded || request.unknown.empty())
            continue;
        const planner::Planner planner(*loaded);
        const Outcome outcome = planner.plan(request.site, request.goal);
        ++tried;
        asking += outcome.kind == OutcomeKind::needsAnswers ? 1 : 0;
        several += outcome.questions.size() > 1 ? 1 : 0;
        const Case one{seed, request, loaded->catalog, planner, outcome};
        for (const auto& [name, check] : checks) {
            const std::string problem = check(one);
            if (!problem.empty() && ++m_problems[name] <= 3)
                qWarning("%s", qPrintable(report(one, problem)));
        }
    }
    qInfo("%d requests with unknown facts, %d ask, %d ask for several facts", tried, asking, several);
    QVERIFY(tried > static_cast<int>(seeds / 2));
    QVERIFY(asking > static_cast<int>(seeds / 10));
    QVERIFY(several > static_cast<int>(seeds / 40));
}

QTEST_GUILESS_MAIN(TestQuestionsRandom)
#include "test_questions_random.moc"
