// SPDX-License-Identifier: Apache-2.0
//
// An earlier dossier as the known state of a project: what it found already is not news. A project with known failures
// can so adopt a schema and be told of new ones only.
#pragma once

#include "audit/audit.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace assay {

class Baseline {
public:
  // Reads the dossier's report and lists of exceptions. Its seal is not checked: whoever names a baseline answers for
  // it. Throws Error::input for a file that is no dossier.
  explicit Baseline(const std::filesystem::path& dossier);
  ~Baseline();
  Baseline(Baseline&&) noexcept;

  // Whether a control that is not satisfied now was not satisfied then either, and no finding it rests on has an
  // exception that was not there then. `control` is an element of the new report.
  bool knows(pugi::xml_node control, const std::vector<const evaluation::Finding*>& now) const;

private:
  struct Content;
  std::unique_ptr<Content> content_;
};

} // namespace assay
