// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/bill_index.hpp"

#include "audit/base/text.hpp"

namespace assay::evidence {

namespace {

int hex_value(char c) {
  return is_digit(c) ? c - '0' : ascii_lower(c) - 'a' + 10;
}

// One thing may be "v1.2" to some and "1.2" to others.
std::string_view plain_version(std::string_view version) {
  return version.size() > 1 && version.front() == 'v' && is_digit(version[1]) ? version.substr(1) : version;
}

std::string named(std::string_view name, std::string_view version) {
  return ascii_lower(name) + "@" + std::string(plain_version(version));
}

} // namespace

std::string comparable_purl(std::string_view purl) {
  purl = purl.substr(0, purl.find_first_of("?#"));
  std::string plain;
  for (std::size_t i = 0; i < purl.size(); ++i)
    if (purl[i] == '%' && i + 2 < purl.size() && is_hex_digit(purl[i + 1]) && is_hex_digit(purl[i + 2])) {
      plain += ascii_lower(static_cast<char>(hex_value(purl[i + 1]) * 16 + hex_value(purl[i + 2])));
      i += 2;
    } else {
      plain += ascii_lower(purl[i]);
    }
  return plain;
}

void BillIndex::add(const Sbom& bill) {
  for (const SbomComponent& one : bill.components) {
    for (const std::string_view version : {std::string_view(one.version), std::string_view()}) {
      named_.insert(named(one.name, version));
      if (one.purl.empty())
        purl_less_.insert(named(one.name, version));
    }
    if (one.purl.empty())
      continue;
    const std::string purl = comparable_purl(one.purl);
    purls_.insert(purl);
    purls_.insert(purl.substr(0, purl.find('@', purl.rfind('/')))); // a scope's '@' comes before the last '/'
  }
}

bool BillIndex::holds(std::string_view purl, std::string_view name, std::string_view version) const {
  if (purl.empty())
    return named_.count(named(name, version)) > 0;
  return purls_.count(comparable_purl(purl)) > 0 || purl_less_.count(named(name, version)) > 0;
}

} // namespace assay::evidence
