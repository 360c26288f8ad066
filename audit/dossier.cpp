// SPDX-License-Identifier: Apache-2.0
#include "audit/dossier.hpp"

#include "audit/base/error.hpp"
#include "audit/builtin.hpp"
#include "audit/render/renderer.hpp"
#include "audit/seal/cades.hpp"
#include "audit/seal/container.hpp"
#include "audit/seal/manifest.hpp"
#include "audit/statement.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {

namespace fs = std::filesystem;

std::string render_report(const std::string& report_xml, const std::vector<SourceFile>& templates,
                          const std::string& template_name) {
  for (const SourceFile& one : templates)
    if (one.name == template_name)
      return render::render(one, templates, {member::report, report_xml, member::report},
                            builtin("schemas/report.xsd").bytes);
  throw Error::input(fmt::format("there is no template {}", template_name));
}

std::string dossier_digest(const fs::path& dossier) {
  const auto opened = seal::Container::open(dossier);
  if (const auto* container = std::get_if<seal::Container>(&opened))
    if (container->size(member::statement))
      return to_hex(container->sha256(member::statement));
  return to_hex(seal::sha256(seal::Member{"dossier", dossier}));
}

WrittenDossier write_dossier(const fs::path& directory, const Audit& audit, const AuditResult& result,
                             const std::vector<report::Subject>& subjects, const seal::SigningIdentity& identity,
                             Seconds signing_time) {
  const std::vector<SourceFile>& templates = audit.inputs().templates;
  const std::string html = render_report(result.report_xml, templates, html_template);
  const std::string markdown = render_report(result.report_xml, templates, markdown_template);
  std::vector<seal::Member> members = {
      {member::report, result.report_xml}, {member::html, html}, {member::markdown, markdown}};
  for (const auto& [kind, file] : input_files(audit.inputs()))
    members.push_back({file->name, file->bytes});
  if (!identity.chain_pem().empty())
    members.push_back({member::chain, identity.chain_pem()});
  // Long lists of exceptions go through files, which are gone before the directory is published.
  const fs::path work = directory / "work";
  fs::create_directory(work);
  for (const evaluation::Finding* finding : audit.findings()) {
    if (finding->exceptions == 0)
      continue;
    const fs::path list = work / (finding->id + ".txt");
    finding->exception_ids.save(list);
    members.push_back({report::exceptions_member(*finding), list});
  }
  Statement statement = statement_of(audit.inputs(), subjects, result.missing);
  std::vector<seal::Reference> references;
  for (const seal::Member& one : members) {
    const Digest digest = seal::sha256(one);
    statement.members.emplace_back(one.name, to_hex(digest));
    references.push_back({one.name, seal::mime_type(one.name), digest});
  }
  std::sort(statement.members.begin(), statement.members.end());
  const std::string statement_json = write_statement(statement);
  members.push_back({member::statement, statement_json});
  references.push_back({member::statement, seal::mime_type(member::statement), sha256(statement_json)});

  const std::string manifest = seal::write_manifest(std::move(references));
  members.push_back({std::string(seal::manifest_name), manifest});
  members.push_back({std::string(seal::signature_name), seal::sign_detached(identity, manifest, signing_time)});
  const fs::path dossier = directory / "dossier.asice";
  seal::write_container(dossier, members);
  fs::remove_all(work);
  write_new_file(directory / member::report, result.report_xml);
  write_new_file(directory / member::html, html);
  write_new_file(directory / member::markdown, markdown);
  return {dossier, sha256_hex(statement_json)};
}

} // namespace assay
