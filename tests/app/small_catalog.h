#pragma once

#include <QByteArray>

/// A catalog with one of everything that changes an answer: a checkpoint, a withdrawn release, a risk, a requirement, a
/// fact that decides, a line that is left only from its newest release.
inline QByteArray smallCatalog()
{
    return R"(cairn: 1
product: {id: pump, name: Pump, vendor: Example Works}
published: 2026-11-01
sequence: 7
components:
  php: {available: ["7.4", "8.1"], step: {downtime: 3m}}
facts:
  edition: {type: string, values: [community, enterprise], ask: "Which edition is installed?"}
lines:
  - {id: "1.x"}
  - {id: "2.x", from: 1.2}
  - {id: "3.x", from: 2.1}
releases:
  - {version: "1.0", line: "1.x", date: 2020-01-01, schema: 1, compat: 1, migrations: []}
  - version: "1.1"
    line: "1.x"
    date: 2020-06-01
    schema: 2
    compat: 1
    migrations: [m1]
    times: {downtime: 4m, duration: 9m, restore: 6m}
  - version: "1.2"
    line: "1.x"
    date: 2021-01-01
    schema: 3
    compat: 3
    migrations: [m2]
    times: {downtime: 5m, duration: 10m, restore: 7m}
    checkpoint: {id: utf8, reason: "Texts are converted by this release's own code.", url: "https://example.org/utf8"}
  - {version: "2.0", line: "2.x", date: 2022-01-01, schema: 4, compat: 4, migrations: [m3], times: {downtime: 6m, duration: 12m, restore: 8m}}
  - version: "2.1"
    line: "2.x"
    date: 2022-06-01
    schema: 5
    compat: 4
    migrations: [m4]
    times: {downtime: 2m, duration: 3m}
  - {version: "2.2", line: "2.x", date: 2023-01-01, schema: 5, compat: 4, state: withdrawn, reason: "It loses messages."}
  - version: "3.0"
    line: "3.x"
    date: 2024-01-01
    schema: 6
    compat: 6
    migrations: [m5]
    times: {downtime: 1m, duration: 2m}
rules:
  - leave: {line: "2.x", from: "2.1"}
  - forbid: {from: "1.*", to: "2.0", when: {edition: community}, reason: "2.0 is sold to enterprises alone."}
  - risk: {id: SlowIndex, from: "2.*", to: "3.*", reason: "Building the index takes hours.", fixed_in: "3.1"}
)";
}
