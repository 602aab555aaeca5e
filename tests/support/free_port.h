#pragma once

namespace support {

/// A port below 32768 that is free together with the next one, another at each call of any process: several test runs
/// may share a machine. It stays reserved among them for as long as the process lives.
[[nodiscard]] int freePort();

}  // namespace support
