#include "app/cli/useless_input.h"

#include "app/shared/list_text.h"
#include "catalog/lookup.h"
#include "planner/disk_space.h"
#include "planner/fact_names.h"

#include <QCoreApplication>
#include <algorithm>

namespace cli {

namespace {

struct UselessInput {
    Q_DECLARE_TR_FUNCTIONS(UselessInput)
};

enum class Named { fact, channel, risk };

QString unknownText(Named kind, const QString& name)
{
    switch (kind) {
    case Named::fact:
        return UselessInput::tr("The catalog asks nothing about the fact %1, which changes no answer.").arg(name);
    case Named::channel:
        return UselessInput::tr("The catalog offers nothing to the channel %1.").arg(name);
    case Named::risk:
        return UselessInput::tr("The catalog knows no risk %1, and accepting it changes nothing.").arg(name);
    }
    return {};
}

void check(Named kind, const std::string& name, const std::vector<std::string>& known, Console& console)
{
    if (std::binary_search(known.begin(), known.end(), name)) {
        return;
    }
    const QString unknown = unknownText(kind, app::quoted(name));
    const std::vector<std::string> nearest = catalog::nearest(name, known);
    console.warn(nearest.empty() ? unknown
                                 //: %1 is a whole sentence about a name that is not known.
                                 : UselessInput::tr("%1 The nearest that it knows is %2.")
                                       .arg(unknown, app::either(app::fromUtf8(nearest))));
}

}  // namespace

void warnUseless(const planner::Site& site, const planner::Goal& goal, const catalog::Catalog& catalog,
                 Console& console)
{
    if (!site.facts.empty()) {
        const std::vector<std::string> known = planner::factNames(catalog);
        for (const auto& [name, values] : site.facts) {
            if (name != planner::diskFreeFact) {
                check(Named::fact, name.text, known, console);
            }
        }
    }
    if (!site.channels.empty()) {
        const std::vector<std::string> known = planner::channelNames(catalog);
        for (const catalog::Channel& channel : site.channels) {
            check(Named::channel, channel.text, known, console);
        }
    }
    if (!goal.acceptedRisks.empty()) {
        const std::vector<std::string> known = planner::riskNames(catalog);
        for (const catalog::RiskId& risk : goal.acceptedRisks) {
            check(Named::risk, risk.text, known, console);
        }
    }
}

}  // namespace cli
