#pragma once

#include "installers/paths.h"
#include "planner/site.h"

#include <QByteArray>
#include <QByteArrayList>

namespace installers {

/// What must never reach journal, log or screen: the database's password, and what this process got in variables of its
/// environment whose names end in PASSWORD, PASSWD, SECRET, TOKEN or API_KEY, all of which programs are handed on.
class Secrets {
public:
    Secrets(const planner::Site& site, const SitePaths& paths);
    /// The text with each of them replaced by ***.
    [[nodiscard]] QByteArray redacted(QByteArray text) const;

private:
    QByteArrayList m_secrets;
};

}  // namespace installers
