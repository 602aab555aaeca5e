#pragma once

#include <QByteArray>
#include <QLocale>
#include <QString>
#include <QStringList>
#include <memory>

class QTranslator;

namespace page {

/// The languages that the page speaks, as tags. The first is for visitors whose languages are none of these.
[[nodiscard]] const QStringList& languages();

/// The one of ours that a visitor likes best, by an Accept-Language header (RFC 9110, 12.5.4): qualities count, a
/// region gives way to its language, what comes first wins among equals.
[[nodiscard]] QString languageFor(const QByteArray& acceptLanguage);

/// The page's sentences in one language.
class Wording {
public:
    /// One of languages(); any other is the first.
    explicit Wording(const QString& language);
    ~Wording();
    Wording(const Wording&) = delete;
    Wording& operator=(const Wording&) = delete;

    [[nodiscard]] const QString& language() const { return m_language; }
    [[nodiscard]] const QLocale& locale() const { return m_locale; }
    /// What the source text of page_text.cpp is in this language.
    [[nodiscard]] QString operator()(const char* source) const;

private:
    QString m_language;
    QLocale m_locale;
    std::unique_ptr<QTranslator> m_translator;
};

}  // namespace page
