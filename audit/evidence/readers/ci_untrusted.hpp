// SPDX-License-Identifier: Apache-2.0
//
// Who writes the text that a context of GitHub Actions holds.
#pragma once

#include "audit/evidence/readers/ci_expression.hpp"

#include <string_view>

namespace assay::evidence {

// Later is more open.
enum class TextSource {
  none,    // nobody writes it freely: a number, an id, an address, a login, a name the project chose
  insider, // somebody with rights on the repository, or the calling workflow: inputs, names of branches, payloads, labels
  anyone,  // whoever opens an issue or a pull request, comments, or writes a commit
};

std::string_view to_string(TextSource source);

TextSource source_of(const ContextFlow& flow);

// Whether it names the head of a pull request, or of the run that a workflow_run event tells of: the code of others.
bool names_pull_request_head(const ContextFlow& flow);
// Whether it names a commit of the repository itself, whatever the event: its default branch, a pull request's base, or
// what an insider gave.
bool names_own_revision(const ContextFlow& flow);

} // namespace assay::evidence
