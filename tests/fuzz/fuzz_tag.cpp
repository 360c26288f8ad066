// SPDX-License-Identifier: Apache-2.0
//
// Raw annotated tags: what is read lies within the object, and payload and signature are parts of it.
#include "fuzz.hpp"

#include "audit/repository/signed_object.hpp"

using namespace assay;
using namespace assay::repository;
using assay::fuzz::require;
using assay::fuzz::within;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw = fuzz::text_of(data, size);
  TagView tag;
  const std::string problem = parse_tag(raw, tag);
  require(within(tag.name, raw) && within(tag.type, raw), "name and type lie within the object");
  require(!problem.empty() || tag.target, "without a problem there is a target");
  if (tag.tagger)
    require(within(tag.tagger->name, raw) && within(tag.tagger->email, raw), "the tagger lies within the object");

  const SignedObject split = signed_tag(raw);
  require(split.kind == tag.signature, "both readers see the same signature");
  require(raw.ends_with(split.signature), "a signature is the end of the object");
  require(split.signature.empty() == (split.kind == SignatureKind::none), "a signature has a kind");
  const std::string_view signed_part = raw.substr(0, raw.size() - split.signature.size());
  require(split.payload == signed_part || signed_part.find("gpgsig") != signed_part.npos,
          "all but signatures is signed");
  require(split.payload.size() <= signed_part.size(), "nothing is added");
  require(signed_tag(split.signature).payload.empty(), "a signature signs nothing of itself");
  return 0;
}
