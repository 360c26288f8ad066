// SPDX-License-Identifier: Apache-2.0
//
// Population `secrets-in-all-refs`: what looks like a credential in any blob that the audited commit or some ref of the
// clone reaches.
#include "audit/evidence/secret_items.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  std::vector<ObjectId> tips = {evidence.commit};
  for (const repository::Ref& ref : evidence.refs)
    tips.push_back(ref.peeled);
  Examination examination = examine_secrets(self, evidence, wanted, sink, tips);
  if (evidence.unreadable_refs > 0)
    examination.reason +=
        (examination.reason.empty() ? "" : "; ") + fmt::format(refs_unreadable, evidence.unreadable_refs);
  return examination;
}

} // namespace

const Population& secrets_in_all_refs() {
  static const Population population = {
      "secrets-in-all-refs",
      "what looks like a credential in any file of any history of this clone",
      Completeness::as_found,
      true,
      "blobs",
      "refs/",
      secret_fields(),
      {{"all", "", "in every version of every file that the audited commit or some ref reaches"},
       {"distinct", "@repeated = 'no'", "each secret once: where the audited history first has it, else some ref"}},
      examine};
  return population;
}

} // namespace assay::evidence
