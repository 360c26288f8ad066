// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/security_txt.hpp"

#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/document_names.hpp"

#include <algorithm>
#include <array>

namespace assay::evidence {

namespace {

constexpr std::string_view signed_header = "-----BEGIN PGP SIGNED MESSAGE-----",
                           signature_header = "-----BEGIN PGP SIGNATURE-----",
                           signature_end = "-----END PGP SIGNATURE-----";
constexpr std::size_t field_limit = 100'000;

std::string at_line(std::size_t number) {
  return fmt::format("line {}", number);
}

std::string_view without_return(std::string_view line) {
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

bool is_field_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 127 && c != ':'; });
}

bool has_scheme(std::string_view value) {
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == value.size() || is_digit(value[0]))
    return false;
  return std::all_of(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

// RFC 5646, as far as the form goes. Languages have two or three letters: longer ones are reserved, none is registered.
bool is_language_tag(std::string_view tag) {
  for (bool first = true;; first = false) {
    const std::size_t end = std::min(tag.find('-'), tag.size());
    const std::string_view part = tag.substr(0, end);
    const bool fits = first ? part.size() == 2 || part.size() == 3 || ((part == "x" || part == "i") && end < tag.size())
                            : !part.empty() && part.size() <= 8;
    if (!fits || !std::all_of(part.begin(), part.end(), [&](char c) { return is_letter(c) || (!first && is_digit(c)); }))
      return false;
    if (end == tag.size())
      return true;
    tag.remove_prefix(end + 1);
  }
}

class Reader {
public:
  explicit Reader(SecurityTxt& result) : result_(result) {}

  void read(std::string_view text) {
    // npos + 1 is 0.
    const std::size_t before = text.starts_with(signed_header) ? 0 : text.find("\n" + std::string(signed_header)) + 1;
    if (before > 0 || text.starts_with(signed_header)) {
      if (before > 0)
        flaw(1, "there is text before the signed message");
      skip(text, before);
      read_signed(text);
    } else {
      while (!text.empty())
        read_line(next(text));
    }
    check_counts();
  }

private:
  void flaw(std::size_t line, std::string_view what) { result_.flaws.add(at_line(line), what); }

  std::string_view next(std::string_view& text) {
    ++line_;
    if (text.find('\n') == std::string_view::npos)
      flaw(line_, "the line has no end");
    return without_return(take_line(text));
  }

  void skip(std::string_view& text, std::size_t bytes) {
    line_ += static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bytes), '\n'));
    text.remove_prefix(bytes);
  }

  void read_signed(std::string_view text) {
    next(text);
    while (!text.empty())
      if (const std::string_view header = next(text); trimmed(header).empty())
        break;
      else if (!header.starts_with("Hash: "))
        flaw(line_, "a signed message begins with no other header than Hash");
    std::string body;
    while (!text.empty() && !text.starts_with(signature_header)) {
      std::string_view line = next(text);
      if (line.starts_with("- "))
        line.remove_prefix(2);
      body += line.substr(0, line.find_last_not_of(" \t") + 1);
      body += '\n';
      if (!line.starts_with("-----"))
        read_line(line);
    }
    const std::size_t end = text.find(signature_end);
    if (end == std::string_view::npos)
      return flaw(line_, "the signed message has no signature");
    result_.signature = std::string(text.substr(0, end + signature_end.size())) + "\n";
    result_.signed_text = body.substr(0, body.empty() ? 0 : body.size() - 1); // the last line end is not signed
    if (!trimmed(text.substr(end + signature_end.size())).empty())
      flaw(line_, "there is text behind the signature");
  }

  void read_line(std::string_view line) {
    if (trimmed(line).empty() || line.front() == '#')
      return;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
      return flaw(line_, "it is neither a field nor a comment");
    const std::string_view name = line.substr(0, colon);
    if (!is_field_name(name))
      flaw(line_, "the name of the field has white space in it or beside it");
    if (colon + 1 == line.size() || line[colon + 1] != ' ')
      flaw(line_, "no space follows the colon");
    if (result_.fields.size() == field_limit)
      throw Error::input(fmt::format("it has more than {} fields", field_limit));
    result_.fields.push_back({ascii_lower(trimmed(name)), std::string(trimmed(line.substr(colon + 1))), line_});
    check(result_.fields.back());
  }

  void check(const SecurityTxtField& field) {
    static constexpr std::array<std::string_view, 7> addresses = {"acknowledgments", "canonical", "contact", "csaf",
                                                                  "encryption", "hiring", "policy"};
    if (std::find(addresses.begin(), addresses.end(), field.name) != addresses.end())
      check_address(field);
    else if (field.name == "expires")
      check_expires(field);
    else if (field.name == "preferred-languages")
      check_languages(field);
  }

  void check_address(const SecurityTxtField& field) {
    if (!has_scheme(field.value) || field.value.find_first_of(" \t") != std::string::npos)
      flaw(field.line, "the value is no URI");
    else if (ascii_lower(field.value).starts_with("http:"))
      flaw(field.line, "an address of the web begins with https");
    else if (field.name == "csaf" && !field.value.ends_with("/provider-metadata.json"))
      flaw(field.line, "CSAF does not lead to a provider-metadata.json");
  }

  void check_expires(const SecurityTxtField& field) {
    const bool has_time = field.value.size() > 10 && (field.value[10] == 'T' || field.value[10] == 't');
    result_.expires = has_time ? parse_timestamp(field.value) : std::nullopt;
    if (!result_.expires)
      flaw(field.line, "Expires is no date and time by RFC 3339");
  }

  void check_languages(const SecurityTxtField& field) {
    std::string_view rest = field.value;
    for (bool more = true; more;) {
      const std::size_t comma = rest.find(',');
      more = comma != std::string_view::npos;
      if (!is_language_tag(trimmed(rest.substr(0, comma))))
        return flaw(field.line, "Preferred-Languages has something that is no language tag");
      rest.remove_prefix(more ? comma + 1 : rest.size());
    }
  }

  void check_counts() {
    std::size_t contacts = 0, expires = 0, languages = 0;
    for (const SecurityTxtField& field : result_.fields) {
      contacts += field.name == "contact";
      languages += field.name == "preferred-languages";
      expires += field.name == "expires";
    }
    if (contacts == 0)
      flaw(1, "there is no Contact");
    if (expires != 1)
      flaw(1, expires == 0 ? "there is no Expires" : "there is more than one Expires");
    if (languages > 1)
      flaw(1, "there is more than one Preferred-Languages");
    if (expires > 1)
      result_.expires = std::nullopt;
  }

  SecurityTxt& result_;
  std::size_t line_ = 0;
};

bool is_well_known(std::string_view path) {
  return path == ".well-known/security.txt" || path.ends_with("/.well-known/security.txt");
}

// Whether a line begins with the field's name and a colon.
bool has_field(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.size() > name.size() && ascii_lower(line.substr(0, name.size())) == name &&
        trimmed(line.substr(name.size())).starts_with(':'))
      return true;
  }
  return false;
}

} // namespace

bool names_security_txt(const Appearance& path_only) {
  return is_well_known(path_only.path) || has_well_known_name("security-txt", path_only.path);
}

bool is_security_txt(const Appearance& appearance) {
  if (is_well_known(appearance.path))
    return true;
  if (appearance.syntax != Syntax::text || appearance.text.size() > policy_limit)
    return false;
  const bool contact = has_field(appearance.text, "contact"), expires = has_field(appearance.text, "expires");
  return (contact && expires) || ((contact || expires) && names_security_txt(appearance));
}

std::unique_ptr<Content> read_security_txt(const Document& document) {
  require_policy_text(document);
  auto result = std::make_unique<SecurityTxt>();
  Reader(*result).read(document.text);
  return result;
}

} // namespace assay::evidence
