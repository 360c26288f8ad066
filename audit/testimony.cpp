// SPDX-License-Identifier: Apache-2.0
#include "audit/testimony.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"
#include "audit/builtin.hpp"
#include "audit/repository/objects.hpp"
#include "audit/repository/tree.hpp"
#include "audit/trust/roles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace assay {

using evaluation::Testimony;

namespace {

constexpr std::uint64_t largest = 1u << 20; // bytes of one file
constexpr Seconds day_length = 86'400;

// The files that an audit can see, by name: those of the tree as object ids, read when they are needed.
class Files {
public:
  explicit Files(const TestimonySources& sources) : sources_(sources) {
    problem_ = repository::walk_tree(sources.repository, sources.tree,
                                     [&](const std::string& path, const repository::TreeEntry& entry) {
                                       if (entry.mode != repository::mode_symlink &&
                                           entry.mode != repository::mode_gitlink)
                                         tree_.emplace(path, entry.id);
                                     });
    for (const SourceFile& file : sources.supplied)
      supplied_.emplace(file.sha256(), &file);
  }

  const std::map<std::string, ObjectId>& tree() const { return tree_; }
  const std::string& problem() const { return problem_; }

  std::optional<SourceFile> in_tree(const std::string& path) const {
    const auto found = tree_.find(path);
    if (found == tree_.end())
      return std::nullopt;
    const auto header = sources_.repository.header(found->second);
    if (!header || header->size > largest)
      return std::nullopt;
    const repository::ReadResult read = sources_.repository.read(found->second);
    if (!read.object)
      return std::nullopt;
    return SourceFile{path, std::string(read.object.bytes()), escape_text(path)};
  }

  bool holds(const std::string& path, const std::string& sha256) const {
    if (supplied_.count(sha256) != 0)
      return true;
    const auto found = tree_.find(path);
    if (found == tree_.end())
      return false;
    const repository::ReadResult read = sources_.repository.read(found->second);
    return read.object && sha256_hex(read.object.bytes()) == sha256;
  }

private:
  const TestimonySources& sources_;
  std::map<std::string, ObjectId> tree_;
  std::map<std::string, const SourceFile*> supplied_; // by digest
  std::string problem_;
};

struct Signature {
  trust::SignatureForm form;
  std::string armoured;
};

constexpr std::pair<const char*, trust::SignatureForm> endings[] = {{".sig", trust::SignatureForm::ssh},
                                                                    {".p7s", trust::SignatureForm::x509},
                                                                    {".asc", trust::SignatureForm::openpgp}};

bool is_named_so(std::string_view path) {
  return path.ends_with(".attestation.xml") || path.ends_with(".waiver.xml") || path.ends_with(".plan.xml");
}

// What one file says, and who has to have signed it.
struct Draft {
  Testimony testimony;
  std::string signer;       // id of the person
  std::string requested_by; // the same of a waiver
  trust::Role role = trust::Role::attest;
};

Draft read_draft(pugi::xml_node root) {
  const auto value = [&](const char* name) { return folded(root.attribute(name).value()); };
  const auto text = [&](const char* name) { return folded(text_of(root.child(name))); };
  Draft draft;
  Testimony& out = draft.testimony;
  const std::string_view kind = root.name();
  out.schema = value("schema");
  out.control = value("control");
  out.given = value("given");
  out.expires = value("expires");
  if (kind == "attestation") {
    out.role = value("role");
    out.statement = text("statement");
    out.remark = text("remark");
    draft.signer = value("person");
  } else if (kind == "waiver") {
    out.kind = Testimony::Kind::waiver;
    out.statement = text("reason");
    draft.signer = value("approved-by");
    draft.requested_by = value("requested-by");
    draft.role = trust::Role::waive;
    for (const pugi::xml_node item : root.children("item"))
      out.items.emplace_back(item.attribute("id").value());
  } else {
    out.kind = Testimony::Kind::plan;
    out.statement = text("weakness");
    draft.signer = value("owner");
    for (const pugi::xml_node one : root.children("milestone"))
      out.milestones.push_back(
          {one.attribute("due").value(), one.attribute("done").value(), folded(text_of(one))});
  }
  for (const pugi::xml_node one : root.children("covers")) {
    if (const pugi::xml_attribute commit = one.attribute("commit"))
      out.commits.emplace_back(commit.value());
    if (const pugi::xml_attribute digest = one.attribute("sha256"))
      out.files.emplace_back(one.attribute("path").value(), digest.value());
  }
  return draft;
}

Seconds last_second(const std::string& day) {
  return *parse_rfc3339(day) + day_length - 1;
}

class Examiner {
public:
  Examiner(const TestimonySources& sources, const Files& files) : sources_(sources), files_(files) {
    for (const SourceFile& file : trust::files_of(sources.trust_files, trust::TrustFile::roles)) {
      Diagnostics diagnostics;
      roles_ = trust::Roles::read(file, builtin("schemas/roles.xsd").bytes, diagnostics);
      diagnostics.throw_if_any("roles " + file.shown);
    }
  }

  Testimony examine(const SourceFile& file, bool supplied, pugi::xml_node root,
                    const std::optional<Signature>& signature) const {
    Draft draft = read_draft(root);
    Testimony& out = draft.testimony;
    out.document = file.shown;
    out.supplied = supplied;
    out.sha256 = file.sha256();
    const trust::Person* const signer = roles_.find(draft.signer);
    const trust::Person* const requester = roles_.find(draft.requested_by);
    out.person = signer != nullptr ? signer->name : draft.signer;
    out.requested_by = requester != nullptr ? requester->name : draft.requested_by;
    out.refused = why_unsigned(file, signer, draft, signature, out.signature);
    for (std::string why : {why_out_of_time(out), why_out_of_place(draft), why_forbidden(draft, signer)})
      if (out.refused.empty())
        out.refused = std::move(why);
    return std::move(out);
  }

private:
  // Empty when the person named signed it and could. `status` becomes that of the signature.
  std::string why_unsigned(const SourceFile& file, const trust::Person* signer, const Draft& draft,
                           const std::optional<Signature>& signature, std::string& status) const {
    status = "none";
    if (!signature)
      return "no signature lies beside it";
    const Seconds given = *parse_rfc3339(draft.testimony.given);
    const Seconds claimed = std::min(last_second(draft.testimony.given), std::max(sources_.as_of, given));
    const trust::Verdict verdict =
        sources_.trust.verify(signature->form, file.bytes, signature->armoured, claimed, testimony_namespace);
    status = to_string(verdict.status);
    if (verdict.status != trust::Status::good)
      return fmt::format("its signature is {}: {}", status, verdict.explanation);
    if (verdict.self_asserted)
      return "the key that signed it comes from the audited repository itself";
    if (verdict.time && *verdict.time > sources_.as_of)
      return fmt::format("it was signed at {}, after the time of this audit", format_rfc3339(*verdict.time));
    if (signer == nullptr)
      return fmt::format("roles.xml of the trust store knows no person {}", draft.signer);
    const auto owners = roles_.persons(verdict, claimed);
    if (std::find(owners.begin(), owners.end(), signer) == owners.end())
      return fmt::format("the key that signed it is not one of {}", signer->id);
    if (!signer->may(draft.role, given))
      return fmt::format("{} may not {} on {}, says roles.xml of the trust store", signer->id, to_string(draft.role),
                         draft.testimony.given);
    return {};
  }

  std::string why_out_of_time(const Testimony& one) const {
    if (sources_.as_of < *parse_rfc3339(one.given))
      return fmt::format("it was given on {}, after the time of this audit", one.given);
    if (!one.expires.empty() && sources_.as_of > last_second(one.expires))
      return fmt::format("it expired on {}", one.expires);
    return {};
  }

  // Empty when it is about what is audited.
  std::string why_out_of_place(const Draft& draft) const {
    if (draft.testimony.kind != Testimony::Kind::plan && draft.testimony.commits.empty() && draft.testimony.files.empty())
      return "it covers neither a commit nor a file by its digest";
    for (const std::string& commit : draft.testimony.commits)
      if (commit != sources_.commit.hex())
        return fmt::format("it covers commit {}, which is not the audited one", commit);
    for (const auto& [path, sha256] : draft.testimony.files)
      if (!files_.holds(path, sha256))
        return fmt::format("it covers {} by a digest that no file of that name here has", escape_text(path));
    const auto schema = std::find_if(sources_.schemas.begin(), sources_.schemas.end(),
                                     [&](const auto* one) { return one->id == draft.testimony.schema; });
    if (schema != sources_.schemas.end() && (*schema)->find_control(draft.testimony.control) == nullptr)
      return fmt::format("schema {} has no control {}", draft.testimony.schema, draft.testimony.control);
    return {};
  }

  // Of waivers: whether law forbids it, and whether its approver approves of what is his own.
  std::string why_forbidden(const Draft& draft, const trust::Person* approver) const {
    if (draft.testimony.kind != Testimony::Kind::waiver)
      return {};
    for (const schema::ComplianceSchema* one : sources_.schemas)
      if (one->id == draft.testimony.schema && one->law)
        return "nobody can waive what a schema of law asks for";
    if (draft.signer == draft.requested_by)
      return "whoever asked for it approved it";
    for (const std::string& item : draft.testimony.items)
      if (approver != nullptr && wrote(*approver, item))
        return fmt::format("{} wrote {}, which it excepts", draft.signer, item);
    return {};
  }

  // Whether a commit names one of the person's principals as its author.
  bool wrote(const trust::Person& person, const std::string& item) const {
    const auto id = ObjectId::parse(item);
    const repository::ReadResult read = id ? sources_.repository.read(*id) : repository::ReadResult{};
    repository::CommitView commit;
    if (!read.object || read.object.type() != repository::ObjectType::commit)
      return false;
    (void)repository::parse_commit(read.object.bytes(), commit);
    return std::any_of(person.keys.begin(), person.keys.end(), [&](const trust::PersonKey& key) {
      return key.kind == trust::KeyKind::principal && ascii_lower(key.value) == ascii_lower(commit.author.email);
    });
  }

  const TestimonySources& sources_;
  const Files& files_;
  trust::Roles roles_;
};

// The root element's name, as far as a file that may be anything has one.
std::string_view root_name(std::string_view bytes) {
  for (std::size_t at = bytes.find('<'); at != bytes.npos; at = bytes.find('<', at)) {
    if (bytes.substr(at, 2) == "<?")
      at = bytes.find("?>", at);
    else if (bytes.substr(at, 4) == "<!--")
      at = bytes.find("-->", at);
    else
      return bytes.substr(at + 1, bytes.find_first_of(" \t\r\n/>", at) - at - 1);
    if (at == bytes.npos)
      break;
  }
  return {};
}

bool is_testimony(const SourceFile& file) {
  if (!file.name.ends_with(".xml") || file.bytes.size() > largest)
    return false;
  const std::string_view root = root_name(file.bytes);
  return root == "attestation" || root == "waiver" || root == "plan";
}

} // namespace

TestimonyOnFile read_testimony(const TestimonySources& sources) {
  const Files files(sources);
  const Examiner examiner(sources, files);
  const SourceFile xsd = builtin("schemas/testimony.xsd");
  TestimonyOnFile out;
  const auto take = [&](const SourceFile& file, bool supplied, const std::optional<Signature>& signature) {
    Diagnostics diagnostics;
    const XmlDocument document(file, xsd.bytes, diagnostics);
    if (diagnostics.empty())
      out.read.push_back(examiner.examine(file, supplied, document.root(), signature));
    else
      out.unreadable.push_back(fmt::format("{}: {}", file.shown, diagnostics.sorted().front().message));
  };
  if (!files.problem().empty())
    out.unreadable.push_back("some files of the tree: " + files.problem());
  for (const auto& [path, id] : files.tree()) {
    if (!is_named_so(path))
      continue;
    const auto file = files.in_tree(path);
    if (!file) {
      out.unreadable.push_back(fmt::format("{}: it is larger than a megabyte or missing", escape_text(path)));
      continue;
    }
    std::optional<Signature> signature;
    for (const auto& [ending, form] : endings)
      if (const auto beside = signature ? std::nullopt : files.in_tree(path + ending))
        signature = Signature{form, beside->bytes};
    take(*file, false, signature);
  }
  for (const SourceFile& file : sources.supplied) {
    if (!is_testimony(file))
      continue;
    std::optional<Signature> signature;
    for (const auto& [ending, form] : endings)
      for (const SourceFile& beside : sources.supplied)
        if (!signature && beside.name == file.name + ending)
          signature = Signature{form, beside.bytes};
    // Without the folder that it has in the dossier.
    take({file.name, file.bytes, escape_text(file.name.substr(file.name.find('/') + 1))}, true, signature);
  }
  return out;
}

} // namespace assay
