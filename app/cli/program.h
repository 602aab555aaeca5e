#pragma once

#include "app/cli/console.h"

#include <functional>
#include <memory>

namespace cli {

/// A program's `main`: gives the command line its arguments, its streams and this machine, and returns the exit code.
/// `makeWorld` may be empty for a program whose commands touch no site.
[[nodiscard]] int runProgram(int argc, char** argv, std::function<std::unique_ptr<installers::World>()> makeWorld);

}  // namespace cli
