// SPDX-License-Identifier: Apache-2.0
//
// Which controls an OSCAL profile selects out of catalogs and other profiles, and how it sets their parameters: the
// selection and parameter phases of NIST's profile resolution. Controls stay in the order and the groups of their
// catalogs.
#pragma once

#include "audit/schema/oscal_catalog.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace assay::schema {

// What a profile imports, for somebody who can read files.
struct OscalImport {
  std::string importer;                // the profile, as messages call it
  std::vector<std::string> references; // where it is said to be, as URI references; never empty
  bool only = false;                   // whether the profile imports nothing else
};
using OscalResolver = std::function<SourceFile(const OscalImport& import)>;

struct OscalSelection {
  struct Chosen {
    std::shared_ptr<const OscalCatalog> catalog;
    std::size_t control; // its place in the catalog
    const OscalControl& get() const { return catalog->controls()[control]; }
  };

  std::vector<Chosen> controls; // withdrawn ones among them
  OscalSettings settings;
  std::vector<std::shared_ptr<const OscalDocument>> profiles; // the outermost last; `settings` refers to them
  std::vector<std::string> not_applied;                       // what the profiles ask for beyond that
};

// All of a catalog.
OscalSelection select_all(std::shared_ptr<const OscalCatalog> catalog);

// What `profile` selects. Throws Error::input, with the place, when it names a control that there is not, imports
// itself by way of others, or takes two controls of one id from different catalogs.
OscalSelection select_by_profile(SourceFile profile, const OscalResolver& resolve);

} // namespace assay::schema
