// SPDX-License-Identifier: Apache-2.0
//
// The groups and controls of an OSCAL catalog. Groups within groups, and controls within controls (NIST's
// enhancements), come out side by side in the order of the document.
#pragma once

#include "audit/schema/oscal_document.hpp"
#include "audit/schema/oscal_text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace assay::schema {

struct OscalGroup {
  std::string id;    // may be empty
  std::string title; // with those of the groups around it before it; may be empty
};

struct OscalControl {
  std::string id, title;
  std::string label; // as publications write the id; may be empty
  std::size_t group = 0;
  std::optional<std::size_t> parent; // of a control within a control
  bool withdrawn = false;
  pugi::xml_node node;
};

class OscalCatalog {
public:
  // Throws Error::input, with the place, when it is no catalog or has an element whose meaning is not known here.
  explicit OscalCatalog(SourceFile file);

  const OscalDocument& document() const { return document_; }
  const std::vector<OscalGroup>& groups() const { return groups_; }
  const std::vector<OscalControl>& controls() const { return controls_; }
  // Nothing when there is none; ids are compared as they stand.
  std::optional<std::size_t> find(const std::string& id) const;
  const OscalParameters& parameters() const { return parameters_; }

private:
  void read_group(pugi::xml_node node, const std::string& titles);
  void read_control(pugi::xml_node node, std::size_t group, std::optional<std::size_t> parent);
  void read_parameters(pugi::xml_node node);

  OscalDocument document_;
  std::vector<OscalGroup> groups_;
  std::vector<OscalControl> controls_;
  std::unordered_map<std::string, std::size_t> by_id_;
  OscalParameters parameters_;
};

} // namespace assay::schema
