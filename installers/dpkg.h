#pragma once

#include "installers/driver.h"

#include <QString>
#include <QStringList>
#include <chrono>

namespace installers {

/// What a .deb says about itself.
struct DebFile {
    QString path;
    QString package;
    QString version;
    QString architecture;
    QString multiArch;
    QByteArray control;
    /// As dpkg's commands want the package named: with its architecture, unless it is for all.
    [[nodiscard]] QString name() const;
};

/// What dpkg knows about a package.
struct PackageState {
    enum class Kind {
        absent,        ///< not installed; its configuration may still be there
        installed,     ///< wholly
        unconfigured,  ///< its files are there, its scripts have not ended: `dpkg --configure` goes on
        halfInstalled  ///< only installing some version of it again helps
    };
    Kind kind = Kind::absent;
    QString version;
    QString word;  ///< dpkg's own: half-configured, …
};

/// dpkg as the site reaches it (`packages:` in the site file), for one step. Programs are argument lists, nobody is
/// asked anything (DEBIAN_FRONTEND, --force-confold: configuration that the site has changed stays), and what they say
/// is kept in the run's folder without the site's secrets.
///
/// With `root`, maintainer scripts run inside that folder where it has a shell, else beside it with DPKG_ROOT set, as
/// dpkg's --force-script-chrootless has it.
///
/// Roads not taken: apt, which wants lists from a network and decides for itself what else to change; libdpkg and
/// libapt-pkg, which are no stable interfaces; holding dpkg's lock over several steps, which a crash would leave to
/// nobody.
class Dpkg {
public:
    /// Borrows the context.
    explicit Dpkg(const StepContext& context);

    /// Whether it can be used here at all. Errors: programMissing, packageRights, packageUnfit (no dpkg database).
    [[nodiscard]] Done<void> check() const;

    /// Errors: packageUnfit.
    [[nodiscard]] Done<DebFile> read(const QString& path) const;
    /// Errors: stepFailed.
    [[nodiscard]] Done<PackageState> state(const DebFile& file) const;
    /// Whether dpkg itself or a script of the package is at work, also where the fence does not reach.
    [[nodiscard]] bool isRunning(const DebFile& file) const;

    /// `dpkg ARGUMENTS` with root's rights. Waits a bounded time for whoever holds dpkg's lock.
    /// Errors: stepFailed, orphan, packagesLocked.
    [[nodiscard]] Done<void> change(const QStringList& arguments) const;
    /// `dpkg ARGUMENTS` that changes nothing, with the runner's own rights.
    [[nodiscard]] ProgramResult ask(const QString& program, const QStringList& arguments) const;

    /// dpkg's database: a folder.
    [[nodiscard]] QString database() const;
    /// The option that names `root`; empty for this machine.
    [[nodiscard]] QStringList place() const;

private:
    [[nodiscard]] QString lockHolder(const QByteArray& output) const;
    const StepContext& m_context;
    QString m_root;
};

}  // namespace installers
