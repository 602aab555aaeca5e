#pragma once

#include "app/demo/problem.h"

namespace demo {

/// The nginx in front of a demo site: everything it has is below nginx/. It hands requests on to the service and
/// answers with the maintenance page as long as the flag file is there, which it looks for at each request.
class WebServer {
public:
    explicit WebServer(const QString& siteFolder);

    [[nodiscard]] static Made<QString> program();
    /// Writes the configuration into a folder that does not exist yet, and starts.
    [[nodiscard]] Made<void> make(int port, int servicePort, int privatePort) const;
    /// Nothing to stop is fine.
    [[nodiscard]] Made<void> stop() const;

    /// Relative to the site's folder.
    static constexpr auto flagFile = "nginx/maintenance.flag";
    static constexpr auto pageFolder = "nginx/page";

private:
    [[nodiscard]] Made<void> call(const QStringList& arguments) const;
    [[nodiscard]] bool isRunning() const;
    QString m_folder;
};

}  // namespace demo
