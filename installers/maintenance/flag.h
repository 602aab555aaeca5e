#pragma once

#include "installers/maintenance.h"

namespace installers {

/// A file whose being there makes the web server in front answer 503. Where the site names a folder for it, the page to
/// answer with is written there first, one file for each language: maintenance.LANGUAGE.html. Who is let in has a file
/// FLAG.allow/ADDRESS, so that a web server can tell per request without a reload.
class FlagMaintenance : public Maintenance {
public:
    FlagMaintenance(const RunContext& context, QDateTime until);
    Done<void> check() override;
    Done<void> up() override;
    Done<void> confirm() override;
    Done<void> down() override;
    bool isUp() override;
    [[nodiscard]] bool hasAllowList() const override { return true; }
    Done<void> letIn() override;
    Done<void> shutOut() override;

private:
    [[nodiscard]] Done<void> writePages() const;
    const RunContext& m_context;
    QDateTime m_until;
    QString m_file;
    QString m_allowed;  ///< the folder of those who are let in
    QString m_pages;    ///< empty: the web server has a page of its own
};

}  // namespace installers
