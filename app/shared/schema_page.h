#pragma once

#include "app/shared/page.h"
#include "catalog/schema/review.h"

#include <QByteArray>

namespace app {

/// What `cairn catalog classify` found out.
struct Classification {
    QString path;
    QString root;      ///< what pages leave away before the name of a script
    QString database;  ///< as it was asked for: "postgresql:15"
    std::vector<schema::UnitReview> units;
    std::vector<std::string> left;  ///< files that were left out
};

/// A table for each release or step that somebody has to look at, the dangerous first.
[[nodiscard]] Page classificationPage(const Classification& classification);

/// Every statement, for programs: docs/schema-changes.md has its form.
[[nodiscard]] QByteArray classificationJson(const Classification& classification);

/// SARIF 2.1.0: what somebody has to look at, for code hosts that show it beside the script.
[[nodiscard]] QByteArray classificationSarif(const Classification& classification);

}  // namespace app
