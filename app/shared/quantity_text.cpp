#include "app/shared/quantity_text.h"

#include <QCoreApplication>

namespace app {

namespace {

struct Quantities {
    Q_DECLARE_TR_FUNCTIONS(Quantities)
};

}  // namespace

QString durationText(catalog::Seconds duration)
{
    const qint64 seconds = duration.count();
    const qint64 minutes = seconds / 60;
    const qint64 hours = minutes / 60;
    const qint64 days = hours / 24;
    if (seconds < 60) {
        return Quantities::tr("%1 s").arg(seconds);
    }
    if (hours == 0 && seconds % 60 == 0) {
        return Quantities::tr("%1 min").arg(minutes);
    }
    if (hours == 0) {
        return Quantities::tr("%1 min %2 s").arg(minutes).arg(seconds % 60);
    }
    if (days == 0 && minutes % 60 == 0) {
        return Quantities::tr("%1 h").arg(hours);
    }
    if (days == 0) {
        return Quantities::tr("%1 h %2 min").arg(hours).arg(minutes % 60);
    }
    if (hours % 24 == 0) {
        return Quantities::tr("%1 d").arg(days);
    }
    return Quantities::tr("%1 d %2 h").arg(days).arg(hours % 24);
}

QString elapsedText(std::chrono::milliseconds elapsed)
{
    if (elapsed < std::chrono::milliseconds(100)) {
        return Quantities::tr("%1 ms").arg(elapsed.count());
    }
    if (elapsed < std::chrono::seconds(10)) {
        return Quantities::tr("%1 s").arg(QString::number(static_cast<double>(elapsed.count()) / 1000.0, 'f', 1));
    }
    return durationText(std::chrono::duration_cast<catalog::Seconds>(elapsed));
}

QString sizeText(std::uint64_t bytes)
{
    constexpr std::uint64_t step = 1024;
    if (bytes < step) {
        return Quantities::tr("%n byte(s)", nullptr, static_cast<int>(bytes));
    }
    const auto in = [bytes](std::uint64_t unit) {
        const double value = static_cast<double>(bytes) / static_cast<double>(unit);
        return QString::number(value, 'f', bytes % unit == 0 || value >= 100 ? 0 : 1);
    };
    if (bytes < step * step) {
        return Quantities::tr("%1 KB").arg(in(step));
    }
    if (bytes < step * step * step) {
        return Quantities::tr("%1 MB").arg(in(step * step));
    }
    return Quantities::tr("%1 GB").arg(in(step * step * step));
}

QString dayText(catalog::Date day) { return QString::fromStdString(catalog::to_string(day)); }

QString momentText(const QDateTime& moment)
{
    return moment.isValid() ? moment.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) : QString();
}

}  // namespace app
