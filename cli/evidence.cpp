// SPDX-License-Identifier: Apache-2.0
//
// assay evidence: prints the items of a population as rules see them.
#include "cli/cached.hpp"
#include "cli/command.hpp"
#include "cli/inputs.hpp"
#include "cli/testing.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/base/escape.hpp"
#include "audit/trust_material.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include <sstream>

namespace assay::cli {

namespace {

using evidence::FieldSet;
using evidence::Item;
using evidence::Population;

void declare(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("repo", po::value<std::string>()->required(), "repository");
  options.add_options()("population", po::value<std::string>(), "population");
  options.add_options()("where", po::value<std::string>()->value_name("EXPR"), "only items for which this holds");
  options.add_options()("format", po::value<std::string>()->value_name("FORMAT"), "xml (default), json or count");
  declare_evidence_options(options);
  positions.add("repo", 1).add("population", 1);
}

int list_populations(Terminal& terminal) {
  for (const Population* population : evidence::populations()) {
    terminal.print(fmt::format("{} – {}\n  completeness: {}{}", population->name, population->meaning,
                               to_string(population->completeness),
                               population->exception_only ? "; exception-only" : ""));
    for (const evidence::Scope& scope : population->scopes)
      terminal.print(fmt::format("  scope {}: {}", scope.name, scope.meaning));
    for (const evidence::Field& field : population->fields) {
      std::string type(to_string(field.type));
      if (!field.values.empty())
        type = fmt::format("{}", fmt::join(field.values, "|"));
      terminal.print(fmt::format("  {:<20} {:<12} {}{}", field.path, type, field.meaning,
                                 field.personal ? " (personal: not for exceptions)" : ""));
    }
    terminal.print("");
  }
  return met;
}

const Population& population_named(const std::string& name) {
  if (const Population* population = evidence::find_population(name))
    return *population;
  std::vector<std::string> names;
  for (const Population* known : evidence::populations())
    names.push_back(known->name);
  const std::string near = nearest_name(name, names);
  throw Error::usage(fmt::format("there is no population {}", name))
      .hint(near.empty() ? fmt::format("there are: {}", fmt::join(names, ", ")) : fmt::format("did you mean {}?", near));
}

schema::Expression condition_from(const std::string& text, const Population& population) {
  std::vector<schema::ExpressionProblem> problems;
  schema::Expression expression(text, population, schema::standard_parameters(), schema::ExpressionUse::condition,
                                problems);
  Diagnostics diagnostics;
  const TextPositions positions("--where", text);
  for (schema::ExpressionProblem& problem : problems)
    diagnostics.add(positions.at(problem.offset), std::move(problem.message), std::move(problem.hint));
  diagnostics.throw_if_any("the expression");
  return expression;
}

nlohmann::ordered_json to_json(const Item& item) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < item.fields().size(); ++i) {
    const evidence::Field& field = item.fields()[i];
    const bool number = field.type == evidence::FieldType::integer || field.type == evidence::FieldType::time;
    const auto value = [&](pugi::xml_attribute attribute) {
      return number ? nlohmann::ordered_json(attribute.as_llong()) : nlohmann::ordered_json(attribute.value());
    };
    const std::size_t slash = field.path.find('/');
    const std::string name = field.path.substr(field.path.find('@') + 1);
    if (field.path.front() == '@') {
      if (const pugi::xml_attribute attribute = item.node().attribute(name.c_str()))
        object[name] = value(attribute);
    } else if (slash != std::string::npos) {
      std::size_t at = 0;
      const std::string element = field.path.substr(0, slash);
      auto& list = object[element];
      if (list.is_null())
        list = nlohmann::ordered_json::array();
      for (const pugi::xml_node child : item.node().children(element.c_str())) {
        if (list.size() <= at)
          list.push_back(nlohmann::ordered_json::object());
        if (const pugi::xml_attribute attribute = child.attribute(name.c_str()))
          list[at][name] = value(attribute);
        ++at;
      }
    }
  }
  for (const auto& [field, reason] : item.unknowns())
    object["unknown"][item.fields()[field].path] = reason;
  return object;
}

std::string to_xml(const Item& item) {
  pugi::xml_document copy;
  pugi::xml_node node = copy.append_copy(item.node());
  for (const auto& [field, reason] : item.unknowns()) {
    pugi::xml_node unknown = node.append_child("unknown");
    unknown.append_attribute("field").set_value(item.fields()[field].path.c_str());
    unknown.append_attribute("reason").set_value(reason.c_str());
  }
  std::ostringstream out;
  node.print(out, "  ", pugi::format_indent, pugi::encoding_utf8, 1);
  return out.str();
}

// Writes the items in one of the formats; what frames them is written at both ends.
class Writer {
public:
  Writer(Terminal& terminal, const std::string& format, const Population& population)
      : terminal_(terminal), format_(format) {
    if (format != "xml" && format != "json" && format != "count")
      throw Error::usage(fmt::format("there is no format {}", format)).hint("there are: xml, json, count");
    if (format == "xml")
      terminal.print_raw(fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<items format=\"1\" population=\"{}\">\n",
                                     population.name));
  }

  void write(const Item& item) {
    ++count_;
    if (format_ == "xml")
      terminal_.print_raw(escape_terminal_xml(to_xml(item)));
    else if (format_ == "json")
      terminal_.print_raw(fmt::format("{}{}", count_ == 1 ? "[\n" : ",\n", to_json(item).dump(-1, ' ', true)));
  }

  void end() {
    if (format_ == "xml")
      terminal_.print_raw("</items>\n");
    else if (format_ == "json")
      terminal_.print_raw(count_ == 0 ? "[]\n" : "\n]\n");
    else
      terminal_.print(std::to_string(count_));
  }

private:
  Terminal& terminal_;
  std::string format_;
  std::uint64_t count_ = 0;
};

int run(const Arguments& arguments, Terminal& terminal) {
  const repository::Repository repository = open_repository(arguments.text("repo"), arguments, terminal);
  if (!arguments.has("population"))
    return list_populations(terminal);
  const Population& population = population_named(arguments.text("population"));
  std::optional<schema::Expression> condition;
  if (arguments.has("where"))
    condition = condition_from(arguments.text("where"), population);
  const std::string format = arguments.has("format") ? arguments.text("format") : "xml";
  const Seconds at = as_of(arguments);

  report::Subject subject = survey_subject(repository, revision(arguments), since(arguments));
  if (!population.refs.empty())
    subject.refs = repository.refs(population.refs, subject.unreadable_refs);
  const auto trust = trust_store(read_inputs(arguments.text("trust"), "trust"), arguments.has("trust-repository"),
                                 repository, subject.tree, at);
  warn_of(*trust, terminal);
  const std::vector<SourceFile> supplied = read_inputs(arguments.text("evidence"), "evidence");
  const evidence::Evidence evidence = evidence_of(repository, subject, supplied, *trust, progress_on(terminal));

  std::optional<schema::Query> query;
  if (condition) {
    const schema::ParameterValues values = standard_values(at, subject);
    for (const std::string& name : condition->parameters())
      if (values.count(name) == 0)
        throw Error::usage(fmt::format("${} has no value here", name)).hint("name the previous release with --since");
    query.emplace(*condition, values);
  }
  // For a count only the fields of the condition are computed; printed items have them all.
  FieldSet wanted = condition ? condition->fields() : FieldSet();
  if (format != "count")
    wanted.set();
  Writer writer(terminal, format, population);
  std::uint64_t undecided = 0;
  const evidence::Examination examination =
      population.examine(population, evidence, wanted, [&](const Item& item) {
        if (condition && (item.unknown() & condition->fields()).any())
          ++undecided;
        else if (!query || query->test(item))
          writer.write(item);
      });
  writer.end();
  keep_cache(repository);
  if (undecided > 0)
    terminal.warn(fmt::format("{} items were left out: the expression reads a field of them that is not known",
                              undecided));
  for (const std::string& note : examination.notes)
    terminal.warn(note);
  if (!examination.complete())
    terminal.warn(fmt::format("this is not the whole population: {}", examination.reason));
  return undecided > 0 || !examination.complete() ? incomplete : met;
}

} // namespace

const Command& evidence_command() {
  static const Command command = {"evidence",
                                  "print the items that rules see",
                                  "REPO [POPULATION] [--where EXPR] [--format xml|json|count]",
                                  "Prints the items of a population, drawn from REPO as an audit would draw them.\n"
                                  "Without POPULATION, lists the populations with their fields.",
                                  declare, run};
  return command;
}

} // namespace assay::cli
