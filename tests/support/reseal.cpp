// SPDX-License-Identifier: Apache-2.0
//
// A forger's tool: takes a dossier, puts other contents into some members, makes statement and manifest agree
// with them, and seals it with another key. What it makes is consistent in itself; `assay verify` has to find out.
//
// usage: reseal IN OUT KEY CERT [MEMBER=FILE]…
#include "audit/base/runtime.hpp"
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

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
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
  const std::string former = statement.sealer.certificate_sha256;
  statement.sealer = {identity.subject(), identity.certificate_sha256(), statement.sealer.self_made};
  std::string& report = contents[member::report];
  replace_all(report, former, identity.certificate_sha256());
  for (StatementInput& input : statement.inputs) {
    const std::string before = input.sha256;
    input.sha256 = sha256_hex(contents[input.name]);
    input.size = contents[input.name].size();
    replace_all(report, before, input.sha256);
  }
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
