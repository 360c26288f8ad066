// SPDX-License-Identifier: Apache-2.0
//
// No byte of a sealed container can be changed, taken away or added unnoticed: neither as an accident, which the
// checksums find, nor by somebody who puts every checksum right again.
#include "test_seal_support.hpp"

#include <ctime>
#include <map>

using namespace seal_tests;

namespace {

struct Sealed {
  Sealed() {
    write_sealed(dir / "good.asice", {{"report.xml", std::string("<report format=\"1\"/>\n")},
                                      {"statement.json", std::string("{}\n")},
                                      {"evidence/Größe.txt", std::string("x")}},
                 identity);
    good = get(dir / "good.asice");
    members = contents_of(opened(dir / "good.asice"));
  }

  // The objection to these bytes; empty when there is none.
  std::string objection_to(const std::string& bytes) const {
    put(dir / "changed.asice", bytes);
    return objection(dir / "changed.asice", ca).value_or("");
  }

  TempDir dir;
  SigningIdentity identity = SigningIdentity::create(signing_moment);
  std::vector<SourceFile> ca{source("ca/me.pem", identity.certificate_pem())};
  std::string good;
  Contents members;
};

} // namespace

TEST_CASE("a sealed container passes") {
  const Sealed sealed;
  CHECK(sealed.objection_to(sealed.good).empty());
  CHECK(raw_zip(sealed.members) == sealed.good);
  MESSAGE("the container has " << sealed.good.size() << " bytes");
}

TEST_CASE("every byte of the file, changed to another value, is noticed") {
  const Sealed sealed;
  for (std::size_t at = 0; at < sealed.good.size(); ++at)
    for (const int change : {0x01, 0x20, 0x80, 0xFF}) {
      std::string bytes = sealed.good;
      bytes[at] = static_cast<char>(bytes[at] ^ change);
      if (sealed.objection_to(bytes).empty())
        FAIL_CHECK("byte " << at << " changed by " << change);
    }
}

TEST_CASE("every bit of META-INF/ and of what follows it, flipped, is noticed") {
  const Sealed sealed;
  const std::size_t start = sealed.good.find(std::string("META-INF/")) - zip_local_header_bytes;
  for (std::size_t at = start; at < sealed.good.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      std::string bytes = sealed.good;
      bytes[at] = static_cast<char>(bytes[at] ^ 1 << bit);
      if (sealed.objection_to(bytes).empty())
        FAIL_CHECK("bit " << bit << " of byte " << at);
    }
}

TEST_CASE("every bit of every member, flipped, is noticed even when all checksums are put right") {
  const Sealed sealed;
  std::map<std::string, std::size_t> by_layer;
  for (std::size_t member = 1; member < sealed.members.size(); ++member)
    for (std::size_t at = 0; at < sealed.members[member].second.size(); ++at)
      for (int bit = 0; bit < 8; ++bit) {
        Contents contents = sealed.members;
        char& byte = contents[member].second[at];
        byte = static_cast<char>(byte ^ 1 << bit);
        const std::string objection = sealed.objection_to(raw_zip(contents));
        ++by_layer[contents[member].first + " by " + objection.substr(0, objection.find(':'))];
        if (objection.empty())
          FAIL_CHECK("bit " << bit << " of byte " << at << " of " << contents[member].first);
      }
  // Nothing here is a container that is malformed: the layers above have to find it.
  for (const auto& [layer, count] : by_layer) {
    MESSAGE(layer << ": " << count);
    CHECK_FALSE(contains(layer, "malformed"));
    CHECK_FALSE(contains(layer, "by container"));
  }
}

TEST_CASE("the signature is never good over a changed manifest, nor a changed signature both good and canonical") {
  const Sealed sealed;
  const std::string manifest = sealed.members.at(sealed.members.size() - 2).second;
  const std::string signature = sealed.members.back().second;
  for (std::size_t at = 0; at < manifest.size(); ++at) {
    std::string changed = manifest;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK(validate_signature(changed, signature, sealed.ca, "", signing_moment).sub_indication == "HASH_FAILURE");
    CHECK(cms_difference_from_canonical(signature, changed));
  }
  std::map<std::string, std::size_t> answers;
  for (std::size_t at = 0; at < signature.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = signature;
      changed[at] = static_cast<char>(changed[at] ^ 1 << bit);
      const SignatureAnswer answer = validate_signature(manifest, changed, sealed.ca, "", signing_moment);
      const bool canonical = !cms_difference_from_canonical(changed, manifest);
      ++answers[(canonical ? "canonical, " : "not canonical, ") + std::string(to_string(answer.indication)) + " " +
                answer.sub_indication];
      CHECK_FALSE((canonical && answer.indication == Indication::total_passed));
    }
  for (const auto& [answer, count] : answers)
    MESSAGE(answer << ": " << count);
}

TEST_CASE("a container cut short or continued is noticed, at every length") {
  const Sealed sealed;
  for (std::size_t size = 0; size < sealed.good.size(); ++size)
    CHECK_MESSAGE(!sealed.objection_to(sealed.good.substr(0, size)).empty(), size);
  for (const std::string& more : {std::string("\0", 1), std::string("\n"), std::string(65'536, 'x'), sealed.good})
    CHECK_FALSE(sealed.objection_to(sealed.good + more).empty());
  for (const std::string& before : {std::string("\0", 1), sealed.good})
    CHECK_FALSE(sealed.objection_to(before + sealed.good).empty());
}

TEST_CASE("members added, taken away, renamed, swapped or doubled are noticed") {
  const Sealed sealed;
  const auto changed = [&](const std::function<void(Contents&)>& change) {
    Contents contents = sealed.members;
    change(contents);
    return sealed.objection_to(raw_zip(contents));
  };
  CHECK(changed([](Contents&) {}).empty());
  for (std::size_t i = 0; i < sealed.members.size(); ++i)
    CHECK_FALSE(changed([&](Contents& c) { c.erase(c.begin() + static_cast<std::ptrdiff_t>(i)); }).empty());
  for (std::size_t i = 0; i <= sealed.members.size(); ++i)
    for (const char* name : {"extra", "META-INF/signature002.p7s", "META-INF/ASiCManifest002.xml", "META-INF/x"})
      CHECK_FALSE(
          changed([&](Contents& c) { c.insert(c.begin() + static_cast<std::ptrdiff_t>(i), {name, ""}); }).empty());
  CHECK_FALSE(changed([](Contents& c) { c[1].first = "evidence/other.txt"; }).empty());
  CHECK_FALSE(changed([](Contents& c) { std::swap(c[2].second, c[3].second); }).empty());
  CHECK_FALSE(changed([](Contents& c) { std::swap(c[2], c[3]); }).empty());
}

TEST_CASE("what a stranger seals anew is intact, and indeterminate to everybody else") {
  const Sealed sealed;
  const SigningIdentity stranger = SigningIdentity::create(signing_moment);
  write_sealed(sealed.dir / "stranger.asice", {{"report.xml", std::string("<report>better</report>")}}, stranger);
  CHECK(objection(sealed.dir / "stranger.asice", sealed.ca) == "signature: NO_CERTIFICATE_CHAIN_FOUND");
  CHECK_FALSE(objection(sealed.dir / "stranger.asice", {source("s", stranger.certificate_pem())}));
}

TEST_CASE("unzip and openssl alone check a seal, with the chain that travels along") {
  if (!have("unzip") || !have("openssl"))
    return;
  const TempDir dir;
  const Ran made = run(
      dir.path(),
      "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=root -keyout root.key -out root.pem 2>/dev/null && "
      "openssl req -newkey rsa:2048 -nodes -subj /CN=middle -keyout middle.key -out middle.csr 2>/dev/null && "
      "printf 'basicConstraints=critical,CA:TRUE\\n' > ca.ext && "
      "openssl x509 -req -in middle.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile ca.ext -out middle.pem && "
      "openssl ecparam -name secp384r1 -genkey -noout -out key.pem && "
      "openssl req -new -key key.pem -subj /CN=signer -out signer.csr && "
      "openssl x509 -req -in signer.csr -CA middle.pem -CAkey middle.key -CAcreateserial -out signer.pem && "
      "cat signer.pem middle.pem > cert.pem");
  REQUIRE_MESSAGE(made.status == 0, made.output);
  const auto identity =
      SigningIdentity::load(source("key.pem", get(dir / "key.pem")), source("cert.pem", get(dir / "cert.pem")));
  write_sealed(dir / "d.asice", {{"report.xml", std::string("<report/>")}}, identity);

  const Ran checked = run(dir.path(), "unzip -q d.asice -d d && cd d && cat ../root.pem trust/signer-chain.pem > ../all.pem && "
                                      "openssl cms -verify -cades -binary -inform DER -in META-INF/signature001.p7s "
                                      "-content META-INF/ASiCManifest001.xml -purpose any "
                                      "-CAfile ../all.pem -out /dev/null");
  CHECK_MESSAGE(checked.status == 0, checked.output);
  const std::string digest = run(dir.path(), "openssl dgst -sha256 -binary d/report.xml | openssl base64 -A").output;
  CHECK(contains(get(dir / "d/META-INF/ASiCManifest001.xml"), ">" + digest + "<"));

  const Container container = opened(dir / "d.asice");
  const Seconds now = static_cast<Seconds>(std::time(nullptr)) + 60;
  CHECK(validate(container, {source("root.pem", get(dir / "root.pem"))}, now).indication ==
        Indication::total_passed);
}
