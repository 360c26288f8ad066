// SPDX-License-Identifier: Apache-2.0
//
// Attestations, waivers and plans of an audit: found in the audited tree and in the supplied evidence, read strictly,
// and checked for whether they count. One that does not is kept, with the reason: it is shown.
#pragma once

#include "audit/base/file.hpp"
#include "audit/evaluation/outcome.hpp"
#include "audit/repository/repository.hpp"
#include "audit/repository/tree.hpp"
#include "audit/trust/store.hpp"

#include <string>
#include <vector>

namespace assay {

struct TestimonyOnFile {
  std::vector<evaluation::Testimony> read;
  // Files that look like testimony and cannot be read, each with the reason; they count for nothing.
  std::vector<std::string> unreadable;
};

struct TestimonySources {
  const repository::Repository& repository;
  ObjectId commit;
  repository::TreePart tree;
  const std::vector<SourceFile>& supplied;
  const std::vector<SourceFile>& trust_files; // roles.xml among them
  const trust::TrustStore& trust;
  const std::vector<evaluation::Selection>& selections;
  const evaluation::Evaluation& evaluation; // after it has run
  Seconds as_of = 0;
  std::vector<std::string> audited; // the commits of all subjects of the audit
};

// In the tree: files named *.attestation.xml, *.waiver.xml or *.plan.xml; in the supplied evidence: XML files with such a
// root element. In the order of their names, those of the tree first.
TestimonyOnFile read_testimony(const TestimonySources& sources);

} // namespace assay
