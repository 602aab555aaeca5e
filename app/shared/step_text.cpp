#include "app/shared/step_text.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

namespace app {

namespace {

struct Steps {
    Q_DECLARE_TR_FUNCTIONS(Steps)
};

/// What the runner does itself, besides the catalog's steps.
QString runnersOwn(const QString& name)
{
    const QHash<QString, QString> words{
        {QStringLiteral("backup"), Steps::tr("backing up")},
        {QStringLiteral("backup-verify"), Steps::tr("checking the backup")},
        {QStringLiteral("page-up"), Steps::tr("putting the maintenance page up")},
        {QStringLiteral("confirm-page"), Steps::tr("checking the maintenance page")},
        {QStringLiteral("page-down"), Steps::tr("taking the maintenance page down")},
        {QStringLiteral("autostart-off"), Steps::tr("switching autostart off")},
        {QStringLiteral("autostart-on"), Steps::tr("switching autostart on")},
        {QStringLiteral("stop"), Steps::tr("stopping the service")},
        {QStringLiteral("backup-final"), Steps::tr("backing up at rest")},
        {QStringLiteral("backup-final-verify"), Steps::tr("checking the backup at rest")},
        {QStringLiteral("start-private"), Steps::tr("starting on the private port")},
        {QStringLiteral("stop-private"), Steps::tr("stopping on the private port")},
        {QStringLiteral("let-in"), Steps::tr("letting the allow-list in")},
        {QStringLiteral("hold"), Steps::tr("waiting before the opening")},
        {QStringLiteral("shut-out"), Steps::tr("shutting the allow-list out again")},
        {QStringLiteral("record"), Steps::tr("recording what is installed")},
        {QStringLiteral("opened-intent"), Steps::tr("deciding to open")},
        {QStringLiteral("open"), Steps::tr("opening")},
        {QStringLiteral("restore"), Steps::tr("restoring the backup")},
        {QStringLiteral("drop-originals"), Steps::tr("dropping the originals that were kept")},
        {QStringLiteral("drop-replaced"), Steps::tr("dropping what the restore replaced")},
        {QStringLiteral("packages-back"), Steps::tr("putting the old packages back")},
        {QStringLiteral("switch-back"), Steps::tr("switching back to the old release")},
    };
    return words.value(name, name);
}

QRegularExpressionMatch parts(const QString& id)
{
    static const QRegularExpression form(
        QStringLiteral("^(rollback/|back/)?(?:again/)?([0-9]+)/([^#]+)(?:#([0-9]+))?$"));
    return form.match(id);
}

QString nameOf(const QRegularExpressionMatch& match)
{
    const QString name = runnersOwn(match.captured(3));
    const QString use = match.captured(4);
    //: A step whose name a hop uses several times; %2 counts them.
    return use.isEmpty() ? name : Steps::tr("%1 (no. %2)").arg(name, use);
}

}  // namespace

QString stepText(const QString& id)
{
    const QRegularExpressionMatch match = parts(id);
    if (!match.hasMatch()) {
        return id;
    }
    const QString hop = match.captured(2);
    return match.captured(1).isEmpty()
               //: A step of a run: %1 is the hop's number, %2 what is done in it.
               ? Steps::tr("hop %1, %2").arg(hop, nameOf(match))
               //: As above, while a hop is taken back.
               : Steps::tr("way back of hop %1, %2").arg(hop, nameOf(match));
}

QString stepName(const QString& id)
{
    const QRegularExpressionMatch match = parts(id);
    return match.hasMatch() ? nameOf(match) : id;
}

}  // namespace app
