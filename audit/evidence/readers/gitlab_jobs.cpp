// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/gitlab_jobs.hpp"

#include "audit/base/text.hpp"

#include <algorithm>
#include <set>

namespace assay::evidence {

namespace {

constexpr std::size_t chain_limit = 64;    // GitLab follows eleven levels of extends
constexpr int reference_depth = 10;        // GitLab's own, for !reference
constexpr std::size_t reference_length = 4; // of what one names: an entry, and keywords within
constexpr int variable_depth = 5;           // of variables within variables
constexpr std::size_t told_limit = 200;    // bytes of names in a reason
constexpr std::size_t value_limit = 16384; // bytes of a text with its variables put in

const YamlNode nothing;

template <std::size_t size>
bool is_one_of(std::string_view word, const std::string_view (&words)[size]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_global(std::string_view key) {
  static constexpr std::string_view globals[] = {"after_script", "before_script", "cache",    "default", "image",
                                                 "include",      "services",      "spec",     "stages",  "types",
                                                 "variables",    "workflow"};
  return is_one_of(key, globals);
}

bool is_job(const YamlNode& node) {
  return node["script"] || node["run"] || node["trigger"] || node["extends"] || node["before_script"] ||
         node["after_script"];
}

bool is_of_name(char c) {
  return is_digit(c) || c == '_' || is_letter(c);
}

} // namespace

GitlabConfiguration::GitlabConfiguration(CiText& text, const YamlNode& root) : text_(text) {
  for (const auto& [key, node] : root.members) {
    std::string name = text.name(*key);
    entries_.emplace(name, node);
    const bool hidden = name.starts_with('.');
    if (is_global(name) || (hidden && !node->is_scalar())) {
      is_any_ = true;
    } else if (node->is_mapping() && is_job(*node)) {
      is_any_ = true;
      jobs_.emplace_back(std::move(name), node);
    } else if (!hidden && name != "<<") {
      text.flaw(*node, "an entry is neither a keyword nor a job");
    }
  }
}

const YamlNode& GitlabConfiguration::operator[](std::string_view name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? nothing : *found->second;
}

const YamlNode& GitlabConfiguration::member(const YamlNode& node, std::string_view name) const {
  text_.count(node, node.members.size() + 1);
  return node[name];
}

const YamlNode& GitlabConfiguration::followed(const YamlNode& node) const {
  const YamlNode* now = &node;
  for (int i = 0; i < reference_depth && now->is_sequence() && !now->elements.empty(); ++i) {
    const std::vector<const YamlNode*>& path = now->elements;
    const bool short_enough = path.size() <= reference_length && (path.size() > 1 || path[0]->text().starts_with('.'));
    const YamlNode* target = short_enough ? &(*this)[path[0]->text()] : &nothing;
    for (std::size_t step = 1; step < path.size() && *target; ++step)
      target = &member(*target, path[step]->text());
    if (!*target)
      break;
    now = target;
  }
  return *now;
}

GitlabJob::GitlabJob(const GitlabConfiguration& configuration, const YamlNode& node) : configuration_(configuration) {
  std::vector<const YamlNode*> open = {&node};
  std::set<const YamlNode*> seen;
  while (!open.empty()) {
    const YamlNode& one = *open.back();
    open.pop_back();
    if (!seen.insert(&one).second)
      continue;
    chain_.push_back(&one);
    if (chain_.size() > chain_limit)
      throw configuration.text_.refuse(node, fmt::format("a job extends more than {} others", chain_limit));
    const YamlNode& extends = configuration.member(one, "extends");
    std::vector<const YamlNode*> names = extends.elements;
    if (extends.is_scalar())
      names.push_back(&extends);
    for (const YamlNode* name : names) { // the last wins, and so is looked at first
      if (const YamlNode& parent = configuration[configuration.text_.name(*name)])
        open.push_back(&parent);
      else if (missing_.size() < told_limit)
        missing_ += (missing_.empty() ? "" : " ") + name->scalar.substr(0, told_limit);
    }
  }
}

// `inherit` may turn defaults off, or list those that are taken.
bool GitlabJob::takes_default(std::string_view keyword) const {
  static constexpr std::string_view keywords[] = {"after_script", "artifacts", "before_script", "id_tokens", "identity",
                                                  "image",        "retry",     "services",      "tags",      "timeout"};
  if (!is_one_of(keyword, keywords))
    return false;
  for (const YamlNode* one : chain_)
    if (const YamlNode& inherited = configuration_.member(*one, "inherit")["default"]) {
      configuration_.text_.count(inherited, inherited.elements.size());
      return inherited.text() == "true" ||
             std::any_of(inherited.elements.begin(), inherited.elements.end(),
                         [&](const YamlNode* name) { return name->text() == keyword; });
    }
  return true;
}

const YamlNode& GitlabJob::operator[](std::string_view keyword) const {
  for (const YamlNode* one : chain_)
    if (const YamlNode& value = configuration_.member(*one, keyword))
      return configuration_.followed(value);
  if (!takes_default(keyword))
    return nothing;
  const YamlNode& value = configuration_.member(configuration_["default"], keyword);
  return configuration_.followed(value ? value : configuration_[keyword]);
}

void GitlabJob::add_commands(const YamlNode& stated, std::string& all, int depth) const {
  CiText& text = configuration_.text_;
  const YamlNode& node = configuration_.followed(stated);
  if (node.is_scalar()) {
    all += text.read(node);
    all += '\n';
    return;
  }
  if (depth > reference_depth)
    throw text.refuse(node, fmt::format("a script refers to others more than {} levels deep", reference_depth));
  text.count(node, 1);
  for (const YamlNode* one : node.elements)
    add_commands(*one, all, depth + 1);
}

std::string GitlabJob::commands(const YamlNode& script) const {
  std::string all;
  add_commands(script, all, 0);
  return all;
}

const YamlNode& GitlabJob::variable(std::string_view name) const {
  const auto value = [](const YamlNode& node) -> const YamlNode& { return node.is_mapping() ? node["value"] : node; };
  for (const YamlNode* one : chain_)
    if (const YamlNode& found = value(configuration_.member(configuration_.member(*one, "variables"), name)))
      return found;
  return value(configuration_.member(configuration_["variables"], name));
}

std::string GitlabJob::with_variables(std::string_view text) const {
  std::string result(text);
  for (int i = 0; i < variable_depth; ++i) {
    std::string next = put_variables(result);
    if (next == result)
      break;
    result = std::move(next);
  }
  return result;
}

std::string GitlabJob::put_variables(std::string_view text) const {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const bool braces = text.substr(at, 2) == "${";
    const std::size_t start = at + (braces ? 2 : 1);
    std::size_t end = start;
    while (text[at] == '$' && end < text.size() && is_of_name(text[end]))
      ++end;
    const YamlNode& set = end > start ? variable(text.substr(start, end - start)) : nothing;
    if (!set || set.scalar.size() + result.size() > value_limit) {
      result += text[at++];
      continue;
    }
    result += configuration_.text_.read(set);
    at = end + (braces && text.substr(end, 1) == "}" ? 1 : 0);
  }
  return result;
}

} // namespace assay::evidence
