// SPDX-License-Identifier: Apache-2.0
#include "cli/app.hpp"

#include <csignal>

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN); // a closed pipe is a failed write, with a message, not a silent death
  return assay::cli::run(argc, argv);
}
