#include "planner/ical.h"

#include <algorithm>
#include <cstdint>

namespace planner {

namespace {

constexpr std::size_t octetsOfLine = 75;

/// The number of bytes of the UTF-8 character that begins here; 0 when none does (RFC 3629: no surrogates, no overlong
/// forms).
std::size_t characterAt(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return 1;
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < size)
        return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0u) != 0x80)
            return 0;
    }
    const unsigned char second = byte(1);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
        (lead == 0xF4 && second > 0x8F))
        return 0;
    return size;
}

/// A TEXT value, RFC 5545 section 3.3.11.
std::string escaped(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const std::size_t size = characterAt(text);
        const char c = text.front();
        if (size == 0)
            result += "\xEF\xBF\xBD";
        else if (size > 1)
            result += text.substr(0, size);
        else if (c == '\\' || c == ';' || c == ',')
            result += {'\\', c};
        else if (c == '\n')
            result += "\\n";
        else if (c == '\r')
            result += text.size() > 1 && text[1] == '\n' ? "" : "\\n";
        else if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F)
            result += ' ';
        else
            result += c;
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return result;
}

/// Writes a content line, RFC 5545 section 3.1. The space that begins a continuation counts.
void addLine(std::string& out, std::string_view line)
{
    std::size_t used = 0;
    while (!line.empty()) {
        const std::size_t size = std::max<std::size_t>(characterAt(line), 1);
        if (used + size > octetsOfLine) {
            out += "\r\n ";
            used = 1;
        }
        out += line.substr(0, size);
        used += size;
        line.remove_prefix(size);
    }
    out += "\r\n";
}

/// 20261224T190000Z
std::string stampText(std::chrono::sys_seconds instant)
{
    std::string text = utcText(instant);
    text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '-' || c == ':'; }), text.end());
    return text;
}

CalendarText wordless(const Night& night, const Plan& plan)
{
    CalendarText text;
    text.summary = plan.product.text;
    const Work* before = nullptr;
    for (const Placed& placed : night.work) {
        const Work& work = placed.work;
        const bool goesOn = before != nullptr && before->kind == work.kind && before->component == work.component;
        if (!goesOn) {
            text.summary += before != nullptr ? ", " : " ";
            if (work.kind == Work::Kind::component)
                text.summary += work.component + ' ';
            text.summary += work.from.text;
        }
        text.summary += " > " + work.to.text;
        before = &work;
    }
    text.description = plan.site;
    return text;
}

/// What stays the same for the same plan.
std::string nameOf(const Plan& plan)
{
    constexpr std::string_view prefix = "sha256:";
    constexpr std::size_t enough = 32;
    std::string digest = plan.digest.text();
    if (digest.empty()) {
        std::string content = plan.product.text + '\n' + plan.site + '\n' + plan.from.text;
        for (const Hop& hop : plan.hops)
            content += '\n' + hop.to.text;
        digest = catalog::Digest::of(content).text();
    }
    return digest.substr(digest.starts_with(prefix) ? prefix.size() : 0, enough);
}

}  // namespace

std::optional<std::string> toIcal(const std::vector<CalendarEvent>& events, std::chrono::sys_seconds stamp)
{
    if (events.empty())
        return std::nullopt;
    std::string out;
    addLine(out, "BEGIN:VCALENDAR");
    addLine(out, "VERSION:2.0");
    addLine(out, "PRODID:-//Cairn//Cairn " CAIRN_VERSION "//EN");
    addLine(out, "CALSCALE:GREGORIAN");
    for (const CalendarEvent& event : events) {
        addLine(out, "BEGIN:VEVENT");
        addLine(out, "UID:" + escaped(event.uid));
        addLine(out, "DTSTAMP:" + stampText(stamp));
        addLine(out, "DTSTART:" + stampText(event.starts));
        if (event.ends > event.starts)  // RFC 5545 section 3.8.2.2; an event without an end has no length
            addLine(out, "DTEND:" + stampText(event.ends));
        addLine(out, "SUMMARY:" + escaped(event.summary));
        if (!event.description.empty())
            addLine(out, "DESCRIPTION:" + escaped(event.description));
        addLine(out, "END:VEVENT");
    }
    addLine(out, "END:VCALENDAR");
    return out;
}

std::vector<CalendarEvent> eventsOf(const Schedule& schedule, const Plan& plan, const CalendarTexts& texts)
{
    std::vector<CalendarEvent> events;
    const std::string name = nameOf(plan);
    for (const Night& night : schedule.nights) {
        if (night.work.empty())
            continue;
        CalendarText text = texts ? texts(night) : wordless(night, plan);
        CalendarEvent event{name + '-' + std::to_string(events.size() + 1) + "@cairn", night.work.front().starts,
                            night.work.front().backBy, std::move(text.summary), std::move(text.description)};
        for (const Placed& placed : night.work)
            event.ends = std::max(event.ends, placed.backBy);
        events.push_back(std::move(event));
    }
    return events;
}

}  // namespace planner
