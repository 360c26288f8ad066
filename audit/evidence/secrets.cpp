// SPDX-License-Identifier: Apache-2.0
//
// Population `secrets`: what looks like a credential in any blob that the audited commit's history reaches.
#include "audit/evidence/secret_items.hpp"

namespace assay::evidence {

namespace {

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  return examine_secrets(self, evidence, wanted, sink, {evidence.commit});
}

} // namespace

const Population& secrets() {
  static const Population population = {
      "secrets",
      "what looks like a credential in any file of the history",
      Completeness::closed,
      true,
      "blobs",
      "",
      secret_fields(),
      {{"history", "", "in every version of every file that the audited commit's history reaches"},
       {"tree", "@in-tree = 'yes'", "in files as they are at the audited commit"},
       {"distinct", "@repeated = 'no'", "each secret once, where the history first has it"}},
      examine};
  return population;
}

} // namespace assay::evidence
