// SPDX-License-Identifier: Apache-2.0
//
// A report in the formats other tools read. Each is a pure function of report.xml, which stays the record: an
// export says nothing that is not there. A new one is a file export_NAME.cpp, its declaration here and its
// row in exports.cpp.
#pragma once

#include <pugixml.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace assay::report {

struct Export {
  std::string_view name;    // what --format calls it
  std::string_view meaning; // one line of help
  // `report` is the root of a report that schemas/report.xsd allows.
  std::string (*write)(pugi::xml_node report);
};

// In the order they are listed to users.
const std::vector<Export>& exports();
const Export* find_export(std::string_view name); // nullptr when there is none

std::string export_json(pugi::xml_node report);
std::string export_sarif(pugi::xml_node report);
std::string export_code_scanning(pugi::xml_node report);
std::string export_junit(pugi::xml_node report);
std::string export_github(pugi::xml_node report);
std::string export_gitlab(pugi::xml_node report);
std::string export_oscal(pugi::xml_node report);

} // namespace assay::report
