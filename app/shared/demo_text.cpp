#include "app/shared/demo_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace app {

namespace {

struct Demos {
    Q_DECLARE_TR_FUNCTIONS(Demos)
};

}  // namespace

QString sentence(const demo::Problem& problem)
{
    const QString& subject = problem.subject;
    switch (problem.code) {
    case demo::ProblemCode::serverMissing:
        return Demos::tr("The demo product's program ledger-server was not found; it was looked for in %1.")
            .arg(subject);
    case demo::ProblemCode::catalogMissing:
        return Demos::tr("The demo product's catalog cannot be read: %1.").arg(subject);
    case demo::ProblemCode::folderForeign:
        return Demos::tr("The folder %1 is not empty and holds no demo site. Name one that does not exist yet.")
            .arg(quoted(subject));
    case demo::ProblemCode::cannotWrite:
        return Demos::tr("Cannot write: %1.").arg(subject);
    case demo::ProblemCode::noPort:
        return Demos::tr("Not enough free ports were found for the demo service.");
    case demo::ProblemCode::database:
        //: %1 is SQLite's own words, in English.
        return Demos::tr("The demo database cannot be made: %1.").arg(subject);
    case demo::ProblemCode::program:
        //: %1 is what the program itself said.
        return Demos::tr("A program of the demo site failed: %1.").arg(subject);
    case demo::ProblemCode::packageMissing:
        return Demos::tr("The demo site with PostgreSQL needs the Debian package %1, which is not installed.")
            .arg(quoted(subject));
    case demo::ProblemCode::noAccount:
        return Demos::tr(
                   "PostgreSQL does not run as root, and there is no account %1 for it. Call this as another user.")
            .arg(quoted(subject));
    case demo::ProblemCode::folderClosed:
        return Demos::tr(
                   "PostgreSQL does not run as root, and the account that it gets may not enter %1. Name a folder "
                   "that everybody can reach, such as one below /var/tmp.")
            .arg(quoted(subject));
    case demo::ProblemCode::noSite:
        return Demos::tr("There is no demo site in %1.").arg(quoted(subject));
    }
    return {};
}

}  // namespace app
