// SPDX-License-Identifier: Apache-2.0
//
// assay schema map: how the controls of two schemas relate, as text, as CSV (RFC 4180) or as an OSCAL mapping.
#include "cli/inputs.hpp"
#include "cli/schema_actions.hpp"

#include "audit/base/csv.hpp"
#include "audit/base/escape.hpp"
#include "audit/builtin.hpp"
#include "audit/schema/oscal_mapping.hpp"

#include <fmt/format.h>

namespace assay::cli {

namespace {

using schema::ComplianceSchema;
using schema::Control;
using schema::Crosswalk;
using schema::SetRelation;

// What stands between the two controls.
const char* words(SetRelation relation) {
  static constexpr const char* table[] = {"is equal to", "is a subset of", "is a superset of", "intersects with"};
  return table[static_cast<std::size_t>(relation)];
}

void print_lonely(const std::vector<const Control*>& controls, const ComplianceSchema& of, const ComplianceSchema& in,
                  Terminal& terminal) {
  terminal.print(fmt::format("\nOf {} control{} of {}, {} without a counterpart in {}{}", of.control_count(),
                             of.control_count() == 1 ? "" : "s", of.id, controls.size(), in.id,
                             controls.empty() ? "." : ":"));
  for (const Control* control : controls)
    terminal.print(fmt::format("  {} {}", control->id, control->title));
}

void print_text(const Crosswalk& crosswalk, const ComplianceSchema& a, const ComplianceSchema& b, Terminal& terminal) {
  terminal.print(fmt::format("{} {} and {} {}: {} related", a.title, a.version, b.title, b.version,
                             crosswalk.pairs.size() == 1 ? "1 pair" : fmt::format("{} pairs", crosswalk.pairs.size())));
  for (const Crosswalk::Pair& pair : crosswalk.pairs)
    terminal.print(fmt::format("  {} {}\n    {} {} {}", pair.a->id, pair.a->title, words(pair.relation), pair.b->id,
                               pair.b->title));
  print_lonely(crosswalk.only_a, a, b, terminal);
  print_lonely(crosswalk.only_b, b, a, terminal);
}

std::string csv(const Crosswalk& crosswalk, const ComplianceSchema& a, const ComplianceSchema& b) {
  std::string out = "schema,control,title,relation,other-schema,other-control,other-title\r\n";
  const auto row = [&](const Control* one, std::string_view relation, const Control* other) {
    const auto field = [](const Control* control, std::string Control::*member) {
      return control == nullptr ? std::string() : csv_field(escape_terminal(control->*member));
    };
    out += fmt::format("{},{},{},{},{},{},{}\r\n", a.id, field(one, &Control::id), field(one, &Control::title), relation,
                       b.id, field(other, &Control::id), field(other, &Control::title));
  };
  for (const Crosswalk::Pair& pair : crosswalk.pairs)
    row(pair.a, to_string(pair.relation), pair.b);
  for (const Control* control : crosswalk.only_a)
    row(control, "none", nullptr);
  for (const Control* control : crosswalk.only_b)
    row(nullptr, "none", control);
  return out;
}

} // namespace

int run_schema_map(const std::vector<std::string>& names, const Arguments& arguments, Terminal& terminal) {
  const std::string format = arguments.has("format") ? arguments.text("format") : "text";
  if (format != "text" && format != "csv" && format != "oscal")
    throw Error::usage(fmt::format("there is no format {}", format)).hint("there are: text, csv, oscal");
  if (arguments.has("as-of") && format != "oscal")
    throw Error::usage("--as-of goes with --format oscal alone");
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  const schema::Loader loader = loader_with_library(xsd);
  const SourceFile file_a = find_schema(names[0]), file_b = find_schema(names[1]);
  const ComplianceSchema a = load_schema(loader, file_a), b = load_schema(loader, file_b);
  if (a.id == b.id)
    throw Error::usage(fmt::format("both schemas are {}: relations are between two", a.id));
  Diagnostics diagnostics;
  const Crosswalk crosswalk = schema::crosswalk(a, b, diagnostics);
  diagnostics.throw_if_any(fmt::format("the crosswalk of {} and {}", a.id, b.id));
  if (format == "text")
    print_text(crosswalk, a, b, terminal);
  else if (format == "csv")
    terminal.print_raw(csv(crosswalk, a, b));
  else
    terminal.print_raw(escape_terminal_xml(
        schema::oscal_mapping(crosswalk, {a, file_a}, {b, file_b}, as_of(arguments))));
  return met;
}

} // namespace assay::cli
