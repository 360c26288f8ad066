// SPDX-License-Identifier: Apache-2.0
//
// Population `documents`: the files that projects keep under well-known names, in the audited tree and among the
// supplied evidence. Only that they exist, and where: their contents are for readers of their own.
#include "audit/base/text.hpp"
#include "audit/evidence/document_names.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/supplied.hpp"
#include "audit/repository/tree.hpp"

#include <algorithm>
#include <array>

namespace assay::evidence {

namespace {

enum : std::size_t { id, kind, document, origin, size, empty, blob };

// Every empty file is this object: that a file is empty is known even where its content is not.
constexpr std::string_view empty_blob = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

// A kind of document: the names it goes by (lower case, without an extension of text), and where it is looked for
// besides the root, .github/, .gitlab/ and docs/.
struct Kind {
  std::string_view name;
  std::vector<std::string_view> stems; // any of the text extensions may follow
  std::vector<std::string_view> paths; // whole paths, lower case; a trailing '/' means everything directly below
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> table = {
      {"changelog", {"changelog", "changes", "history", "news", "release-notes", "release_notes", "releases",
                     "relnotes", "whatsnew"}, {}},
      {"ci-configuration",
       {},
       {".github/workflows/", ".gitlab-ci.yml", ".circleci/config.yml", ".travis.yml", "azure-pipelines.yml",
        "jenkinsfile", ".woodpecker.yml", ".forgejo/workflows/", ".gitea/workflows/", ".cirrus.yml", "appveyor.yml",
        ".appveyor.yml", "bitbucket-pipelines.yml", ".builds/"}},
      {"code-of-conduct", {"code_of_conduct", "code-of-conduct"}, {}},
      {"codeowners", {"codeowners"}, {}},
      {"contributing", {"contributing", "contribute", "hacking"}, {}},
      {"declaration-of-conformity",
       {"declaration-of-conformity", "declaration_of_conformity", "eu-declaration-of-conformity",
        "eu_declaration_of_conformity", "eu-doc", "eu_doc"},
       {}},
      {"dependency-updates",
       {},
       {".github/dependabot.yml", ".github/dependabot.yaml", "renovate.json", "renovate.json5", ".renovaterc",
        ".renovaterc.json", ".github/renovate.json", ".github/renovate.json5", ".gitlab/renovate.json"}},
      {"end-of-life",
       {"end-of-life", "end_of_life", "eol", "support-period", "support_period", "support-policy", "support_policy",
        "lifecycle"},
       {}},
      {"governance", {"governance"}, {}},
      {"licence", {"license", "licence", "copying", "unlicense"}, {"licenses/"}},
      {"maintainers", {"maintainers", "owners"}, {}},
      {"readme", {"readme"}, {}},
      {"risk-assessment",
       {"risk-assessment", "risk_assessment", "cybersecurity-risk-assessment", "cybersecurity_risk_assessment"},
       {}},
      {"roadmap", {"roadmap"}, {}},
      {"security-insights", {}, {"security-insights.yml", "security_insights.yml", ".github/security-insights.yml"}},
      {"security-policy", {"security"}, {}},
      {"security-txt", {}, {"security.txt", ".well-known/security.txt"}},
      {"support", {"support"}, {}},
      {"technical-documentation",
       {"technical-documentation", "technical_documentation"},
       {"technical-documentation/readme.md", "technical-documentation/index.md"}},
      {"threat-model", {"threat-model", "threat_model", "threatmodel"}, {}},
  };
  return table;
}

std::vector<Field> declare() {
  std::vector<std::string> kind_names;
  for (const Kind& one : kinds())
    kind_names.emplace_back(one.name);
  return {
      {"@id", FieldType::string, "kind, origin and path"},
      {"@kind", FieldType::enumeration, "what the name announces", kind_names},
      {"@document", FieldType::string, "path in the tree, or name of the supplied file"},
      {"@origin", FieldType::enumeration, "where it was found", {"revision", "supplied"}},
      {"@size", FieldType::integer, "bytes"},
      {"@empty", FieldType::yes_no, "whether it has no bytes at all"},
      {"@blob", FieldType::string, "object id of the content; absent for supplied files"},
  };
}

// "security.md" is "security"; a name with another extension is not a text document and keeps it.
std::string_view stem_of(std::string_view file_name) {
  static constexpr std::array<std::string_view, 8> text_extensions = {".md",  ".markdown", ".rst", ".txt",
                                                                      ".adoc", ".asciidoc", ".org", ".html"};
  for (const std::string_view extension : text_extensions)
    if (file_name.size() > extension.size() &&
        file_name.substr(file_name.size() - extension.size()) == extension)
      return file_name.substr(0, file_name.size() - extension.size());
  return file_name;
}

bool is_usual_folder(std::string_view folder) {
  return folder.empty() || folder == ".github/" || folder == ".gitlab/" || folder == "docs/" || folder == "doc/";
}

bool is_yaml(std::string_view file_name) {
  return file_name.ends_with(".yml") || file_name.ends_with(".yaml");
}

bool matches(const Kind& one, const std::string& path) {
  const std::string_view folder = folder_of(path);
  const std::string_view file_name = std::string_view(path).substr(folder.size());
  for (const std::string_view known : one.paths)
    if (known == path || (known.back() == '/' && known == folder &&
                          (one.name != "ci-configuration" || is_yaml(file_name))))
      return true;
  if (!is_usual_folder(folder))
    return false;
  const std::string_view stem = stem_of(file_name);
  for (const std::string_view known : one.stems) {
    // A project's history is a list of changes at the root only; in docs/ it is a story.
    if (stem == known && ((known != "history" && known != "news") || folder.empty()))
      return true;
    // "LICENSE-MIT", "COPYING.LESSER", "MIT-LICENSE": licences come in several files of such names.
    if (one.name != "licence" || stem.size() <= known.size())
      continue;
    const char after = stem[known.size()], before = stem[stem.size() - known.size() - 1];
    if ((stem.substr(0, known.size()) == known && (after == '-' || after == '.')) ||
        (stem.substr(stem.size() - known.size()) == known && before == '-'))
      return true;
  }
  return false;
}

struct Found {
  std::string path;
  std::string place; // the path from where it may be known by it
  std::uint64_t bytes;
  std::string blob;
  std::string problem; // why the size could not be had
  bool link = false;   // symbolic
};

// The folders well-known documents live in; nothing deeper is read.
bool may_hold_documents(const std::string& folder) {
  if (is_usual_folder(folder))
    return true;
  for (const Kind& one : kinds())
    for (const std::string_view known : one.paths)
      if (known.substr(0, folder.size()) == folder)
        return true;
  return false;
}

class Collector {
public:
  // Of what is at `base` in the tree that `tree` is; empty for the root.
  Collector(const Evidence& evidence, std::string base, std::vector<Found>& found, std::string& left_out)
      : evidence_(evidence), base_(base.empty() ? base : base + "/"), found_(found), left_out_(left_out) {}

  void collect(const ObjectId& tree, const std::string& folder = {}) const {
    std::string problem;
    for (const repository::TreeEntry& entry : read_tree(evidence_.repository, tree, problem)) {
      const std::string place = folder + entry.name;
      if (entry.mode == repository::mode_tree) {
        if (may_hold_documents(ascii_lower(place) + "/"))
          collect(entry.id, place + "/");
      } else if (entry.mode != repository::mode_gitlink && evidence_.tree.holds(base_ + place)) {
        add(entry, place);
      }
    }
    if (!problem.empty())
      left_out_ = problem;
  }

private:
  void add(const repository::TreeEntry& entry, const std::string& place) const {
    const auto header = evidence_.repository.header(entry.id);
    Found file{base_ + place, place, header ? header->size : 0, entry.id.hex(), "", false};
    if (entry.mode == repository::mode_symlink)
      file.link = true;
    else if (!header || header->type != repository::ObjectType::blob)
      file.problem = "object " + entry.id.hex() + " is missing, unreadable or no file";
    found_.push_back(std::move(file));
  }

  const Evidence& evidence_;
  std::string base_;
  std::vector<Found>& found_;
  std::string& left_out_;
};

// What lies at the root; in the directory that is meant and in those above it, too.
void collect(const Evidence& evidence, std::vector<Found>& found, std::string& left_out) {
  const std::string& directory = evidence.tree.directory;
  Collector(evidence, "", found, left_out).collect(evidence.tree.tree);
  for (std::size_t end = 0; end < directory.size();) {
    end = std::min(directory.find('/', end + 1), directory.size());
    const std::string base = directory.substr(0, end);
    // A usual folder of a directory above may be this one: its files are known by their place in it.
    std::erase_if(found, [&](const Found& one) { return one.path.starts_with(base + "/"); });
    if (const auto entry = repository::find_entry(evidence.repository, evidence.tree.tree, base))
      Collector(evidence, base, found, left_out).collect(entry->id);
  }
}

void emit(Item& item, const Kind& one, std::string_view where, const Found& file, const ItemSink& sink) {
  item.begin(std::string(one.name) + ":" + std::string(where) + ":" + file.path);
  item.set_name(kind, one.name);
  item.set_text(document, file.path);
  item.set_name(origin, where);
  if (file.link) {
    item.set_unknown({size, empty}, "it is a symbolic link, which was not followed");
  } else if (file.problem.empty()) {
    item.set_number(size, static_cast<std::int64_t>(file.bytes));
  } else {
    item.set_unknown(size, file.problem);
  }
  if (!file.link)
    item.set_flag(empty, file.blob.empty() ? file.bytes == 0 : file.blob == empty_blob);
  if (!file.blob.empty())
    item.set_name(blob, file.blob);
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("document", self.fields, wanted);
  Examination examination;
  std::vector<Found> tracked, supplied;
  collect(evidence, tracked, examination.reason);
  for (const SourceFile& file : evidence.supplied) {
    const std::string path(supplied_path(file));
    supplied.push_back({path, path, file.bytes.size(), "", "", false});
  }
  for (const Kind& one : kinds()) {
    for (const Found& file : tracked)
      if (matches(one, ascii_lower(file.place)))
        emit(item, one, "revision", file, sink);
    for (const Found& file : supplied)
      if (matches(one, ascii_lower(file.place)))
        emit(item, one, "supplied", file, sink);
  }
  examination.examined = tracked.size() + supplied.size();
  return examination;
}

} // namespace

bool has_well_known_name(std::string_view kind_name, const std::string& path) {
  return std::any_of(kinds().begin(), kinds().end(),
                     [&](const Kind& one) { return one.name == kind_name && matches(one, path); });
}

const Population& documents() {
  static const Population population = {
      "documents",
      "files under well-known names, in the tree and among supplied evidence",
      Completeness::as_found,
      false,
      "file names",
      "",
      declare(),
      {{"all", "", "all documents"}, {"revision", "@origin = 'revision'", "those of the audited tree"}},
      examine};
  return population;
}

} // namespace assay::evidence
