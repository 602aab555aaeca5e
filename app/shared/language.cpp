#include "app/shared/language.h"

#include <QLocale>
#include <QTranslator>

/// In the global namespace, as Q_INIT_RESOURCE demands; the resource lies in a static library.
static void initTranslations() { Q_INIT_RESOURCE(cairn_i18n); }

namespace app {

void installLanguage(QCoreApplication& application)
{
    initTranslations();
    auto* const translator = new QTranslator(&application);
    const QString folder = QStringLiteral(":/i18n");
    if (translator->load(QLocale::system(), QStringLiteral("cairn"), QStringLiteral("_"), folder) ||
        translator->load(folder + QStringLiteral("/cairn_en.qm"))) {
        QCoreApplication::installTranslator(translator);
    }
}

}  // namespace app
