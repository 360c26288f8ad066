// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/changelog.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/document_names.hpp"
#include "audit/evidence/readers/changelog_heading.hpp"
#include "audit/evidence/readers/dates.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t entry_limit = 100'000;

bool is_underline(std::string_view line) {
  return line.size() >= 3 && std::string_view("=-~^*+#").find(line[0]) != std::string_view::npos &&
         line.find_first_not_of(line[0]) == std::string_view::npos;
}

// "## Title ##" as "Title", "== Title" of AsciiDoc too; empty for what is no heading.
std::string_view heading_text(std::string_view line) {
  const char sign = line.empty() ? '\0' : line[0];
  const std::size_t level = (sign == '#' || sign == '=') ? std::min(line.find_first_not_of(sign), line.size()) : 0;
  if (level == 0 || level > 6 || level == line.size() || (line[level] != ' ' && line[level] != '\t'))
    return {};
  line = trimmed(line.substr(level));
  while (!line.empty() && line.back() == sign)
    line.remove_suffix(1);
  return trimmed(line);
}

class Reader {
public:
  explicit Reader(Changelog& changelog) : changelog_(changelog) {}

  void read(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
      std::string_view line = take_line(text);
      if (line.ends_with('\r'))
        line.remove_suffix(1);
      // Whether the line before is a title, the line after it says.
      const bool underline = is_underline(line) && !pending_.empty() && !is_space(pending_[0]);
      take(underline);
      pending_ = line;
      line_ = number;
      if (underline)
        pending_ = {};
    }
    take(false);
  }

private:
  void take(bool underlined) {
    const std::string_view line = pending_, content = trimmed(line);
    if (content.empty() || is_hidden(content))
      return;
    const std::optional<EntryHeading> heading = heading_of(line, underlined);
    seen_any_ = true;
    if (heading && !(open() != nullptr && open()->version == heading->version && !heading->version.empty()))
      return begin(*heading, line);
    if (ChangelogEntry* entry = open()) {
      ++entry->lines;
      entry->text += line;
      entry->text += '\n';
      entry->security_section |= is_section_on_security(line, underlined);
      if (debian_ && line.starts_with(" -- ") && entry->date_stated.empty())
        set_debian_date(*entry, line);
    }
  }

  // Within a fenced block of code or a comment of HTML.
  bool is_hidden(std::string_view content) {
    if (content.starts_with("```") || content.starts_with("~~~")) {
      fenced_ = !fenced_;
      return false;
    }
    const bool begins = content.starts_with("<!--");
    const bool hidden = commented_ || begins;
    if (hidden)
      commented_ = content.find("-->") == std::string_view::npos;
    return hidden;
  }

  std::optional<EntryHeading> heading_of(std::string_view line, bool underlined) {
    if (fenced_ || is_space(line[0]))
      return std::nullopt;
    if (auto heading = entry_heading(line, HeadingForm::debian)) {
      debian_ = true;
      return heading;
    }
    if (const std::string_view text = heading_text(line); !text.empty())
      return entry_heading(text, HeadingForm::heading);
    if (underlined)
      return entry_heading(line, HeadingForm::heading);
    if (line.starts_with("* "))
      return entry_heading(line.substr(2), HeadingForm::gnu);
    if (auto heading = entry_heading(line, HeadingForm::plain))
      return heading;
    return seen_any_ ? std::nullopt : entry_heading(line, HeadingForm::first_line);
  }

  static bool is_section_on_security(std::string_view line, bool underlined) {
    std::string_view text = heading_text(line);
    const std::string_view content = trimmed(line);
    if (text.empty() && (underlined || content.ends_with(':') || content.starts_with("**") || content.starts_with("* ")))
      text = content;
    // A bullet is a section only when nothing but the word stands there.
    if (content.starts_with("* ") && !content.starts_with("**") && !content.ends_with(':'))
      return ascii_lower(trimmed(content.substr(2))) == "security";
    return !text.empty() && is_about_security(text);
  }

  static void set_debian_date(ChangelogEntry& entry, std::string_view line) {
    const std::size_t behind_name = line.find('>');
    const auto dates = dates_in(line.substr(behind_name == std::string_view::npos ? 0 : behind_name), 1);
    if (!dates.empty()) {
      entry.date = dates[0].time;
      entry.date_stated = dates[0].text;
    }
  }

  void begin(const EntryHeading& heading, std::string_view line) {
    if (changelog_.entries.size() == entry_limit)
      throw Error::input(fmt::format("it has more than {} entries", entry_limit));
    ChangelogEntry entry;
    entry.line = line_;
    entry.version = heading.version;
    const std::string_view title = heading_text(line);
    entry.heading = without_markup(title.empty() ? line : title);
    entry.unreleased = heading.unreleased;
    entry.date = heading.date;
    entry.date_stated = heading.date_stated;
    entry.text = std::string(line) + '\n';
    changelog_.entries.push_back(std::move(entry));
  }

  ChangelogEntry* open() { return changelog_.entries.empty() ? nullptr : &changelog_.entries.back(); }

  Changelog& changelog_;
  std::string_view pending_;
  std::size_t line_ = 0;
  bool fenced_ = false, commented_ = false, debian_ = false, seen_any_ = false;
};

} // namespace

bool names_changelog(const Appearance& path_only) {
  return path_only.path == "debian/changelog" || has_well_known_name("changelog", path_only.path);
}

std::unique_ptr<Content> read_changelog(const Document& document) {
  require_policy_text(document);
  auto changelog = std::make_unique<Changelog>();
  Reader(*changelog).read(document.text);
  return changelog;
}

} // namespace assay::evidence
