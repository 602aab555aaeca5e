#pragma once

#include "installers/world.h"

#include <QString>
#include <chrono>
#include <memory>

namespace installers {

/// Asks a URL and waits for the answer. No proxy, no redirects: a health check is about the very address.
class HttpGetter {
public:
    HttpGetter();
    ~HttpGetter();
    /// At most a megabyte of the body is kept.
    [[nodiscard]] HttpAnswer get(const QString& url, std::chrono::milliseconds timeout);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

}  // namespace installers
