#include "installers/page/wording.h"

#include <QTranslator>

/// In the global namespace, as Q_INIT_RESOURCE demands; the resource lies in a static library.
static void initPageTranslations() { Q_INIT_RESOURCE(cairn_page_i18n); }

namespace page {

namespace {

/// Ours for a language range such as de-AT or *; empty: none.
QString ours(const QString& range)
{
    const QString language = range.section(QLatin1Char('-'), 0, 0).toLower();
    if (language == QStringLiteral("*"))
        return languages().first();
    // Norwegian has three tags; who reads one reads the others.
    const bool norwegian = language == QStringLiteral("no") || language == QStringLiteral("nn");
    const QString tag = norwegian ? QStringLiteral("nb") : language;
    return languages().contains(tag) ? tag : QString();
}

double qualityOf(const QString& parameters)
{
    for (const QString& parameter : parameters.split(QLatin1Char(';'))) {
        const QString text = parameter.trimmed();
        if (!text.startsWith(QStringLiteral("q="), Qt::CaseInsensitive))
            continue;
        bool isNumber = false;
        const double quality = text.mid(2).toDouble(&isNumber);
        return isNumber && quality >= 0 && quality <= 1 ? quality : 0;
    }
    return 1;
}

}  // namespace

const QStringList& languages()
{
    static const QStringList all{QStringLiteral("en"), QStringLiteral("ar"), QStringLiteral("de"), QStringLiteral("es"),
                                 QStringLiteral("fr"), QStringLiteral("ja"), QStringLiteral("nb")};
    return all;
}

QString languageFor(const QByteArray& acceptLanguage)
{
    constexpr qsizetype longest = 4096;
    QString best = languages().first();
    double bestQuality = 0;
    const QStringList ranges = QString::fromLatin1(acceptLanguage.left(longest)).split(QLatin1Char(','));
    for (const QString& range : ranges) {
        const QString language = ours(range.section(QLatin1Char(';'), 0, 0).trimmed());
        const double quality = qualityOf(range.section(QLatin1Char(';'), 1));
        if (!language.isEmpty() && quality > bestQuality) {
            best = language;
            bestQuality = quality;
        }
    }
    return best;
}

Wording::Wording(const QString& language)
    : m_language(languages().contains(language) ? language : languages().first()),
      m_locale(m_language == QStringLiteral("en") ? QStringLiteral("en_GB") : m_language),
      m_translator(std::make_unique<QTranslator>())
{
    initPageTranslations();
    // English is what the source says.
    if (m_language != languages().first() && !m_translator->load(QStringLiteral(":/i18n/page_%1.qm").arg(m_language)))
        m_language = languages().first();
}

Wording::~Wording() = default;

QString Wording::operator()(const char* source) const
{
    const QString translated = m_translator->translate("Page", source);
    return translated.isEmpty() ? QString::fromUtf8(source) : translated;
}

}  // namespace page
