// SPDX-License-Identifier: Apache-2.0
//
// The parts in their order: structure before digests, digests before the signature, the signature before meaning.
#include "audit/verify.hpp"

#include "audit/base/error.hpp"
#include "audit/base/xml.hpp"
#include "audit/builtin.hpp"
#include "audit/dossier.hpp"
#include "audit/render/renderer.hpp"
#include "audit/replay.hpp"
#include "audit/seal/cades.hpp"
#include "audit/seal/container.hpp"
#include "audit/seal/manifest.hpp"
#include "audit/seal/member_names.hpp"
#include "audit/statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace assay {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
  case Verdict::holds: return "holds";
  case Verdict::indeterminate: return "indeterminate";
  case Verdict::fails: return "fails";
  case Verdict::not_asked: return "not asked";
  }
  return {};
}

bool Verification::any(Verdict verdict) const {
  return std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return part.verdict == verdict; });
}

namespace {

constexpr std::uint64_t report_limit = render::report_limits.bytes;

class Verifier {
public:
  Verifier(const seal::Container& container, const VerifyRequest& request)
      : container_(container), request_(request) {}

  Verification run() {
    add("container", &Verifier::check_container);
    add("members", &Verifier::check_members);
    add("signature", &Verifier::check_signature);
    add("statement", &Verifier::check_statement);
    add("schemas", &Verifier::check_known);
    add("renderings", &Verifier::check_renderings);
    add("replay", &Verifier::check_replay);
    return {std::move(parts_)};
  }

private:
  void add(const char* name, void (Verifier::*check)(Part&)) {
    Part part;
    part.name = name;
    try {
      (this->*check)(part);
    } catch (const Error& error) {
      // A file that says it is a dossier and is not has failed; a full disk or a mistake of ours has not shown that.
      if (error.kind() != ErrorKind::input)
        throw;
      part.verdict = Verdict::fails;
      part.answer = error.message();
    }
    parts_.push_back(std::move(part));
  }

  static void set(Part& part, Verdict verdict, std::string answer) {
    part.verdict = verdict;
    part.answer = std::move(answer);
  }

  bool has(std::string_view name) const { return container_.size(name).has_value(); }

  std::string read(std::string_view name, std::uint64_t limit) const {
    if (!has(name))
      throw Error::input(fmt::format("{} is missing", name));
    return container_.read(name, limit);
  }

  void check_container(Part& part) {
    if (const auto difference = seal::difference_from_canonical(container_))
      return set(part, Verdict::fails, "not in the one canonical form: " + *difference);
    set(part, Verdict::holds, fmt::format("{} members, in canonical form", container_.names().size()));
  }

  void check_members(Part& part) {
    const std::vector<std::string> problems = seal::manifest_problems(container_);
    if (!problems.empty()) {
      part.details.assign(problems.begin() + 1, problems.end());
      return set(part, Verdict::fails, problems.front());
    }
    set(part, Verdict::holds, "every member has the SHA-256 that the signed manifest states");
  }

  void check_signature(Part& part) {
    const std::string der = read(seal::signature_name, 1u << 20);
    const std::string manifest = read(seal::manifest_name, seal::max_manifest_bytes);
    if (const auto difference = seal::cms_difference_from_canonical(der, manifest))
      return set(part, Verdict::fails, "TOTAL-FAILED / FORMAT_FAILURE: " + *difference);
    const std::string chain = has(member::chain) ? read(member::chain, 1u << 20) : std::string();
    const seal::SignatureAnswer answer =
        seal::validate_signature(manifest, der, request_.ca, chain, request_.now);
    signer_certificate_ = answer.certificate_sha256;
    part.verdict = answer.indication == seal::Indication::total_passed   ? Verdict::holds
                   : answer.indication == seal::Indication::total_failed ? Verdict::fails
                                                                         : Verdict::indeterminate;
    part.answer = std::string(to_string(answer.indication));
    if (!answer.sub_indication.empty())
      part.answer += " / " + answer.sub_indication;
    if (!answer.explanation.empty())
      part.answer += ": " + answer.explanation;
    part.details.push_back(fmt::format("policy {}", seal::policy_id));
    if (!answer.signer.empty())
      part.details.push_back(fmt::format("signed by {}, certificate {}", answer.signer, answer.certificate_sha256));
    part.details.push_back(
        fmt::format("signed at {}, as the signer claims", format_rfc3339(answer.claimed_signing_time)));
    part.details.insert(part.details.end(), answer.remarks.begin(), answer.remarks.end());
  }

  // The statement is read, and agrees with the members, with the report, and with who signed.
  void check_statement(Part& part) {
    const std::string bytes = read(member::statement, statement_limit);
    statement_ = read_statement(bytes);
    std::vector<std::string> problems;
    // What this program does not know it would not write either: nothing can be said in passing.
    if (write_statement(*statement_) != bytes)
      problems.push_back("the statement is not in canonical form");
    if (statement_->sealer.certificate_sha256 != signer_certificate_)
      problems.push_back("the signer is not the one that the statement names");
    compare_with_members(problems);
    compare_with_report(problems);
    if (problems.empty())
      return set(part, Verdict::holds,
                 fmt::format("{} as of {}, tested by assay {}", commits(), format_rfc3339(statement_->as_of),
                             statement_->tool_version));
    part.details.assign(problems.begin() + 1, problems.end());
    set(part, Verdict::fails, problems.front());
  }

  // "commit 1234…", or the commit of each subject.
  std::string commits() const {
    if (statement_->subjects.size() == 1)
      return "commit " + statement_->subjects.front().commit.hex();
    std::vector<std::string> all;
    for (const report::Subject& subject : statement_->subjects)
      all.push_back(fmt::format("{} at commit {}", subject.id, subject.commit.hex()));
    return fmt::format("{}", fmt::join(all, ", "));
  }

  void compare_with_members(std::vector<std::string>& problems) const {
    std::map<std::string, std::string> stated(statement_->members.begin(), statement_->members.end());
    for (const std::string& name : container_.names()) {
      if (name == "mimetype" || name == member::statement || seal::in_meta_inf(name))
        continue;
      const auto found = stated.find(name);
      if (found == stated.end())
        problems.push_back(fmt::format("{} is not stated", name));
      else if (found->second != to_hex(container_.sha256(name)))
        problems.push_back(fmt::format("{} has another digest than stated", name));
    }
    for (const auto& [name, sha256] : stated)
      if (!has(name))
        problems.push_back(fmt::format("{} is stated and missing", name));
    for (const StatementInput& input : statement_->inputs)
      if (stated.count(input.name) == 0 || stated[input.name] != input.sha256 ||
          container_.size(input.name) != input.size)
        problems.push_back(fmt::format("input {} is not the member of that name", input.name));
  }

  void compare_with_report(std::vector<std::string>& problems) {
    const std::string bytes = read(member::report, report_limit);
    Diagnostics diagnostics;
    const SourceFile file{member::report, bytes, member::report}, xsd = builtin("schemas/report.xsd");
    const XmlDocument document(file, xsd.bytes, diagnostics, render::report_limits);
    if (!diagnostics.empty()) {
      problems.push_back("report.xml is no valid report: " + diagnostics.sorted().front().message);
      return;
    }
    // Comments and the like could make a rendering show less than the record says.
    if (canonical_xml(bytes) != bytes) {
      problems.push_back("report.xml is not in canonical form");
      return;
    }
    report_ = bytes;
    const pugi::xml_node root = document.root();
    report::Provenance stated{statement_->tool_version, statement_->as_of, statement_->sealer, {}};
    pugi::xml_node reported = root.child("input");
    for (const StatementInput& input : statement_->inputs) {
      // Whether a file was built in is the report's word; whether it is known here is asked of the file itself.
      const bool built_in = std::string_view(reported.attribute("built-in").value()) == "yes";
      stated.inputs.push_back({input.kind, input.name, input.sha256, input.size, built_in});
      reported = reported.next_sibling("input");
    }
    if (report::write_provenance(stated, statement_->subjects) != report::provenance_of(root))
      problems.push_back("the report names another tool, time, sealer, subject or input than the statement");
    account_for_members(root, problems);
    compare_with_schemas(root, problems);
  }

  // Whatever else is in the container would borrow the seal's authority.
  void account_for_members(pugi::xml_node report, std::vector<std::string>& problems) const {
    std::set<std::string> accounted = {member::report, member::html, member::markdown, member::statement,
                                       member::chain, "mimetype"};
    for (const StatementInput& input : statement_->inputs)
      accounted.insert(input.name);
    for (const pugi::xml_node finding : report.children("finding")) {
      const std::string list = finding.attribute("exceptions-file").value();
      if (!list.empty() && !has(list))
        problems.push_back(fmt::format("{} is missing", list));
      accounted.insert(list);
    }
    for (const std::string& name : container_.names())
      if (accounted.count(name) == 0 && !seal::in_meta_inf(name))
        problems.push_back(fmt::format("{} has no place in a dossier", name));
  }

  // The report claims outcomes for the schemas that are embedded, not for others.
  void compare_with_schemas(pugi::xml_node report, std::vector<std::string>& problems) {
    pugi::xml_node reported = report.child("schema");
    for (const StatementInput& input : statement_->inputs) {
      if (input.kind != "schema")
        continue;
      pugi::xml_document schema;
      const std::string bytes = read(input.name, input_limit);
      (void)schema.load_buffer(bytes.data(), bytes.size()); // one that cannot be read has no attributes
      for (const char* name : {"id", "title", "version", "publisher", "jurisdiction", "law", "status"})
        if (std::string_view(schema.document_element().attribute(name).value()) != reported.attribute(name).value())
          problems.push_back(fmt::format("the {} of {} is another in the report", name, input.name));
      tested_against_.push_back(fmt::format("{} {}{}{}", reported.attribute("id").value(),
                                            reported.attribute("version").value(),
                                            reported.attribute("profile") ? ", profile " : "",
                                            reported.attribute("profile").value()));
      reported = reported.next_sibling("schema");
    }
    if (reported)
      problems.push_back("the report has outcomes for a schema that is not in the dossier");
  }

  // An embedded schema could call itself by a known name and demand nothing.
  void check_known(Part& part) {
    if (!statement_)
      return set(part, Verdict::fails, "there is no statement that names them");
    std::size_t known = 0;
    for (const StatementInput& input : statement_->inputs) {
      if (input.kind == "trust" || input.kind == "evidence")
        continue;
      const SourceFile file{input.name, read(input.name, input_limit), input.name};
      const bool given = std::any_of(request_.known.begin(), request_.known.end(),
                                     [&](const SourceFile& one) { return one.bytes == file.bytes; });
      if (given || is_builtin(file)) {
        ++known;
        if (input.kind == "template")
          known_templates_.push_back(file);
      } else {
        part.details.push_back(fmt::format("{} {}: {}", input.kind, input.name,
                                           is_builtin_name(input.name) ? "differs from the built-in file of that name"
                                                                       : "is unknown to this verifier"));
      }
    }
    const std::size_t unknown = part.details.size();
    for (const std::string& schema : tested_against_)
      part.details.push_back("tested against " + schema);
    if (unknown == 0)
      return set(part, Verdict::holds, fmt::format("all {} schemas, rules, profiles and templates are known", known));
    set(part, Verdict::indeterminate,
        fmt::format("{} of the schemas, rules, profiles and templates are not known; read them before relying on "
                    "what they say, and hand them in with --schema",
                    unknown));
  }

  void check_renderings(Part& part) {
    if (report_.empty())
      return set(part, Verdict::fails, "there is no valid report to render");
    for (const auto& [name, template_name] : {std::pair{member::html, html_template},
                                              std::pair{member::markdown, markdown_template}}) {
      const std::string embedded = read(name, report_limit);
      const bool known = std::any_of(known_templates_.begin(), known_templates_.end(),
                                     [&, wanted = template_name](const SourceFile& one) { return one.name == wanted; });
      if (!known) // a stranger's template is not run
        return set(part, Verdict::indeterminate, fmt::format("{} was made by a template that is not known", name));
      if (render_report(report_, known_templates_, template_name) != embedded)
        return set(part, Verdict::fails, fmt::format("{} is not what report.xml renders to", name));
    }
    set(part, Verdict::holds, "report.html and report.md are what report.xml renders to");
  }

  void check_replay(Part& part) {
    if (request_.clones.empty())
      return set(part, Verdict::not_asked, "only a replay shows that the outcomes follow from the repository: name a clone with --repo");
    if (!statement_ || report_.empty())
      return set(part, Verdict::indeterminate, "not replayed: there is no statement or no report to replay");
    const ReplayAnswer answer = replay(*statement_, container_, report_, request_.clones, request_.progress);
    part.details = answer.refs_changed;
    switch (answer.result) {
    case ReplayResult::reproduced:
      return set(part, answer.refs_changed.empty() ? Verdict::holds : Verdict::indeterminate,
                 answer.refs_changed.empty()
                     ? fmt::format("reproduced: the same inputs and {} give the same report, byte for byte",
                                   statement_->subjects.size() == 1 ? "this clone" : "these clones")
                     : "reproduced from the refs as recorded, which this clone no longer holds so");
    case ReplayResult::differs: return set(part, Verdict::fails, "differs: " + answer.reason);
    case ReplayResult::not_replayed: return set(part, Verdict::indeterminate, "not replayed: " + answer.reason);
    }
  }

  const seal::Container& container_;
  const VerifyRequest& request_;
  std::vector<Part> parts_;
  std::string signer_certificate_;
  std::optional<Statement> statement_;
  std::string report_; // empty unless it is a valid, canonical report
  std::vector<std::string> tested_against_;
  std::vector<SourceFile> known_templates_;
};

} // namespace

Verification verify(const std::filesystem::path& dossier, const VerifyRequest& request) {
  seal::require_readable_anchors(request.ca); // the verifier's own files: their faults are not the dossier's
  const auto opened = seal::Container::open(dossier);
  if (const auto* malformed = std::get_if<seal::Malformed>(&opened))
    return {{{"container", Verdict::fails, "this is no dossier: " + malformed->reason, {}}}};
  return Verifier(std::get<seal::Container>(opened), request).run();
}

} // namespace assay
