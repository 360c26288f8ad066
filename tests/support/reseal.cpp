// SPDX-License-Identifier: Apache-2.0
//
// A forger's tool: takes a dossier, puts other contents into some members, makes statement and manifest agree
// with them, and seals it with another key. What it makes is consistent in itself; `assay verify` has to find out.
//
// usage: reseal IN OUT KEY CERT [MEMBER=FILE]…
#include "audit/base/runtime.hpp"
#include "audit/base/xml.hpp"
#include "audit/dossier.hpp"
#include "audit/seal/cades.hpp"
#include "audit/seal/container.hpp"
#include "audit/seal/manifest.hpp"
#include "audit/statement.hpp"

#include <cstdio>
#include <map>
#include <set>

using namespace assay;

namespace {

SourceFile pem(const char* path) {
  return {path, read_file(path, 1u << 20), path};
}

// The report with the statement's sealer and inputs.
std::string adapted(const std::string& report, const Statement& statement) {
  pugi::xml_document document;
  document.load_buffer(report.data(), report.size(), pugi::parse_default | pugi::parse_declaration);
  pugi::xml_node root = document.document_element(), sealer = root.child("sealer");
  sealer.attribute("subject").set_value(statement.sealer.subject.c_str());
  sealer.attribute("certificate-sha256").set_value(statement.sealer.certificate_sha256.c_str());
  pugi::xml_node reported = root.child("input");
  for (const StatementInput& input : statement.inputs) {
    reported.attribute("sha256").set_value(input.sha256.c_str());
    reported.attribute("size").set_value(static_cast<unsigned long long>(input.size));
    reported = reported.next_sibling("input");
  }
  return xml_to_string(document);
}

void forge(int argc, char** argv) {
  const auto opened = seal::Container::open(argv[1]);
  const auto& container = std::get<seal::Container>(opened);
  const auto identity = seal::SigningIdentity::load(pem(argv[3]), pem(argv[4]));
  std::map<std::string, std::string> contents;
  for (const std::string& name : container.names())
    if (name != "mimetype" && name.rfind("META-INF/", 0) != 0)
      contents[name] = container.read(name, 1u << 30);
  std::set<std::string> given;
  for (int i = 5; i < argc; ++i) {
    const std::string word = argv[i];
    const std::size_t equals = word.find('=');
    given.insert(word.substr(0, equals));
    contents[word.substr(0, equals)] = read_file(word.substr(equals + 1), 1u << 30);
  }
  Statement statement = read_statement(contents[member::statement]);
  statement.sealer = {identity.subject(), identity.certificate_sha256(), statement.sealer.self_made};
  for (StatementInput& input : statement.inputs) {
    input.sha256 = sha256_hex(contents[input.name]);
    input.size = contents[input.name].size();
  }
  std::string& report = contents[member::report];
  if (given.count(member::report) == 0)
    report = adapted(report, statement);
  for (const auto& [name, template_name] :
       {std::pair{member::html, html_template}, std::pair{member::markdown, markdown_template}})
    if (given.count(name) == 0)
      contents[name] = render_report(report, builtin_templates(), template_name);
  statement.members.clear();
  contents.erase(member::statement);
  std::vector<seal::Member> members;
  std::vector<seal::Reference> references;
  for (const auto& [name, bytes] : contents)
    statement.members.emplace_back(name, sha256_hex(bytes));
  contents[member::statement] = write_statement(statement);
  for (const auto& [name, bytes] : contents) {
    members.push_back({name, bytes});
    references.push_back({name, seal::mime_type(name), sha256(bytes)});
  }
  const std::string manifest = seal::write_manifest(references);
  members.push_back({std::string(seal::manifest_name), manifest});
  members.push_back({std::string(seal::signature_name), seal::sign_detached(identity, manifest, 1700000000)});
  seal::write_container(argv[2], members);
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: reseal IN OUT KEY CERT [MEMBER=FILE]...\n");
    return 2;
  }
  try {
    const Runtime runtime;
    forge(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "reseal: %s\n", error.what());
    return 4;
  }
  return 0;
}
