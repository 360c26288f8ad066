// SPDX-License-Identifier: Apache-2.0
//
// Reads SPDX 2.2 and 2.3 as tags and values: a line "Tag: value" each, a value in <text>…</text> over several lines.
// There is no schema for it; flaws are tags that nobody knows, lines that are none, and what the specification demands
// of documents, packages, files, snippets and relationships. Bounds: those of documents, half a million components,
// two million relationships.
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/readers/spdx2.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bitset>

namespace assay::evidence {

namespace {

enum class Section : std::uint8_t { document, package, file, snippet, licence, relationship, annotation, review };

// What every tag belongs to, and since which version of 2.x, as a bit each, a section must have it; the tags that begin
// a section are those with `starts`.
struct Tag {
  std::string_view name;
  Section section;
  bool starts = false;
  bool needed_2_2 = false, needed_2_3 = false;
};

constexpr std::array tags = {
    Tag{"Annotator", Section::annotation, true},
    Tag{"AnnotationComment", Section::annotation, false, true, true},
    Tag{"AnnotationDate", Section::annotation, false, true, true},
    Tag{"AnnotationType", Section::annotation, false, true, true},
    Tag{"ArtifactOfProjectHomePage", Section::file},
    Tag{"ArtifactOfProjectName", Section::file},
    Tag{"ArtifactOfProjectURI", Section::file},
    Tag{"BuiltDate", Section::package},
    Tag{"Created", Section::document, false, true, true},
    Tag{"Creator", Section::document, false, true, true},
    Tag{"CreatorComment", Section::document},
    Tag{"DataLicense", Section::document, false, true, true},
    Tag{"DocumentComment", Section::document},
    Tag{"DocumentName", Section::document, false, true, true},
    Tag{"DocumentNamespace", Section::document, false, true, true},
    Tag{"ExternalDocumentRef", Section::document},
    Tag{"ExternalRef", Section::package},
    Tag{"ExternalRefComment", Section::package},
    Tag{"ExtractedText", Section::licence, false, true, true},
    Tag{"FileAttributionText", Section::file},
    Tag{"FileChecksum", Section::file, false, true, true},
    Tag{"FileComment", Section::file},
    Tag{"FileContributor", Section::file},
    Tag{"FileCopyrightText", Section::file, false, true, false},
    Tag{"FileDependency", Section::file},
    Tag{"FileName", Section::file, true},
    Tag{"FileNotice", Section::file},
    Tag{"FileType", Section::file},
    Tag{"FilesAnalyzed", Section::package},
    Tag{"LicenseComment", Section::licence},
    Tag{"LicenseComments", Section::file},
    Tag{"LicenseConcluded", Section::file, false, true, false},
    Tag{"LicenseCrossReference", Section::licence},
    Tag{"LicenseID", Section::licence, true},
    Tag{"LicenseInfoInFile", Section::file, false, true, false},
    Tag{"LicenseInfoInSnippet", Section::snippet},
    Tag{"LicenseListVersion", Section::document},
    Tag{"LicenseName", Section::licence},
    Tag{"PackageAttributionText", Section::package},
    Tag{"PackageChecksum", Section::package},
    Tag{"PackageComment", Section::package},
    Tag{"PackageCopyrightText", Section::package, false, true, false},
    Tag{"PackageDescription", Section::package},
    Tag{"PackageDownloadLocation", Section::package, false, true, true},
    Tag{"PackageFileName", Section::package},
    Tag{"PackageHomePage", Section::package},
    Tag{"PackageLicenseComments", Section::package},
    Tag{"PackageLicenseConcluded", Section::package, false, true, false},
    Tag{"PackageLicenseDeclared", Section::package, false, true, false},
    Tag{"PackageLicenseInfoFromFiles", Section::package},
    Tag{"PackageName", Section::package, true},
    Tag{"PackageOriginator", Section::package},
    Tag{"PackageSourceInfo", Section::package},
    Tag{"PackageSummary", Section::package},
    Tag{"PackageSupplier", Section::package},
    Tag{"PackageVerificationCode", Section::package},
    Tag{"PackageVersion", Section::package},
    Tag{"PrimaryPackagePurpose", Section::package},
    Tag{"Relationship", Section::relationship, true},
    Tag{"RelationshipComment", Section::relationship},
    Tag{"ReleaseDate", Section::package},
    Tag{"ReviewComment", Section::review},
    Tag{"ReviewDate", Section::review},
    Tag{"Reviewer", Section::review, true},
    Tag{"SPDXID", Section::document, false, true, true}, // also of packages and files
    Tag{"SPDXREF", Section::annotation},
    Tag{"SPDXVersion", Section::document, true},
    Tag{"SnippetAttributionText", Section::snippet},
    Tag{"SnippetByteRange", Section::snippet, false, true, true},
    Tag{"SnippetComment", Section::snippet},
    Tag{"SnippetCopyrightText", Section::snippet, false, true, false},
    Tag{"SnippetFromFileSPDXID", Section::snippet, false, true, true},
    Tag{"SnippetLicenseComments", Section::snippet},
    Tag{"SnippetLicenseConcluded", Section::snippet, false, true, false},
    Tag{"SnippetLineRange", Section::snippet},
    Tag{"SnippetName", Section::snippet},
    Tag{"SnippetSPDXID", Section::snippet, true},
    Tag{"ValidUntilDate", Section::package},
};

// Nothing for a name that is no tag.
std::optional<std::size_t> find_tag(std::string_view name) {
  const auto found = std::find_if(tags.begin(), tags.end(), [&](const Tag& one) { return one.name == name; });
  return found == tags.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - tags.begin()));
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class TagValueReader {
public:
  TagValueReader(const Document& document, Sbom& sbom) : document_(document), sbom_(sbom), builder_(document, sbom) {}

  void read() {
    std::string_view rest = document_.text;
    while (!rest.empty()) {
      ++line_;
      const std::size_t first_line = line_;
      const std::string_view line = trimmed(take_line(rest));
      if (line.empty() || line.starts_with('#'))
        continue;
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos) {
        flaw(first_line, "is no tag with a value");
        continue;
      }
      const std::string_view name = trimmed(line.substr(0, colon));
      const std::string value = whole_value(trimmed(line.substr(colon + 1)), rest, first_line);
      apply(name, value, first_line);
    }
    end_section();
    if (sbom_.version.empty() && !named_)
      throw Error::input("it names no version of SPDX").at({document_.name, 0, 0, {}, 0});
    if (sbom_.version.empty())
      flaw(1, "begins what names no version of SPDX");
    builder_.finish();
  }

private:
  void flaw(std::size_t line, std::string_view what) { sbom_.flaws.add(fmt::format("line {}", line), what); }

  // Goes on reading up to </text>.
  std::string whole_value(std::string_view start, std::string_view& rest, std::size_t first_line) {
    constexpr std::string_view open = "<text>", close = "</text>";
    if (!start.starts_with(open))
      return std::string(start);
    std::string value(start.substr(open.size()));
    std::size_t searched = 0, end = 0;
    while ((end = value.find(close, searched)) == std::string::npos) {
      if (rest.empty()) {
        flaw(first_line, "has a text without end");
        break;
      }
      searched = value.size() - std::min(value.size(), close.size());
      ++line_;
      value.append("\n").append(take_line(rest));
    }
    return value.substr(0, end);
  }

  void apply(std::string_view name, const std::string& value, std::size_t line) {
    const auto tag = find_tag(name);
    if (!tag)
      return flaw(line, fmt::format("has the unknown tag {:.60}", name));
    if (tags[*tag].starts)
      begin_section(*tag, line);
    seen_[*tag] = true;
    if (value.empty() && (tags[*tag].needed_2_2 || tags[*tag].starts))
      flaw(line, "has an empty value");
    set_in_document(name, value, line);
    if (component_)
      set_in_component(sbom_.components.back(), name, value, line);
  }

  void begin_section(std::size_t tag, std::size_t line) {
    const Section section = tags[tag].section;
    end_section();
    section_ = section;
    section_line_ = line;
    seen_.reset();
    // Relationships, annotations and reviews stand within packages and files without ending them.
    const bool aside = section == Section::relationship || section == Section::annotation || section == Section::review;
    if (!aside)
      component_ = section == Section::package || section == Section::file;
    if (component_ && !aside)
      builder_.add_component(fmt::format("line {}", line), section == Section::package ? "package" : "file");
  }
  // What the section lacks.
  void end_section() {
    const bool old = sbom_.version != "2.3";
    const bool with_id = section_ == Section::package || section_ == Section::file;
    for (std::size_t i = 0; i < tags.size(); ++i) {
      const bool needed = old ? tags[i].needed_2_2 : tags[i].needed_2_3;
      const bool is_id = tags[i].name == "SPDXID";
      if (((needed && tags[i].section == section_) || (with_id && is_id)) && !seen_[i] && section_line_ > 0)
        flaw(section_line_, fmt::format("begins what has no {}", tags[i].name));
    }
  }

  void set_in_document(std::string_view name, const std::string& value, std::size_t line) {
    if (name == "SPDXVersion")
      builder_.set_version(value);
    else if (name == "DataLicense" && value != "CC0-1.0")
      flaw(line, "has another licence than CC0-1.0 for the document's data");
    else if (name == "DocumentName")
      named_ = true;
    else if (name == "DocumentNamespace")
      sbom_.serial = value;
    else if (name == "Created")
      set_created(value, line);
    else if (name == "Creator")
      add_creator(value, line);
    else if (name == "Relationship")
      add_relationship(value, line);
    else if (name == "SnippetSPDXID" || (name == "SPDXID" && !component_))
      builder_.define(value);
    else if (is_one_of(name, {"SPDXID", "SnippetFromFileSPDXID"}) && value.compare(0, 8, "SPDXRef-") != 0 &&
             value.compare(0, 12, "DocumentRef-") != 0)
      flaw(line, "has an id that does not begin with SPDXRef-");
  }
  void set_created(const std::string& value, std::size_t line) {
    builder_.set_created(value);
    if (!sbom_.time)
      flaw(line, "has no timestamp where one must be");
  }
  void add_creator(const std::string& value, std::size_t line) {
    builder_.add_creator(value);
    if (parse_spdx_actor(value).kind.empty())
      flaw(line, "has a creator that is no person, organization or tool");
  }
  void add_relationship(const std::string& value, std::size_t line) {
    const std::string text = folded(value);
    const std::size_t first = text.find(' '), second = text.find(' ', first + 1);
    if (first == std::string::npos || second == std::string::npos || text.find(' ', second + 1) != std::string::npos)
      return flaw(line, "has a relationship that is not two ids with a type between them");
    builder_.relate(text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1));
  }

  void set_in_component(SbomComponent& one, std::string_view name, const std::string& value, std::size_t line) {
    if (name == "SPDXID")
      one.reference = value;
    else if (name == "PackageName" || name == "FileName")
      set_name(one, name, value);
    else if (name == "PackageVersion")
      one.revisions.push_back(one.version = stated(value));
    else if (name == "PackageFileName")
      one.file_name = value;
    else if (name == "PackageSupplier")
      Spdx2Builder::set_supplier(one, value);
    else if (name == "PackageOriginator")
      Spdx2Builder::set_originator(one, value);
    else if (name == "PackageDownloadLocation")
      Spdx2Builder::set_download_location(one, value);
    else if (name == "PrimaryPackagePurpose")
      one.type = ascii_lower(value);
    else if (name == "PackageLicenseDeclared" || name == "LicenseInfoInFile")
      Spdx2Builder::add_licence(one.licences, value);
    else if (name == "PackageLicenseConcluded" || name == "LicenseConcluded")
      Spdx2Builder::add_licence(one.concluded_licences, value);
    else if (name == "PackageCopyrightText" || name == "FileCopyrightText")
      one.copyright = stated(value);
    else if (name == "PackageChecksum" || name == "FileChecksum")
      add_checksum(one, value, line);
    else if (name == "ExternalRef")
      add_external_reference(one, value, line);
  }
  static void set_name(SbomComponent& one, std::string_view tag, const std::string& value) {
    one.name = stated(value);
    if (tag == "FileName")
      one.file_name = value.substr(value.rfind('/') + 1);
  }
  void add_checksum(SbomComponent& one, const std::string& value, std::size_t line) {
    const std::size_t colon = value.find(':');
    if (colon == std::string::npos || !is_hexadecimal(trimmed(std::string_view(value).substr(colon + 1))))
      return flaw(line, "has no checksum with its algorithm");
    Spdx2Builder::add_hash(one, value.substr(0, colon), value.substr(colon + 1));
  }
  void add_external_reference(SbomComponent& one, const std::string& value, std::size_t line) {
    const std::string text = folded(value);
    const std::size_t first = text.find(' '), second = text.find(' ', first + 1);
    if (first == std::string::npos || second == std::string::npos)
      return flaw(line, "has an external reference that is not a category, a type and a locator");
    builder_.add_external_reference(one, text.substr(first + 1, second - first - 1), text.substr(second + 1));
  }

  const Document& document_;
  Sbom& sbom_;
  Spdx2Builder builder_;
  std::size_t line_ = 0;
  Section section_ = Section::document;
  std::size_t section_line_ = 0;
  std::bitset<tags.size()> seen_;
  bool named_ = false;     // whether the document has a name
  bool component_ = false; // whether a package or file is being read
};

} // namespace

bool is_spdx_tag_value(const Appearance& appearance) {
  const std::string_view start = appearance.text.substr(0, 4096);
  const auto has_line = [&](std::string_view begin) {
    return start.starts_with(begin) || start.find("\n" + std::string(begin)) != std::string_view::npos;
  };
  return appearance.syntax == Syntax::text && (has_line("SPDXVersion:") || has_line("SPDXID: SPDXRef-DOCUMENT"));
}

std::unique_ptr<Content> read_spdx_tag_value(const Document& document) {
  auto sbom = std::make_unique<Sbom>();
  TagValueReader(document, *sbom).read();
  if (sbom->version != "2.2" && sbom->version != "2.3" && sbom->flaws.count == 0)
    sbom->unchecked = "its version of SPDX is neither 2.2 nor 2.3";
  return sbom;
}

} // namespace assay::evidence
