#include "app/shared/question_sections.h"

#include "app/shared/alternatives_page.h"
#include "app/shared/fact_class_text.h"
#include "app/shared/list_text.h"
#include "app/shared/plan_sections.h"
#include "app/shared/reason_text.h"

#include <QCoreApplication>
#include <algorithm>

namespace app {

namespace {

using planner::Answered;
using planner::FactClass;
using planner::Outcome;
using planner::Question;

struct Questions {
    Q_DECLARE_TR_FUNCTIONS(Questions)
};

constexpr std::size_t otherWaysShown = 3;

bool isRange(const FactClass& answer)
{
    return std::any_of(answer.spans.begin(), answer.spans.end(),
                       [](const FactClass::Span& span) { return !span.point(); });
}

/// Answers to choose from; where one of them is a range, people put in their own value.
Page::Item questionItem(const Question& question)
{
    const QString name = fromUtf8(question.fact.text);
    QString ask = fromUtf8(question.ask);
    if (ask.isEmpty()) {
        ask = question.subject == Question::Subject::channel
                  ? Questions::tr("Which channels does the site take releases from?")
              : question.subject == Question::Subject::component
                  ? Questions::tr("Which version of %1 does the site have?").arg(quoted(name))
                  : Questions::tr("What is %1 at this site?").arg(quoted(name));
    }
    Page::Item item{{ask}, {}, {}};
    for (const planner::Reason& reason : question.decides) {
        item.details.push_back(Questions::tr("It decides this: %1").arg(sentence(reason)));
    }
    item.details.removeDuplicates();
    if (std::any_of(question.values.begin(), question.values.end(), isRange)) {
        QStringList classes;
        for (const FactClass& answer : question.values) {
            classes.push_back(factClassText(answer, question.type));
        }
        //: The classes of answers that lead to different plans, as in "at most 10; more than 10".
        item.details.push_back(Questions::tr("What makes a difference: %1.").arg(classes.join(QStringLiteral("; "))));
        item.commands.push_back(optionText(question));
        return item;
    }
    for (const FactClass& answer : question.values) {
        FactClass one = answer;
        const bool choices = answer.kind == FactClass::Kind::values && answer.spans.empty();
        for (const std::string& value : choices ? answer.values : std::vector<std::string>{std::string()}) {
            if (choices) {
                one.example = {value};
            }
            item.commands.push_back(answer.kind == FactClass::Kind::others ? optionText(question)
                                                                           : optionText(question, one));
        }
    }
    item.commands.removeDuplicates();
    return item;
}

QString fallText(const planner::Fall& fall, const Outcome& outcome)
{
    catalog::FactType type = catalog::FactType::string;
    for (const Question& question : outcome.questions) {
        if (question.fact == fall.fact) {
            type = question.type;
        }
    }
    QStringList classes;
    for (const FactClass& answer : fall.classes) {
        classes.push_back(factClassText(answer, type));
    }
    //: A fact of a site and how it falls, as in "edition is enterprise".
    return Questions::tr("%1 is %2").arg(fromUtf8(fall.fact.text), either(classes));
}

QString combinationText(const std::vector<planner::Fall>& falls, const Outcome& outcome)
{
    QStringList texts;
    for (const planner::Fall& fall : falls) {
        texts.push_back(fallText(fall, outcome));
    }
    return all(texts);
}

/// What is answered differently from the way that stands first; what is left out may fall as it does there.
std::vector<planner::Fall> differentIn(const std::vector<planner::Fall>& falls, const Outcome& outcome)
{
    const std::vector<planner::Fall>& usual = outcome.answered.front().ways.front();
    std::vector<planner::Fall> different;
    for (const planner::Fall& fall : falls) {
        if (std::find(usual.begin(), usual.end(), fall) == usual.end()) {
            different.push_back(fall);
        }
    }
    return different;
}

/// The first way whole, the others by what they do differently: long paths mostly agree.
Page::Item resultItem(const QString& headline, const Answered& answered, const planner::Plan* first)
{
    if (!answered.plan) {
        return {{headline},
                {answered.kind == planner::OutcomeKind::nothingToDo ? Questions::tr("Nothing to do.")
                                                                    : Questions::tr("No legal way.")},
                {}};
    }
    const QString difference = first != nullptr ? pathDifference(*answered.plan, *first) : QString();
    if (first == nullptr || difference.isEmpty() || answered.plan->to != first->to) {
        return planItem(headline, *answered.plan);
    }
    //: %1 says how the way differs from the one that stands first.
    return {{headline},
            {Questions::tr("%n hop(s): compared with the first way it %1.", nullptr,
                           static_cast<int>(answered.plan->hops.size()))
                 .arg(difference)},
            {}};
}

Page::Item wayItem(const Answered& answered, const Outcome& outcome, const planner::Plan* first)
{
    const bool usual = &answered == &outcome.answered.front();
    const auto text = [&](const std::vector<planner::Fall>& falls) {
        return combinationText(usual ? falls : differentIn(falls, outcome), outcome);
    };
    const QString falls = text(answered.ways.front());
    //: %1 are answers such as "edition is enterprise and nodes is at most 1".
    const QString headline = usual ? Questions::tr("If %1").arg(falls)
                                   //: %1 are the answers that differ from those of the way that stands first.
                                   : Questions::tr("But if %1").arg(falls);
    Page::Item item = resultItem(headline, answered, first);
    for (std::size_t way = 1; way < answered.ways.size() && way <= otherWaysShown; ++way) {
        item.details.push_back(Questions::tr("Also if %1").arg(text(answered.ways[way])));
    }
    if (answered.ways.size() > otherWaysShown + 1) {
        item.details.push_back(Questions::tr("Also with %n other combination(s) of answers.", nullptr,
                                             static_cast<int>(answered.ways.size() - otherWaysShown - 1)));
    }
    return item;
}

void addWays(Page& page, const Outcome& outcome)
{
    std::vector<Page::Item> ways;
    const planner::Plan* first = nullptr;
    for (const Answered& answered : outcome.answered) {
        ways.push_back(wayItem(answered, outcome, first));
        if (answered.plan && first == nullptr) {
            first = &*answered.plan;
        }
    }
    if (ways.empty()) {
        return;
    }
    page.heading(Questions::tr("Where the answers lead"));
    page.bullets(ways);
    if (outcome.results > outcome.answered.size()) {
        page.paragraph(
            Questions::tr("These are %1 of %n different way(s) that were found, the shortest and the longest among "
                          "them.",
                          nullptr, static_cast<int>(outcome.results))
                .arg(outcome.answered.size()));
    }
}

/// What all the plans take for granted.
void addAssumptions(Page& page, const Outcome& outcome)
{
    for (const Answered& answered : outcome.answered) {
        if (answered.plan && !answered.plan->assumptions.empty()) {
            page.heading(Questions::tr("Assumptions"));
            page.bullets(reasonItems(answered.plan->assumptions));
            return;
        }
    }
}

}  // namespace

void addQuestions(Page& page, const Outcome& outcome)
{
    std::vector<Page::Item> questions;
    for (const Question& question : outcome.questions) {
        questions.push_back(questionItem(question));
    }
    page.heading(Questions::tr("To be answered first"));
    page.numbered(questions);
    if (!outcome.allTried) {
        page.paragraph(Questions::tr("Not every combination of answers was tried: there may be more questions and more "
                                     "ways than are listed here. Answer what you know and plan again."));
    } else if (outcome.questions.size() > 1) {
        page.paragraph(Questions::tr("Add the answers you know to the command or to the site file and plan again: with "
                                     "each answer, others may no longer matter."));
    }
    addWays(page, outcome);
    if (outcome.whatever) {
        page.heading(Questions::tr("Legal whatever the answers are"));
        page.bullets(
            {planItem(Questions::tr("To release %1").arg(fromUtf8(outcome.whatever->to.text)), *outcome.whatever)});
    }
    addAssumptions(page, outcome);
}

}  // namespace app
