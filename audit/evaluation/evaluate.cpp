// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/evaluate.hpp"

#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace assay::evaluation {

using evidence::FieldSet;
using evidence::FieldType;
using evidence::Item;
using schema::Expression;
using schema::Query;

namespace {

// One rule at work: its compiled expressions and the state of its finding.
class Worker {
public:
  Worker(Finding& finding, const schema::ParameterValues& values)
      : finding_(finding), rule_(*finding.rule), assertion_(*rule_.assertion, values),
        deciding_(rule_.deciding_fields()), digest_(digest_field(*rule_.population)) {
    for (const auto* expression : {&rule_.scope_where, &rule_.where})
      if (*expression)
        conditions_.push_back({(*expression)->fields(), Query(**expression, values)});
    for (const auto& part : rule_.exception) {
      if (const auto* text = std::get_if<std::string>(&part))
        sentence_.emplace_back(*text);
      else
        sentence_.emplace_back(Query(std::get<Expression>(part), values));
    }
  }

  void see(const Item& item) {
    // An item that one condition certainly leaves out is left out, whatever the other may be.
    for (const Condition& condition : conditions_)
      if ((item.unknown() & condition.fields).none() && !condition.query.test(item))
        return;
    add_to_fingerprint(item);
    if ((item.unknown() & deciding_).any()) {
      ++finding_.unknown;
      if (finding_.shown_unknowns.size() < shown_limit)
        finding_.shown_unknowns.emplace_back(item.id(), reason(item));
      return;
    }
    ++finding_.known;
    if (digest_ && finding_.tested.size() < tested_limit)
      finding_.tested.push_back({std::string(item.id()), item.node().attribute(digest_name(item).c_str()).value()});
    if (assertion_.test(item))
      return;
    ++finding_.exceptions;
    finding_.exception_ids.append(std::string(item.id()) + "\n");
    if (finding_.shown_exceptions.size() < shown_limit)
      finding_.shown_exceptions.emplace_back(item.id(), sentence(item));
  }

  Digest fingerprint() { return hash_.finish(); }

  // The field that says what an item's content is: only items that are files or documents have one.
  static std::optional<std::size_t> digest_field(const evidence::Population& population) {
    const auto digest = population.find("@digest");
    return digest ? digest : population.find("@blob");
  }

private:
  std::string digest_name(const Item& item) const { return item.fields()[*digest_].path.substr(1); }

  std::string reason(const Item& item) const {
    for (const auto& [field, reason] : item.unknowns())
      if (deciding_[field])
        return reason;
    return {};
  }

  std::string sentence(const Item& item) const {
    std::string text;
    for (const auto& part : sentence_) {
      if (const auto* literal = std::get_if<std::string>(&part))
        text += *literal;
      else
        text += shortened(std::get<Query>(part).text(item)); // a stranger's text of any length
    }
    return text;
  }

  void add_value(pugi::xml_node owner, const std::string& path) {
    const pugi::xml_attribute attribute = owner.attribute(path.substr(path.find('@') + 1).c_str());
    // Absent, unknown and empty must differ.
    hash_.update_with_length(attribute ? std::string("=") + attribute.value() : std::string("-"));
  }

  void add_children(const Item& item, std::size_t element) {
    const auto& fields = item.fields();
    std::vector<std::size_t> read;
    for (std::size_t i = element + 1; i < fields.size() && fields[i].path.find('/') != std::string::npos; ++i)
      if (deciding_[i])
        read.push_back(i);
    for (const std::size_t field : read)
      if (item.unknown()[field])
        hash_.update_with_length("?" + fields[field].path);
    const auto children = item.node().children(fields[element].path.c_str());
    hash_.update_with_length(std::to_string(std::distance(children.begin(), children.end())));
    for (const pugi::xml_node child : children)
      for (const std::size_t field : read)
        add_value(child, fields[field].path);
  }

  void add_to_fingerprint(const Item& item) {
    hash_.update_with_length(item.id());
    const auto& fields = item.fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!deciding_[i])
        continue;
      if (item.unknown()[i]) {
        hash_.update_with_length("?");
      } else if (fields[i].type != FieldType::element) {
        if (fields[i].path.front() == '@')
          add_value(item.node(), fields[i].path);
      } else {
        add_children(item, i);
      }
    }
  }

  Finding& finding_;
  const schema::Rule& rule_;
  struct Condition {
    FieldSet fields;
    Query query;
  };
  std::vector<Condition> conditions_;
  Query assertion_;
  std::vector<std::variant<std::string, Query>> sentence_;
  FieldSet deciding_;
  std::optional<std::size_t> digest_;
  Sha256 hash_;
};

// The standard parameter a rule reads that has no value here, or empty.
std::string missing_parameter(const schema::Rule& rule, const schema::ParameterValues& values) {
  const auto missing = [&](const Expression& expression) {
    for (const std::string& name : expression.parameters())
      if (values.count(name) == 0)
        return name;
    return std::string();
  };
  std::string name = missing(*rule.assertion);
  if (name.empty() && rule.where)
    name = missing(*rule.where);
  for (const auto& part : rule.exception)
    if (const auto* value = std::get_if<Expression>(&part); value != nullptr && name.empty())
      name = missing(*value);
  return name;
}

std::string resolved(const std::string& literal_or_parameter, const schema::ParameterValues& values) {
  return literal_or_parameter.front() == '$' ? values.at(literal_or_parameter.substr(1)).text : literal_or_parameter;
}

} // namespace

std::string finding_id(const schema::Rule& rule, const schema::ParameterValues& values) {
  if (values.empty())
    return rule.full_id;
  Sha256 hash;
  hash.update_with_length(rule.full_id);
  for (const auto& [name, value] : values) {
    hash.update_with_length(name);
    hash.update_with_length(value.text);
  }
  return rule.full_id + "." + to_hex(hash.finish()).substr(0, 16);
}

const Finding& Evaluation::require(const std::shared_ptr<const schema::Rule>& rule, schema::ParameterValues values) {
  const std::string id = finding_id(*rule, values);
  std::unique_ptr<Finding>& finding = findings_[id];
  if (finding && (finding->rule != rule || finding->values != values))
    throw Error::input(fmt::format("two different findings would both be called {}", id))
        .hint("give one of the rules or schemas another id");
  if (finding)
    return *finding;
  finding = std::make_unique<Finding>();
  finding->id = subject_.empty() ? id : subject_ + "." + id;
  finding->rule = rule;
  finding->tolerable_deviation = *schema::parse_rate(resolved(rule->tolerable_deviation, values));
  const std::string minimum = resolved(rule->minimum, values);
  std::from_chars(minimum.data(), minimum.data() + minimum.size(), finding->minimum);
  finding->values = std::move(values);
  return *finding;
}

void Evaluation::suppose(const std::string& id, Result result) {
  Finding& finding = *findings_.at(id);
  finding.result = result;
  finding.sentence = "supposed";
}

void Evaluation::run(const evidence::Evidence& evidence) {
  for (const evidence::Population* population : evidence::populations())
    run(*population, [&](FieldSet wanted, const evidence::ItemSink& sink) {
      return population->examine(*population, evidence, wanted, sink);
    });
}

void Evaluation::run(const evidence::Population& population, const Examine& examine) {
  std::vector<std::pair<Finding*, Worker>> workers;
  FieldSet wanted;
  bool asked = false;
  for (auto& [id, finding] : findings_) {
    if (finding->rule->population != &population)
      continue;
    asked = true;
    schema::ParameterValues values = standard_;
    values.insert(finding->values.begin(), finding->values.end());
    if (const std::string missing = missing_parameter(*finding->rule, values); !missing.empty()) {
      finding->reason = fmt::format("${} has no value in this audit", missing);
      finding->sentence = "not tested";
      continue;
    }
    wanted |= finding->rule->all_fields();
    if (const auto digest = Worker::digest_field(population))
      wanted.set(*digest);
    workers.emplace_back(finding.get(), Worker(*finding, values));
  }
  if (!asked)
    return;
  evidence::Examination& examination = examinations_[population.name];
  try {
    examination = examine(wanted, [&](const Item& item) {
      for (auto& worker : workers)
        worker.second.see(item);
    });
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input)
      throw;
    // What was seen so far is evidence; that it is all is not.
    examination.reason = error.message();
    for (const auto& worker : workers)
      examination.examined = std::max(examination.examined, worker.first->population_size());
    examination.available = examination.examined > 0;
  }
  for (auto& [finding, worker] : workers) {
    finding->fingerprint = worker.fingerprint();
    conclude(*finding, examination);
  }
}

} // namespace assay::evaluation
