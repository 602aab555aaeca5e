#pragma once

#include "installers/run_context.h"

namespace installers {

/// The site's own programs that start and stop the product. Every call may be repeated after a crash.
class Service {
public:
    explicit Service(const RunContext& context) : m_context(context) {}

    [[nodiscard]] bool exists() const { return m_context.site.service.has_value(); }
    [[nodiscard]] int publicPort() const { return exists() ? m_context.site.service->port : 0; }
    /// Where a release is verified before it is opened.
    [[nodiscard]] int privatePort() const;

    /// Starts the release unless it answers already, and waits until it is healthy. Errors: stepFailed,
    /// serviceNotHealthy.
    [[nodiscard]] Done<void> start(const QString& version, int port);
    /// Stops whatever release runs, and waits until none answers; none running is fine.
    [[nodiscard]] Done<void> stop(const QString& version);
    /// Whether the release answers as healthy right now.
    [[nodiscard]] Done<void> healthy(const QString& version, int port);
    /// Whether any release answers at the port.
    [[nodiscard]] bool answers(const QString& version, int port);
    /// Whether a health answer has the expected text in it, standing by itself.
    [[nodiscard]] static bool says(const QString& answer, const QString& expected);
    /// Keeps a reboot from starting the service, or lets it again.
    enum class Autostart { off, on };
    [[nodiscard]] Done<void> setAutostart(Autostart autostart, const QString& version);

private:
    enum class FenceUse { inherit, leave };
    [[nodiscard]] Done<void> call(const std::vector<std::string>& program, const QString& version, int port,
                                  const char* what, FenceUse fence,
                                  std::optional<std::chrono::milliseconds> limit = {});
    const RunContext& m_context;
};

}  // namespace installers
