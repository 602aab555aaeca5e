#pragma once

#include "installers/problem.h"

#include <QMap>
#include <QString>
#include <QStringList>
#include <string>
#include <vector>

namespace installers {

/// The fixed set of names that programs, probes and environments may use, and what they stand for at this moment:
/// site releases release old_release from to database data run port. `{{` and `}}` are literal braces; what was put in
/// is not looked at again.
class Placeholders {
public:
    void set(const QString& name, const QString& value) { m_values.insert(name, value); }
    void set(const QString& name, int value) { m_values.insert(name, QString::number(value)); }

    /// Errors: placeholderUnknown.
    [[nodiscard]] Done<QString> expand(const QString& text) const;
    [[nodiscard]] Done<QStringList> expand(const std::vector<std::string>& texts) const;

private:
    QMap<QString, QString> m_values;
};

}  // namespace installers
