// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/decision.hpp"

#include "audit/base/shortened.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evaluation {

using schema::Basis;
using schema::Node;

namespace {

class Judge {
public:
  // `about` is what was stated about the control.
  Judge(const Evaluation& evaluation, const std::vector<ParameterUse>& parameters, bool law,
        const std::vector<const Testimony*>& about)
      : evaluation_(evaluation), parameters_(parameters), law_(law), about_(about) {}

  Judged operator()(const Node& node) const {
    Judged judged{};
    judged.node = &node;
    std::vector<Truth> truths;
    for (const Node& child : node.children) {
      judged.children.push_back((*this)(child));
      if (judged.children.back().votes)
        truths.push_back(judged.children.back().truth);
    }
    judged.votes = node.children.empty() || !truths.empty();
    switch (node.kind) {
    case Node::Kind::rule: judge_rule(judged); break;
    case Node::Kind::attestation: judge_attestation(judged); break;
    case Node::Kind::all: judged.truth = at_least(truths.size(), truths); break;
    case Node::Kind::any:
      judged.truth = at_least(1, truths);
      if (judged.truth == Truth::no && truths.size() < judged.children.size())
        judged.truth = Truth::unknown; // what does not vote may be how it is met
      break;
    case Node::Kind::at_least:
      if (node.number <= truths.size()) // else those that do not vote leave it open
        judged.truth = at_least(node.number, truths);
      break;
    case Node::Kind::negation:
      if (!truths.empty())
        judged.truth = negation(truths.front());
      break;
    }
    return judged;
  }

private:
  void judge_rule(Judged& judged) const {
    judged.finding = evaluation_.findings().at(finding_id(*judged.node->rule, bind(*judged.node, parameters_))).get();
    // A sign of a duty is not the duty: in law an indicator is printed and decides nothing.
    judged.votes = !law_ || judged.node->basis == Basis::text;
    if (judged.votes)
      judged.truth = judged.finding->result == Result::supported      ? Truth::yes
                     : judged.finding->result == Result::contradicted ? Truth::no
                                                                      : Truth::unknown;
  }

  void judge_attestation(Judged& judged) const {
    judged.note = "none was read";
    for (const Testimony* one : about_) {
      if (one->kind != Testimony::Kind::attestation || one->role != judged.node->role)
        continue;
      if (!one->counts()) {
        judged.note = fmt::format("{} does not count: {}", one->document, one->refused);
      } else if (one->statement == judged.node->statement) {
        judged.attestation = one;
        judged.truth = Truth::yes;
        judged.note.clear();
        return;
      }
    }
  }

  const Evaluation& evaluation_;
  const std::vector<ParameterUse>& parameters_;
  bool law_;
  const std::vector<const Testimony*>& about_;
};

// Few files or documents that support a finding are named: a reader wants to look at them.
std::string supporters(const Finding& finding) {
  constexpr std::size_t few = 3;
  if (finding.result != Result::supported || finding.exceptions > 0 || finding.tested.size() > few ||
      finding.tested.size() != finding.known)
    return {};
  std::string text;
  for (const TestedContent& one : finding.tested)
    text += (text.empty() ? ": " : ", ") + shortened(one.item);
  return text;
}

std::string describe(const Finding& finding) {
  std::string line = finding.rule->title;
  if (const std::string values = values_of(finding); !values.empty())
    line += fmt::format(" [{}]", values);
  line += ": " + finding.sentence + supporters(finding);
  if (!finding.reason.empty())
    line += " (" + finding.reason + ")";
  return line;
}

// What testimony holds for, in words.
std::string held_for(const Testimony& one) {
  std::vector<std::string> what;
  for (const std::string& commit : one.commits)
    what.push_back("commit " + commit.substr(0, 12));
  for (const auto& [path, digest] : one.files)
    what.push_back(path);
  return fmt::format("{}", fmt::join(what, ", "));
}

std::string describe(const Judged& leaf) {
  if (leaf.finding != nullptr)
    return describe(*leaf.finding);
  if (leaf.attestation != nullptr)
    return fmt::format("{}, {}, attested on {} until {}, for {}: {}", leaf.attestation->person, leaf.node->role,
                       leaf.attestation->given, leaf.attestation->expires, held_for(*leaf.attestation),
                       leaf.node->statement);
  return fmt::format("an attestation by the {} is needed and {}: {}", leaf.node->role, leaf.note, leaf.node->statement);
}

// The leaves that a node's truth rests on: a child counts if it has the truth that its parent has from it. Those that do
// not vote count only where none does.
void collect(const Judged& judged, std::vector<std::string>& lines) {
  if (judged.node->children.empty())
    lines.push_back(describe(judged));
  for (const Judged& child : judged.children)
    if (child.votes == judged.votes && (child.truth == judged.truth || judged.node->kind == Node::Kind::negation))
      collect(child, lines);
}

} // namespace

std::string explain(const Judged& decision) {
  std::vector<std::string> lines;
  collect(decision, lines);
  return fmt::format("{}", fmt::join(lines, "; "));
}

Judged decide(const Node& tree, const Evaluation& evaluation, const std::vector<ParameterUse>& parameters, bool law,
              const std::vector<const Testimony*>& about) {
  return Judge(evaluation, parameters, law, about)(tree);
}

} // namespace assay::evaluation
