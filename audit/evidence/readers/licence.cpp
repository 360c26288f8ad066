// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/licence.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/document_names.hpp"
#include "audit/evidence/readers/words.hpp"

#include <algorithm>
#include <set>

namespace assay::evidence {

namespace {

constexpr std::string_view reuse_folder = "licenses/", tag = "SPDX-License-Identifier";
constexpr std::size_t licence_limit = 10'000; // stated in one document

class Collector {
public:
  explicit Collector(LicenceDocument& document) : document_(document) {}

  void add(std::string_view identifier, std::string_view expression, Recognition by, std::size_t line) {
    if (!seen_.emplace(identifier).second)
      return;
    if (document_.stated.size() == licence_limit)
      throw Error::input(fmt::format("it states more than {} licences", licence_limit));
    document_.stated.push_back({std::string(identifier), std::string(expression), by, line});
  }

  bool has_family(std::string_view identifier) const {
    return std::any_of(document_.stated.begin(), document_.stated.end(), [&](const StatedLicence& one) {
      return licence_family(one.identifier) == licence_family(identifier);
    });
  }

private:
  LicenceDocument& document_;
  std::set<std::string, std::less<>> seen_;
};

bool follows(const LicenceWording& wording, std::string_view passage) {
  const auto is_there = [&](std::string_view phrase) { return find_phrase(passage, phrase) != std::string_view::npos; };
  if (!wording.closing.empty()) {
    const std::size_t end = find_phrase(passage, wording.closing);
    if (end == std::string_view::npos || end + wording.closing.size() < wording.shortest ||
        end + wording.closing.size() > wording.longest)
      return false;
  }
  return std::all_of(wording.also.begin(), wording.also.end(), is_there) &&
         std::none_of(wording.never.begin(), wording.never.end(), is_there);
}

// Where the words of the licence begin; each passage ends where the next one opens, so that all of them together are
// read once.
std::optional<std::size_t> find_wording(const LicenceWording& wording, std::string_view words) {
  std::size_t at = find_phrase(words, wording.opening);
  while (at != std::string_view::npos) {
    const std::size_t next = find_phrase(words, wording.opening, at + wording.opening.size());
    if (follows(wording, words.substr(at, std::min(wording.reach, next - at))))
      return at;
    at = next;
  }
  return std::nullopt;
}

void add_wordings(const WordText& text, Collector& collector) {
  for (const LicenceWording& wording : licence_wordings()) {
    const auto at = find_wording(wording, text.words());
    // A licence's own text ends with the notice to be used for it.
    if (at && (wording.by == Recognition::text || !collector.has_family(wording.identifier)))
      collector.add(wording.identifier, {}, wording.by, text.line_of(*at));
  }
}

bool is_identifier_sign(char c) {
  const char low = ascii_lower(c);
  return (low >= 'a' && low <= 'z') || is_digit(c) || c == '.' || c == '-' || c == '+' || c == ':';
}

// Identifiers of an SPDX licence expression; what follows WITH is an exception and no licence.
void add_expression(std::string_view expression, std::size_t line, Collector& collector) {
  std::vector<std::string_view> identifiers;
  bool exception = false;
  for (std::size_t at = 0; at < expression.size();) {
    std::size_t end = at;
    while (end < expression.size() && is_identifier_sign(expression[end]))
      ++end;
    const std::string_view word = expression.substr(at, end - at);
    const std::string operation = word.size() <= 4 ? ascii_lower(word) : std::string();
    if (!word.empty() && operation != "and" && operation != "or" && operation != "with" && !exception)
      identifiers.push_back(word);
    exception = operation == "with" || (word.empty() && exception);
    at = end + (word.empty() ? 1 : 0);
  }
  const bool alone = identifiers.size() == 1 && identifiers.front() == expression;
  for (const std::string_view identifier : identifiers)
    collector.add(identifier, alone ? std::string_view() : expression, Recognition::tag, line);
}

// Without the signs that end a comment or a string.
std::string_view tag_value(std::string_view rest) {
  rest = trimmed(rest);
  while (!rest.empty() && (rest.front() == '"' || rest.front() == '\'' || rest.front() == '`' || rest.front() == '['))
    rest.remove_prefix(1);
  const std::size_t end = std::min({rest.find('"'), rest.find('\''), rest.find('`'), rest.find("*/"), rest.find("-->"),
                                    rest.find(']'), rest.size()});
  return trimmed(rest.substr(0, end));
}

// "SPDX-License-Identifier: MIT" anywhere; `SPDX-License-Identifier = "MIT"` in REUSE.toml; "License: MIT" in dep5.
void add_tags(std::string_view text, bool is_dep5, Collector& collector) {
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view content = trimmed(take_line(text));
    std::string_view rest;
    if (const std::size_t at = content.find(tag); at != std::string_view::npos)
      rest = trimmed(content.substr(at + tag.size()));
    else if (is_dep5 && content.starts_with("License:"))
      rest = content.substr(std::string_view("License").size());
    if (rest.starts_with(':') || rest.starts_with('='))
      add_expression(tag_value(rest.substr(1)), line, collector);
  }
}

// "LICENSES/MIT.txt" is MIT.
std::string_view named_identifier(std::string_view name) {
  if (ascii_lower(name.substr(0, reuse_folder.size())) != reuse_folder)
    return {};
  name.remove_prefix(reuse_folder.size());
  const std::size_t dot = name.rfind('.');
  const bool has_extension = dot != std::string_view::npos && (name.substr(dot) == ".txt" || name.substr(dot) == ".md");
  return has_extension ? name.substr(0, dot) : name;
}

// A name with a suffix says more than the text, which is the same for all of them.
void take_name(LicenceDocument& document, Collector& collector) {
  if (document.named.empty())
    return;
  for (StatedLicence& one : document.stated)
    if (one.identifier == licence_family(document.named)) {
      one.identifier = document.named;
      return;
    }
  collector.add(document.named, {}, Recognition::file_name, 0);
}

// Texts that anywhere in a tree may say that other terms hold for a part of it: "ee/LICENSE", "LICENSE_1_0.txt",
// "licenses/CCL.txt", "debian/copyright", "EULA.md".
bool names_terms(const Appearance& path_only) {
  const std::string& name = path_only.file_name;
  const std::size_t dot = name.rfind('.');
  const std::string_view ending = dot == std::string::npos ? std::string_view() : std::string_view(name).substr(dot);
  static constexpr std::string_view sources[] = {
      ".c", ".cc", ".cpp", ".cs", ".css", ".go", ".h", ".hpp", ".java", ".js", ".json", ".kt", ".lua", ".mjs", ".php", ".pl",
      ".png", ".py", ".rb", ".rs", ".scala", ".sh", ".svg", ".swift", ".ts", ".tsx", ".vue", ".xml", ".yaml", ".yml"};
  static constexpr std::string_view beginnings[] = {"license",   "licence", "copying", "copyright", "unlicense",
                                                    "eula", "patents", "terms",   "commercial"};
  if (std::find(std::begin(sources), std::end(sources), ending) != std::end(sources))
    return false;
  const std::string_view stem = std::string_view(name).substr(0, dot);
  return stem.ends_with("license") || stem.ends_with("licence") || path_only.path.find("license/") != std::string::npos ||
         path_only.path.find("licenses/") != std::string::npos ||
         std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view one) { return name.starts_with(one); });
}

} // namespace

std::string_view to_string(Recognition way) {
  switch (way) {
  case Recognition::text: return "text";
  case Recognition::notice: return "notice";
  case Recognition::tag: return "tag";
  case Recognition::file_name: return "file-name";
  }
  return {};
}

bool is_usual_licence_name(const std::string& path) {
  return path == "reuse.toml" || path == ".reuse/dep5" || has_well_known_name("licence", path);
}

bool names_licence(const Appearance& path_only) {
  return is_usual_licence_name(path_only.path) || names_terms(path_only);
}

std::unique_ptr<Content> read_licence(const Document& document) {
  auto content = std::make_unique<LicenceDocument>();
  // Terms somewhere in a tree that are no text, such as a PDF, state nothing that could be recognised; that they are
  // there is told all the same.
  if (!is_usual_licence_name(ascii_lower(document.name)) && document.text.find('\0') != std::string::npos)
    return content;
  require_policy_text(document);
  content->named = named_identifier(document.name);
  Collector collector(*content);
  const bool is_dep5 = document.name.ends_with("dep5");
  if (!is_dep5 && !document.name.ends_with("REUSE.toml"))
    add_wordings(WordText(document.text), collector);
  add_tags(document.text, is_dep5, collector);
  take_name(*content, collector);
  content->published = published_licence(document.text);
  return content;
}

} // namespace assay::evidence
