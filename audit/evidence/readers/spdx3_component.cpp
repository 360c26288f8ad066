// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/spdx3.hpp"

#include "audit/base/text.hpp"

#include <utility>

namespace assay::evidence {

namespace {

// "software_packageVersion", which the earliest documents wrote without its profile.
std::string_view software(JsonValue element, std::string_view name) {
  const std::string with_profile = "software_" + std::string(name);
  return element[with_profile] ? element[with_profile].text_or({}) : element[name].text_or({});
}

SbomHashes hashes_of(JsonValue element) {
  SbomHashes hashes;
  each_spdx3(element, {"verifiedUsing"}, [&](JsonValue one) {
    if (!trimmed(one["hashValue"].text_or({})).empty())
      hashes.emplace_back(hash_name(one["algorithm"].text_or({})), ascii_lower(trimmed(one["hashValue"].text_or({}))));
  });
  return hashes;
}

void read_identifiers(SbomComponent& one, JsonValue element) {
  each_spdx3(element, {"externalIdentifier", "externalIdentifiers"}, [&](JsonValue id) {
    const std::string_view kind = id["externalIdentifierType"].text_or({}), text = id["identifier"].text_or({});
    if (kind == "packageUrl" || kind == "packageURL")
      one.purl = text;
    else if (kind == "cpe23" || (kind == "cpe22" && one.cpe.empty()))
      one.cpe = text;
    else if (kind == "gitoid" || kind == "swhid" || kind == "swid")
      one.other_identifier = text;
    one.revisions.emplace_back(text);
  });
  each_spdx3(element, {"software_contentIdentifier"}, [&](JsonValue id) {
    one.other_identifier = id["software_contentIdentifierValue"].text_or({});
  });
}

void read_references(SbomComponent& one, JsonValue element) {
  each_spdx3(element, {"externalRef", "externalRefs"}, [&](JsonValue reference) {
    const std::string kind = ascii_lower(reference["externalRefType"].text_or({}));
    each_spdx3(reference, {"locator"}, [&](JsonValue locator) {
      const std::string_view url = contact_of(locator.text_or({}));
      if (kind == "binaryartifact")
        one.deployable_uri = url;
      else if (kind == "sourceartifact")
        one.source_uri = url;
      else if (kind == "securityother" && url.ends_with("security.txt"))
        one.security_txt = url;
      one.revisions.emplace_back(locator.text_or({}));
    });
  });
}

// Stated purposes tell what a file is; a file that states none tells nothing.
void read_purposes(SbomComponent& one, JsonValue element) {
  bool stated_any = false;
  const auto note = [&](JsonValue purpose) {
    const std::string_view text = purpose.text_or({});
    if (!std::exchange(stated_any, true))
      one.executable = one.archive = one.structured = false;
    if (text == "executable")
      one.executable = true;
    else if (text == "archive")
      one.archive = true;
    else if (text == "container")
      one.structured = true;
  };
  each_spdx3(element, {"software_additionalPurpose", "additionalPurpose"}, note);
}

} // namespace

std::string spdx3_contact(JsonValue agent) {
  std::string email, url;
  each_spdx3(agent, {"externalIdentifier", "externalIdentifiers"}, [&](JsonValue id) {
    const std::string_view contact = contact_of(id["identifier"].text_or({}));
    (id["externalIdentifierType"].text_or({}) == "email" ? email : url) = contact;
  });
  return email.empty() ? url : email;
}

SbomComponent read_spdx3_component(const Spdx3Graph& graph, JsonValue element) {
  SbomComponent one;
  one.reference = spdx3_id(element);
  one.type = ascii_lower(software(element, "primaryPurpose"));
  if (one.type.empty())
    one.type = is_spdx3_file(spdx3_type(element)) ? "file" : "package";
  one.name = stated(element["name"].text_or({}));
  one.version = stated(software(element, "packageVersion"));
  one.copyright = stated(software(element, "copyrightText"));
  one.purl = software(element, "packageUrl");
  if (is_spdx3_file(spdx3_type(element)))
    one.file_name = one.name.substr(one.name.rfind('/') + 1);
  one.deployable_uri = contact_of(software(element, "downloadLocation"));
  one.revisions = {one.version, one.purl, std::string(software(element, "downloadLocation")),
                   std::string(software(element, "sourceInfo"))};
  const auto name_of = [&](JsonValue agent) { return stated(graph.resolve(agent)["name"].text_or({})); };
  each_spdx3(element, {"suppliedBy"}, [&](JsonValue agent) { one.supplier = name_of(agent); });
  each_spdx3(element, {"originatedBy"}, [&](JsonValue agent) {
    if (one.creator.empty())
      one.creator = name_of(agent);
    if (one.creator_contact.empty())
      one.creator_contact = spdx3_contact(graph.resolve(agent));
  });
  one.hashes = hashes_of(element);
  read_identifiers(one, element);
  read_references(one, element);
  read_purposes(one, element);
  return one;
}

} // namespace assay::evidence
