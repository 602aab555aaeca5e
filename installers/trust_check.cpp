#include "installers/trust_check.h"

#include "installers/text.h"

namespace installers {

namespace {

QString systemWords(const catalog::Error& error)
{
    return text(error.subject.empty() && !error.expected.empty() ? error.expected.front() : error.subject);
}

}  // namespace

std::optional<RunProblem> checkTrust(const RunRequest& request, QDate today)
{
    if (!request.trustStore)
        return std::nullopt;
    const catalog::Date day = std::chrono::sys_days{std::chrono::days{QDate(1970, 1, 1).daysTo(today)}};
    const auto stale = catalog::staleness(request.catalog.catalog, request.catalog.path, {*request.trustStore, day});
    if (!stale)
        return std::nullopt;
    switch (stale->code) {
    case catalog::ErrorCode::catalogExpired:
        return RunProblem{RunProblemCode::catalogExpired, text(request.catalog.path), text(stale->subject), {}};
    case catalog::ErrorCode::sequenceBack:
        return RunProblem{RunProblemCode::catalogOlder, text(request.catalog.path), text(stale->expected.front()), {}};
    default:
        return RunProblem{RunProblemCode::trustUnreadable, text(stale->place.file), systemWords(*stale), {}};
    }
}

Done<void> rememberSequence(const RunRequest& request)
{
    const std::optional<std::int64_t>& sequence = request.catalog.catalog.sequence;
    if (!request.trustStore || request.trust != catalog::TrustState::isSigned || !sequence)
        return {};
    return request.trustStore->remember(request.catalog.catalog.product.id, *sequence)
        .map_error([&](const catalog::Error& error) {
            return RunProblem{RunProblemCode::trustUnreadable,
                              text(error.place.file.empty() ? request.catalog.path : error.place.file),
                              systemWords(error),
                              {}};
        });
}

}  // namespace installers
