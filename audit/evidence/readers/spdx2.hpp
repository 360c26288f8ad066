// SPDX-License-Identifier: Apache-2.0
//
// What SPDX 2 documents state, whichever encoding they came in: names of actors, external references, relationships.
#pragma once

#include "audit/evidence/readers/sbom.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::evidence {

// "Organization: Example (info@example.org)"
struct SpdxActor {
  std::string kind; // "Person", "Organization", "Tool" or empty
  std::string name; // without the contact
  std::string contact;
};

SpdxActor parse_spdx_actor(std::string_view text);

// Collects a document's parts in the order in which they come, and joins them at its end.
class Spdx2Builder {
public:
  Spdx2Builder(const Document& document, Sbom& sbom) : document_(document), sbom_(sbom) { sbom.specification = "SPDX"; }

  // "SPDX-2.3"; what is no version of SPDX 2 is a flaw.
  void set_version(std::string_view text);
  void set_created(std::string_view text);
  void add_creator(std::string_view text);

  // The component is valid until the next one is added.
  SbomComponent& add_component(std::string place, std::string type);
  void add_external_reference(SbomComponent& component, std::string_view type, std::string_view locator) const;
  static void set_supplier(SbomComponent& component, std::string_view actor);
  static void set_originator(SbomComponent& component, std::string_view actor);
  static void set_download_location(SbomComponent& component, std::string_view text);
  static void add_hash(SbomComponent& component, std::string_view algorithm, std::string_view value);
  static void add_licence(std::vector<std::string>& to, std::string_view text);

  // Defines an id that is no component: the document, a snippet.
  void define(std::string_view id);
  void describe(std::string_view id);
  void relate(std::string_view from, std::string_view type, std::string_view to);

  // Resolves references, and finds the primary component: the first that the document describes.
  void finish();

private:
  struct Relationship {
    std::string from, type, to;
  };
  bool is_known(const std::string& id) const;
  void apply(const Relationship& relationship);
  void add_dependency(const std::string& from, const std::string& to);

  const Document& document_;
  Sbom& sbom_;
  std::vector<std::string> defined_, described_;
  std::vector<Relationship> relationships_;
  std::unordered_map<std::string, std::size_t> by_id_;
};

} // namespace assay::evidence
