// SPDX-License-Identifier: Apache-2.0
#include "audit/testimony_check.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"
#include "audit/builtin.hpp"
#include "audit/repository/objects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay {

using evaluation::Testimony;

namespace {

constexpr Seconds day_length = 86'400;

Seconds last_second(const std::string& day) {
  return *parse_rfc3339(day) + day_length - 1;
}

// The identities of a commit; nothing for what is none or cannot be had.
struct CommitPeople {
  std::string author, committer;
  std::optional<Seconds> time;
};

std::optional<CommitPeople> people_of(const repository::Repository& repository, const ObjectId& id) {
  const repository::ReadResult read = repository.read(id);
  if (!read.object || read.object.type() != repository::ObjectType::commit)
    return std::nullopt;
  repository::CommitView commit;
  (void)repository::parse_commit(read.object.bytes(), commit);
  return CommitPeople{ascii_lower(commit.author.email), ascii_lower(commit.committer.email), commit.committer.time};
}

} // namespace

// What one file says, and who has to have signed it.
struct TestimonyCheck::Draft {
  Testimony testimony;
  const trust::Person* person = nullptr;
  std::string signer;       // id of the person
  std::string requested_by; // the same of a waiver
};

TestimonyCheck::TestimonyCheck(const TestimonySources& sources, const TestimonyFiles& files)
    : sources_(sources), files_(files) {
  for (const SourceFile& file : trust::files_of(sources.trust_files, trust::TrustFile::roles)) {
    Diagnostics diagnostics;
    roles_ = trust::Roles::read(file, builtin("schemas/roles.xsd").bytes, diagnostics);
    diagnostics.throw_if_any("roles " + file.shown);
  }
}

TestimonyCheck::Draft TestimonyCheck::read(pugi::xml_node root) {
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
    for (const pugi::xml_node item : root.children("item"))
      out.items.emplace_back(item.attribute("id").value());
  } else {
    out.kind = Testimony::Kind::plan;
    out.statement = text("weakness");
    draft.signer = value("owner");
    for (const pugi::xml_node one : root.children("milestone"))
      out.milestones.push_back({one.attribute("due").value(), one.attribute("done").value(), folded(text_of(one))});
  }
  for (const pugi::xml_node one : root.children("covers")) {
    if (const pugi::xml_attribute commit = one.attribute("commit"))
      out.commits.emplace_back(commit.value());
    else // an empty path or digest is that of no file
      out.files.emplace_back(one.attribute("path").value(), one.attribute("sha256").value());
  }
  return draft;
}

Testimony TestimonyCheck::examine(const SourceFile& file, bool supplied, pugi::xml_node root,
                                  const std::vector<DetachedSignature>& signatures) const {
  Draft draft = read(root);
  Testimony& out = draft.testimony;
  out.document = file.shown;
  out.supplied = supplied;
  out.sha256 = file.sha256();
  draft.person = roles_.find(draft.signer);
  const trust::Person* const requester = roles_.find(draft.requested_by);
  out.person = draft.person != nullptr ? draft.person->name : draft.signer;
  out.requested_by = requester != nullptr ? requester->name : draft.requested_by;
  // Each question costs more than the one before, and strangers may have written the file.
  out.refused = why_unsigned(file, draft, signatures, out.signature);
  if (out.refused.empty())
    out.refused = why_out_of_time(out);
  if (out.refused.empty())
    out.refused = why_not_asked(out);
  if (out.refused.empty())
    out.refused = why_out_of_place(draft);
  if (out.refused.empty() && out.kind == Testimony::Kind::waiver)
    out.refused = why_not_waived(draft);
  return std::move(out);
}

std::string TestimonyCheck::why_unsigned(const SourceFile& file, const Draft& draft,
                                         const std::vector<DetachedSignature>& signatures, std::string& status) const {
  status = "none";
  std::string why = signatures.empty() ? "no signature lies beside it"
                                       : "what lies beside it is no signature in the armour of OpenPGP, SSH or CMS";
  const Seconds given = *parse_rfc3339(draft.testimony.given);
  const Seconds claimed = std::min(last_second(draft.testimony.given), std::max(sources_.as_of, given));
  for (const DetachedSignature& signature : signatures) {
    const auto judged = evidence::judge_signature(sources_.trust, {signature.kind, signature.bytes, file.bytes}, claimed,
                                                  trust::file_namespace);
    if (!judged.verdict)
      continue;
    const trust::Verdict& verdict = *judged.verdict;
    status = to_string(verdict.status);
    if (verdict.status != trust::Status::good)
      why = fmt::format("its signature is {}: {}", status, verdict.explanation);
    else if (verdict.self_asserted)
      why = "the key that signed it comes from the audited repository itself";
    else if (draft.person == nullptr)
      why = fmt::format("roles.xml of the trust store knows no person {}", draft.signer);
    else
      why = why_not_by(*draft.person, draft, verdict);
    if (why.empty())
      break;
  }
  return why;
}

// Asked for the day it was given and, where the signature states one, for the time it was made: either could be chosen.
std::string TestimonyCheck::why_not_by(const trust::Person& signer, const Draft& draft,
                                       const trust::Verdict& verdict) const {
  const Testimony& one = draft.testimony;
  if (verdict.time && *verdict.time > sources_.as_of)
    return fmt::format("it was signed at {}, after the time of this audit", format_rfc3339(*verdict.time));
  std::vector<std::pair<Seconds, std::string>> times = {{last_second(one.given), one.given}};
  if (verdict.time)
    times.emplace_back(*verdict.time, format_rfc3339(*verdict.time));
  for (const auto& [time, shown] : times) {
    const auto owners = roles_.persons(verdict, time);
    if (std::find(owners.begin(), owners.end(), &signer) == owners.end())
      return fmt::format("the key that signed it is not one of {} on {}", signer.id, shown);
    if (one.kind == Testimony::Kind::attestation && !signer.speaks_as(one.role, time))
      return fmt::format("{} may not attest as {} on {}, says roles.xml of the trust store", signer.id, one.role, shown);
    if (one.kind == Testimony::Kind::waiver && !signer.may(trust::Role::waive, time))
      return fmt::format("{} may not waive on {}, says roles.xml of the trust store", signer.id, shown);
  }
  return {};
}

std::string TestimonyCheck::why_out_of_time(const Testimony& one) const {
  if (sources_.as_of < *parse_rfc3339(one.given))
    return fmt::format("it was given on {}, after the time of this audit", one.given);
  if (!one.expires.empty() && sources_.as_of > last_second(one.expires))
    return fmt::format("it expired on {}", one.expires);
  return {};
}

// Empty when the control, if it is tested, is there and asks for such a sentence.
std::string TestimonyCheck::why_not_asked(const Testimony& one) const {
  for (const evaluation::Selection& selection : sources_.selections) {
    if (selection.schema.id != one.schema)
      continue;
    const schema::Control* const control = selection.schema.find_control(one.control);
    if (control == nullptr)
      return fmt::format("schema {} has no control {}", one.schema, one.control);
    if (one.kind != Testimony::Kind::attestation)
      return {};
    const std::vector<const schema::Node*> asked = control->leaves(schema::Node::Kind::attestation);
    if (std::none_of(asked.begin(), asked.end(), [&](const schema::Node* node) {
          return node->role == one.role && node->statement == one.statement;
        }))
      return fmt::format("the control does not ask the {} for this sentence", one.role);
  }
  return {};
}

// Empty when it is about what is audited.
std::string TestimonyCheck::why_out_of_place(const Draft& draft) const {
  const Testimony& one = draft.testimony;
  if (one.kind == Testimony::Kind::plan)
    return {};
  bool here = one.commits.empty();
  for (const std::string& commit : one.commits) {
    if (std::find(sources_.audited.begin(), sources_.audited.end(), commit) == sources_.audited.end())
      return fmt::format("it covers commit {}, which is not the audited one", commit);
    here = here || commit == sources_.commit.hex();
  }
  if (!here)
    return fmt::format("it covers commit {}, which is of another repository", one.commits.front());
  if (!one.commits.empty()) {
    const auto people = people_of(sources_.repository, sources_.commit);
    if (people && people->time && *people->time > last_second(one.given))
      return fmt::format("it was given on {}, before the commit it covers was made", one.given);
  }
  for (const auto& [path, sha256] : one.files)
    if (!files_.holds(path, sha256))
      return fmt::format("it covers {} by a digest that no file of that name here has",
                         path.empty() ? "a file without a name" : escape_text(path));
  // A licence is the same file in many repositories.
  if (sources_.audited.size() > 1 && one.commits.empty() &&
      !std::all_of(one.files.begin(), one.files.end(),
                   [&](const auto& file) { return files_.holds_supplied(file.first, file.second); }))
    return "it names no commit, and of which of the repositories the file is that it covers it does not say";
  return {};
}

// Of a waiver: whether law forbids it, whether it was asked for by somebody else, and whether it excepts what contradicts
// the control and nothing of its approver's own.
std::string TestimonyCheck::why_not_waived(const Draft& draft) const {
  const Testimony& one = draft.testimony;
  if (draft.signer == draft.requested_by)
    return "whoever asked for it approved it";
  if (roles_.find(draft.requested_by) == nullptr)
    return fmt::format("roles.xml of the trust store knows no person {}, who asked for it", draft.requested_by);
  const std::set<std::string, std::less<>> items(one.items.begin(), one.items.end());
  for (const evaluation::Selection& selection : sources_.selections) {
    if (selection.schema.id != one.schema)
      continue;
    if (selection.schema.law)
      return "nobody can waive what a schema of law asks for";
    std::uint64_t contradicting = 0, not_excepted = 0;
    std::string own;
    for (const evaluation::Finding* finding : evaluation::findings_of(one.control, selection, sources_.evaluation)) {
      if (finding->result != evaluation::Result::contradicted)
        continue;
      finding->exception_ids.each_line([&](std::string_view id) {
        ++contradicting;
        if (!items.empty() && items.find(id) == items.end())
          ++not_excepted;
        else if (own.empty())
          own = why_own_work(*draft.person, std::string(id));
      });
    }
    if (!own.empty())
      return own;
    if (!items.empty() && (contradicting == 0 || not_excepted > 0))
      return fmt::format("of {} items that contradict the control it does not except {}", contradicting,
                         contradicting == 0 ? "any" : std::to_string(not_excepted));
  }
  return {};
}

// Empty when the item is no commit, or one of somebody else.
std::string TestimonyCheck::why_own_work(const trust::Person& approver, const std::string& item) const {
  const auto id = ObjectId::parse(item);
  const auto people = id ? people_of(sources_.repository, *id) : std::nullopt;
  if (!people)
    return {};
  bool known = false;
  for (const trust::PersonKey& key : approver.keys) {
    if (key.kind != trust::KeyKind::principal)
      continue;
    known = true;
    const std::string address = ascii_lower(key.value);
    if (address == people->author || address == people->committer)
      return fmt::format("{} wrote {}, which it excepts", approver.id, item);
  }
  return known ? std::string()
               : fmt::format("whether {} wrote {}, which it excepts, is not known: roles.xml gives no address of theirs",
                             approver.id, item);
}

} // namespace assay
