#include "installers/page/page_text.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cstdlib>

namespace page {

namespace {

constexpr qint64 shortest = 5;
constexpr qint64 usual = 30;
constexpr qint64 longest = 3600;

const char* const frame = R"html(<!doctype html>
<html lang="%LANGUAGE%" dir="%DIRECTION%">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="%RETRY%">
<title>%TITLE%</title>
<style>
:root { color-scheme: light dark; --ground: #f6f5f2; --card: #ffffff; --text: #1d232b; --soft: #535d69; --line: #dedbd4; --mark: #3d6b58; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171b; --card: #1c2127; --text: #e9ecef; --soft: #a9b3bd; --line: #2e353d; --mark: #8fc4ab; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--text); font: 1.0625rem/1.6 system-ui, sans-serif; }
main { max-width: 34rem; padding: 2.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
svg { width: 3.25rem; height: 3.25rem; fill: var(--mark); }
h1 { margin: 1rem 0 0.5rem; font-size: 1.6rem; line-height: 1.25; }
p { margin: 0.75rem 0 0; }
.soft { color: var(--soft); font-size: 0.9375rem; }
time { font-weight: 600; white-space: nowrap; }
</style>
</head>
<body>
<main>
<svg viewBox="0 0 48 48" aria-hidden="true"><ellipse cx="24" cy="40" rx="18" ry="6"/><ellipse cx="23" cy="28" rx="13" ry="5.5"/><ellipse cx="25" cy="17.5" rx="9" ry="4.5"/><ellipse cx="24" cy="9" rx="5" ry="3.5"/></svg>
<h1>%TITLE%</h1>
<p>%WHAT%</p>
<p role="status">%END%</p>
<p class="soft">%AGAIN%%SITE%</p>
</main>
</body>
</html>
)html";

constexpr auto upgrading = QT_TRANSLATE_NOOP("Page", "%1 is being upgraded");
constexpr auto unnamed = QT_TRANSLATE_NOOP("Page", "The service is being upgraded");
constexpr auto what =
    QT_TRANSLATE_NOOP("Page", "The service is stopped while a new release is installed. Your data was backed "
                              "up before the work began and is kept.");
constexpr auto endUnknown = QT_TRANSLATE_NOOP("Page", "It is not known yet when the work will end.");
constexpr auto endExpected = QT_TRANSLATE_NOOP("Page", "It is expected to end on %1 at %2.");
constexpr auto endPast =
    QT_TRANSLATE_NOOP("Page", "The work takes longer than planned; it was expected to end on %1 at %2.");
constexpr auto again =
    QT_TRANSLATE_NOOP("Page", "There is nothing that you have to do: this page tries again by itself.");
constexpr auto siteIs = QT_TRANSLATE_NOOP("Page", "Site: %1.");

/// "16:31 (UTC+01:00)": offsets read the same everywhere, names of zones do not.
QString timeOf(const QDateTime& local, const QLocale& locale)
{
    const int minutes = local.offsetFromUtc() / 60;
    const QString sign = QLatin1String(minutes < 0 ? "-" : "+");
    const QString offset =
        minutes == 0 ? QString() : sign + QTime(0, 0).addSecs(std::abs(minutes) * 60).toString(QStringLiteral("HH:mm"));
    return QStringLiteral("%1 (UTC%2)").arg(locale.toString(local.time(), QLocale::ShortFormat), offset);
}

QString endSentence(const Notice& notice, const QDateTime& now, const Wording& wording)
{
    if (!notice.until.isValid())
        return wording(endUnknown).toHtmlEscaped();
    const QDateTime local = notice.until.toTimeZone(notice.zone);
    const QString machine = notice.until.toString(Qt::ISODate);
    const auto marked = [&machine](const QString& text) {
        return QStringLiteral("<time datetime=\"%1\"><bdi>%2</bdi></time>").arg(machine, text.toHtmlEscaped());
    };
    return wording(notice.until <= now ? endPast : endExpected)
        .toHtmlEscaped()
        .arg(marked(wording.locale().toString(local.date(), QLocale::LongFormat)),
             marked(timeOf(local, wording.locale())));
}

}  // namespace

int retryAfter(const Notice& notice, const QDateTime& now)
{
    if (!notice.until.isValid() || notice.until <= now)
        return static_cast<int>(usual);
    return static_cast<int>(std::clamp(now.secsTo(notice.until), shortest, longest));
}

QByteArray htmlOf(const Notice& notice, const QDateTime& now, const Wording& wording)
{
    constexpr int refresh = 15;
    const bool rightToLeft = wording.locale().textDirection() == Qt::RightToLeft;
    const QString title = notice.product.isEmpty() ? wording(unnamed) : wording(upgrading).arg(notice.product);
    const QString site = notice.site.isEmpty() ? QString() : QLatin1Char(' ') + wording(siteIs).arg(notice.site);
    QString text = QString::fromLatin1(frame);
    text.replace(QStringLiteral("%LANGUAGE%"), wording.language());
    text.replace(QStringLiteral("%DIRECTION%"), QLatin1String(rightToLeft ? "rtl" : "ltr"));
    text.replace(QStringLiteral("%RETRY%"), QString::number(std::min(refresh, retryAfter(notice, now))));
    text.replace(QStringLiteral("%WHAT%"), wording(what).toHtmlEscaped());
    text.replace(QStringLiteral("%END%"), endSentence(notice, now, wording));
    text.replace(QStringLiteral("%AGAIN%"), wording(again).toHtmlEscaped());
    text.replace(QStringLiteral("%TITLE%"), title.toHtmlEscaped());
    text.replace(QStringLiteral("%SITE%"), site.toHtmlEscaped());
    return text.toUtf8();
}

QByteArray jsonOf(const Notice& notice, const QDateTime& now)
{
    QJsonObject object{{QStringLiteral("status"), QStringLiteral("upgrading")},
                       {QStringLiteral("product"), notice.product},
                       {QStringLiteral("site"), notice.site},
                       {QStringLiteral("retry_after_s"), retryAfter(notice, now)}};
    object.insert(QStringLiteral("until"), notice.until.isValid() ? QJsonValue(notice.until.toString(Qt::ISODate))
                                                                  : QJsonValue(QJsonValue::Null));
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QList<const char*> sentences() { return {upgrading, unnamed, what, endUnknown, endExpected, endPast, again, siteIs}; }

}  // namespace page
