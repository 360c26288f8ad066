// SPDX-License-Identifier: Apache-2.0
//
// Reads Cobertura XML. A line is listed by its method and again by its class, and a file may belong to several classes:
// each line of a file counts once. Bounds: those of ForeignXml.
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/readers/coverage.hpp"
#include "audit/evidence/readers/foreign_xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace assay::evidence {

namespace {

constexpr std::int64_t first_millisecond_stamp = 100000000000; // in seconds the year 5138

class CoberturaReader {
public:
  explicit CoberturaReader(const Document& document) : xml_(document), coverage_(std::make_unique<Coverage>()) {
    coverage_->format = "Cobertura";
  }

  std::unique_ptr<Coverage> read() {
    const pugi::xml_node root = xml_.root();
    if (local_name(root) != "coverage" || root.child("project"))
      throw Error::input(local_name(root) == "coverage" ? "it is Clover's report of coverage, which is not read; Cobertura XML is"
                                                        : "its root element is not coverage: this is no Cobertura report")
          .at(xml_.location(root));
    coverage_->tool_version = shortened(root.attribute("version").value());
    read_time(trimmed(root.attribute("timestamp").value()));
    coverage_->declared_lines = declared(root, "lines-valid", "lines-covered", "line-rate");
    coverage_->declared_branches = declared(root, "branches-valid", "branches-covered", "branch-rate");
    read_classes(root);
    const Coverage& counted = *coverage_;
    tally_.count(static_cast<std::uint32_t>(files_.size()), *coverage_);
    if (coverage_->lines.valid > 0) {
      compare_reach("lines", counted.declared_lines, {counted.lines, lines_of_classes_}, *coverage_);
      compare_reach("branches", counted.declared_branches, {counted.branches, branches_of_classes_}, *coverage_);
    }
    return std::move(coverage_);
  }

private:
  // Seconds or, as Cobertura itself has it, milliseconds since 1970; of some programs a date.
  void read_time(std::string_view text) {
    coverage_->time_as_stated = shortened(text);
    coverage_->time = parse_count(text);
    if (coverage_->time && *coverage_->time >= first_millisecond_stamp)
      *coverage_->time /= 1000;
    if (!coverage_->time)
      coverage_->time = parse_timestamp(text);
  }

  DeclaredReach declared(pugi::xml_node root, const char* valid, const char* covered, const char* rate) {
    return {total(root, valid), total(root, covered), shortened(trimmed(root.attribute(rate).value()))};
  }

  std::optional<std::int64_t> total(pugi::xml_node node, const char* name) {
    const pugi::xml_attribute attribute = node.attribute(name);
    const std::optional<std::int64_t> value = parse_count(trimmed(attribute.value()));
    if (attribute && !value)
      coverage_->flaws.add(xml_.line(node), fmt::format("{}=\"{}\" is no count", name, shortened(attribute.value())));
    return value;
  }

  // Wherever in the tree the classes are; its depth is bounded.
  void read_classes(pugi::xml_node node) {
    for (const pugi::xml_node child : node.children())
      if (local_name(child) == "class")
        read_class(child);
      else
        read_classes(child);
  }

  void read_class(pugi::xml_node node) {
    const char* file = node.attribute("filename").value();
    const auto number = files_.emplace(file, static_cast<std::uint32_t>(files_.size())).first->second;
    for (const pugi::xml_node child : node.children()) {
      if (local_name(child) == "lines")
        read_lines(child, number, true);
      else if (local_name(child) == "methods")
        for (const pugi::xml_node method : child.children())
          for (const pugi::xml_node lines : method.children("lines"))
            read_lines(lines, number, false);
    }
  }

  void read_lines(pugi::xml_node list, std::uint32_t file, bool of_class) {
    for (const pugi::xml_node node : list.children("line")) {
      const std::optional<std::int64_t> number = parse_count(node.attribute("number").value());
      if (!number) {
        coverage_->flaws.add(xml_.line(node), "a line has no number");
        continue;
      }
      CoverageTally::Line line;
      line.file = file;
      line.number = *number;
      line.covered = is_positive(node);
      line.branches = branches(node);
      tally_.add(line);
      if (of_class) {
        add(lines_of_classes_, {1, line.covered ? 1 : 0});
        add(branches_of_classes_, line.branches);
      }
    }
  }

  static void add(Reach& sum, const Reach& one) {
    sum.valid += one.valid;
    sum.covered += one.covered;
  }

  // Counts of hits may be larger than any integer.
  bool is_positive(pugi::xml_node node) {
    const std::string_view hits = trimmed(node.attribute("hits").value());
    const bool number = !hits.empty() && std::all_of(hits.begin(), hits.end(), is_digit);
    if (!number)
      coverage_->flaws.add(xml_.line(node), fmt::format("hits=\"{}\" is no count", shortened(hits)));
    return number && hits.find_first_not_of('0') != std::string_view::npos;
  }

  // condition-coverage="50% (1/2)"
  Reach branches(pugi::xml_node node) {
    const std::string_view text = node.attribute("condition-coverage").value();
    const std::size_t open = text.find('('), slash = text.find('/', open), close = text.find(')', slash);
    if (close == std::string_view::npos)
      return {};
    const auto covered = parse_count(trimmed(text.substr(open + 1, slash - open - 1)));
    const auto valid = parse_count(trimmed(text.substr(slash + 1, close - slash - 1)));
    if (!covered || !valid || *covered > *valid || *valid > branch_limit) {
      coverage_->flaws.add(xml_.line(node), fmt::format("condition-coverage=\"{}\" is no rate", shortened(text)));
      return {};
    }
    return {*valid, *covered};
  }

  static constexpr std::int64_t branch_limit = 1000000; // on one line

  ForeignXml xml_;
  std::unique_ptr<Coverage> coverage_;
  CoverageTally tally_;
  std::unordered_map<std::string_view, std::uint32_t> files_; // names in xml_
  Reach lines_of_classes_, branches_of_classes_;
};

} // namespace

bool names_cobertura(const Appearance& path_only) {
  const std::string& name = path_only.file_name;
  return name.ends_with(".xml") && (name == "coverage.xml" || name.find("cobertura") != std::string::npos);
}

bool is_cobertura(const Appearance& appearance) {
  return appearance.root_element == "coverage" || (appearance.root_element.empty() && names_cobertura(appearance));
}

std::unique_ptr<Content> read_cobertura(const Document& document) {
  return CoberturaReader(document).read();
}

} // namespace assay::evidence
