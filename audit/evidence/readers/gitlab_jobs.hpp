// SPDX-License-Identifier: Apache-2.0
//
// The jobs of a configuration of GitLab CI, with what they take over: from `extends`, `default` and global keywords.
#pragma once

#include "audit/evidence/readers/ci_text.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::evidence {

class GitlabConfiguration {
public:
  // `text` and `root` must outlive it.
  GitlabConfiguration(CiText& text, const YamlNode& root);

  // Names and nodes of jobs that run; hidden ones (".name") are not among them.
  const std::vector<std::pair<std::string, const YamlNode*>>& jobs() const { return jobs_; }
  // Whether there is anything GitLab would take: a job, a hidden job, or a global keyword.
  bool is_any() const { return is_any_; }
  // What "!reference [entry, keyword…]" leads to; other nodes as they are. YAML's tag is not kept, but no list of commands or
  // rules begins with the name of an entry.
  const YamlNode& followed(const YamlNode& node) const;

private:
  friend class GitlabJob;
  // By a map: an entry may be asked for by every job.
  const YamlNode& operator[](std::string_view name) const;
  // A member, at the price of looking at all.
  const YamlNode& member(const YamlNode& node, std::string_view name) const;

  CiText& text_;
  std::vector<std::pair<std::string, const YamlNode*>> jobs_;
  std::map<std::string, const YamlNode*, std::less<>> entries_;
  bool is_any_ = false;
};

class GitlabJob {
public:
  GitlabJob(const GitlabConfiguration& configuration, const YamlNode& node);

  // A keyword of the job, its own or taken over; of kind none when there is none.
  const YamlNode& operator[](std::string_view keyword) const;
  // The commands of a script, a line each, with the sequences and !reference within followed.
  std::string commands(const YamlNode& script) const;
  // `text` with the variables that the configuration sets put in; those of the project, which win, are not known.
  std::string with_variables(std::string_view text) const;
  // Names of jobs it extends that are not here; empty when all are.
  const std::string& missing() const { return missing_; }

private:
  bool takes_default(std::string_view keyword) const;
  void add_commands(const YamlNode& stated, std::string& all, int depth) const;
  const YamlNode& variable(std::string_view name) const;
  std::string put_variables(std::string_view text) const;

  const GitlabConfiguration& configuration_;
  std::vector<const YamlNode*> chain_; // the job, then what it extends, nearest first
  std::string missing_;
};

} // namespace assay::evidence
