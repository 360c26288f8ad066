// SPDX-License-Identifier: Apache-2.0
//
// The answers within a forge snapshot, by the path that was asked for, and values drawn from them.
#pragma once

#include "audit/base/json.hpp"
#include "audit/evidence/readers/forge.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// One answer, or why there is none.
struct ForgeAnswer {
  std::string path;    // as asked for, with its query
  std::string place;   // JSON pointer
  JsonValue body;      // none when the forge refused
  std::string unknown; // why nothing is known by it; empty when it was given
  std::string message; // the forge's own, when it refused
  std::int64_t status = 0;
};

class ForgeAnswers {
public:
  // Reads the member `answers`. What is no answer is a flaw of the snapshot.
  ForgeAnswers(JsonValue root, ForgeSnapshot& snapshot);

  // The answer to `path`; of one that was never asked, the reason says so.
  ForgeAnswer of(const std::string& path) const;
  // All whose path begins and ends so, in the document's order; pages of one list are several.
  std::vector<const ForgeAnswer*> all(std::string_view beginning, std::string_view ending = {}) const;
  // The elements of a list through all its pages. The answer has a reason when a page is missing or was refused.
  std::string each(const std::string& path, const std::function<void(JsonValue, const ForgeAnswer&)>& visit) const;

private:
  std::vector<ForgeAnswer> answers_;
  std::multimap<std::string, std::size_t> by_path_; // without query
};

// Members of an answer: absent in it is absent here, and unknown with the answer.
Known<bool> flag_of(const ForgeAnswer& answer, JsonValue value);
Known<std::string> text_of(const ForgeAnswer& answer, JsonValue value);

// The people of each role, from the counts that the script leaves of a list of members.
void count_roles(ForgeSnapshot& snapshot, const ForgeAnswers& answers, const std::string& path,
                 const std::function<std::string(std::string_view)>& name_of);

// Known and true, or known and not: for what one answer says whole.
inline Known<bool> said(bool value) {
  return {value, {}};
}

// Adds a rule to the snapshot. Throws Error::input when there are more than any repository has.
void add_branch_rule(ForgeSnapshot& snapshot, BranchRule rule);
void add_tag_rule(ForgeSnapshot& snapshot, TagRule rule);

void read_github(ForgeSnapshot& snapshot, const ForgeAnswers& answers);
void read_github_branches(ForgeSnapshot& snapshot, const ForgeAnswers& answers);
void read_gitlab(ForgeSnapshot& snapshot, const ForgeAnswers& answers);
void read_gitlab_branches(ForgeSnapshot& snapshot, const ForgeAnswers& answers, const std::string& base);

// All `rules` that apply to one branch, together: what one of them demands holds. `unknown`, when it is not empty, says
// why there may be more of them.
BranchRule together(const std::vector<const BranchRule*>& rules, const std::string& unknown);

} // namespace assay::evidence
