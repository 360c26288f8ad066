// SPDX-License-Identifier: Apache-2.0
//
// Lexical forms of advisories, as the schemas of CSAF 2.0 and 2.1 and of CVSS write them.
#include "audit/evidence/readers/lexical_advisories.hpp"

#include <re2/re2.h>

#include <array>
#include <utility>

namespace assay::evidence {

namespace {

struct Pattern {
  const char* name;
  const char* pattern; // of the whole text
};

#define CVSS_2                                                                                                         \
  "(AV:[NAL]|AC:[LMH]|Au:[MSN]|[CIA]:[NPC]|E:(U|POC|F|H|ND)|RL:(OF|TF|W|U|ND)|RC:(UC|UR|C|ND)|CDP:(N|L|LM|MH|H|ND)|"   \
  "TD:(N|L|M|H|ND)|[CIA]R:(L|M|H|ND))"
#define CVSS_3                                                                                                         \
  "(AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH]|E:[XUPFH]|RL:[XOTWU]|RC:[XURC]|[CIA]R:[XLMH]|MAV:[XNALP]|"   \
  "MAC:[XLH]|MPR:[XNLH]|MUI:[XNR]|MS:[XUC]|M[CIA]:[XNLH])"

constexpr std::array<Pattern, 15> patterns = {{
    {"csaf-category", R"([^\s\-_.](.*[^\s\-_.])?)"},
    {"csaf-id", R"(\S(.*\S)?)"},
    {"csaf-version",
     R"((0|[1-9][0-9]*)|(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))"
     R"((\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?)"},
    {"cve", R"(CVE-[0-9]{4}-[0-9]{4,})"},
    {"cvss2-vector", "(" CVSS_2 "/)*" CVSS_2},
    {"cvss30-vector", R"(CVSS:3[.]0/()" CVSS_3 "/)*" CVSS_3},
    {"cvss31-vector", R"(CVSS:3[.]1/()" CVSS_3 "/)*" CVSS_3},
    {"cwe", R"(CWE-[1-9]\d{0,5})"},
    {"cwe-version", R"([1-9]\d*\.([0-9]|([1-9]\d+))(\.\d+)?)"},
    {"epss", R"(0\.[0-9]+|1\.0+)"},
    {"hash-algorithm", R"([0-9a-z][0-9a-z-]*)"},
    {"hash-lower", R"([0-9a-f]{32}[0-9a-f]*)"},
    {"language-tag",
     R"(([A-Za-z]{2,3}(-[A-Za-z]{3}(-[A-Za-z]{3}){0,2})?|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?)"
     R"((-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?)"
     R"(|[Xx](-[A-Za-z0-9]{1,8})+|[Ii]-[Dd][Ee][Ff][Aa][Uu][Ll][Tt]|[Ii]-[Mm][Ii][Nn][Gg][Oo])"},
    {"purl", R"(pkg:[A-Za-z.\-+][A-Za-z0-9.\-+]*/.+)"},
    {"sharing-group-id",
     R"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|0{8}-(0{4}-){3}0{12}|f{8}-(f{4}-){3}f{12})"},
}};

#undef CVSS_2
#undef CVSS_3

template <std::size_t index>
bool fits(std::string_view text) {
  static const RE2 expression(patterns[index].pattern);
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), expression);
}

template <std::size_t... index>
bool (*find_among(std::string_view name, std::index_sequence<index...>))(std::string_view) {
  bool (*found)(std::string_view) = nullptr;
  ((patterns[index].name == name ? void(found = fits<index>) : void()), ...);
  return found;
}

} // namespace

bool (*find_advisory_lexical(std::string_view name))(std::string_view) {
  return find_among(name, std::make_index_sequence<patterns.size()>());
}

} // namespace assay::evidence
