#pragma once

#include <QCoreApplication>

namespace app {

/// Installs the translation for the user's language, or English, whose file holds the plural forms.
void installLanguage(QCoreApplication& application);

}  // namespace app
