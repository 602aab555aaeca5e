#include "app/cli/signing.h"

#include "catalog/document.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace cli {

namespace {

struct Signing {
    Q_DECLARE_TR_FUNCTIONS(Signing)
};

}  // namespace

catalog::Result<catalog::SecretKey> openSecretKey(const QString& file, const PasswordSource& password)
{
    const std::string path = file.toStdString();
    return catalog::readTextFile(path, catalog::largestSignatureFile).and_then([&](const std::string& text) {
        return catalog::readSecretKey(text, path, [&] {
            //: Stands before the place where the password is typed.
            return askPassword(password, Signing::tr("Password of the secret key %1: ").arg(file));
        });
    });
}

std::string trustedComment(const QString& file, qint64 timestamp, const std::vector<std::string>& claims)
{
    std::string comment = "timestamp:" + std::to_string(timestamp);
    QString name = QFileInfo(file).fileName();
    for (QChar& character : name) {
        if (character.isSpace() || !character.isPrint()) {
            character = QLatin1Char('_');
        }
    }
    comment += "\tfile:" + name.toStdString();
    for (const std::string& claim : claims) {
        comment += "\t" + claim;
    }
    return comment;
}

}  // namespace cli
