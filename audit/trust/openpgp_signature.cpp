// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/openpgp_signature.hpp"

#include "audit/base/error.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>
#include <utility>

namespace assay::trust {

namespace {

using Number = Handle<BIGNUM, BN_free>;
using Parameters = Handle<OSSL_PARAM, OSSL_PARAM_free>;
using ParameterBuilder = Handle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using KeyContext = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using DigestContext = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using Method = Handle<EVP_MD, EVP_MD_free>;

// Section 9.4, and RFC 9580 section 9.5.
struct HashAlgorithm {
  std::uint8_t id;
  const char* name;    // for readers
  const char* openssl; // for EVP_MD_fetch
  bool weak;
};

constexpr HashAlgorithm hash_algorithms[] = {
    {1, "md5", "MD5", true},         {2, "sha1", "SHA1", true},           {3, "ripemd160", "RIPEMD160", true},
    {8, "sha256", "SHA256", false},  {9, "sha384", "SHA384", false},      {10, "sha512", "SHA512", false},
    {11, "sha224", "SHA224", false}, {12, "sha3-256", "SHA3-256", false}, {14, "sha3-512", "SHA3-512", false},
};

// Section 9.2 of RFC 9580: object identifiers as they stand in key packets.
struct Curve {
  std::string_view identifier;
  std::uint8_t algorithm;
  const char* name;
  const char* openssl;
};

using namespace std::string_view_literals; // identifiers hold zero bytes

constexpr Curve curves[] = {
    {"\x2a\x86\x48\xce\x3d\x03\x01\x07"sv, ecdsa, "ecdsa-p256", "prime256v1"},
    {"\x2b\x81\x04\x00\x22"sv, ecdsa, "ecdsa-p384", "secp384r1"},
    {"\x2b\x81\x04\x00\x23"sv, ecdsa, "ecdsa-p521", "secp521r1"},
    {"\x2b\x81\x04\x00\x0a"sv, ecdsa, "ecdsa-secp256k1", "secp256k1"},
    {"\x2b\x24\x03\x03\x02\x08\x01\x01\x07"sv, ecdsa, "ecdsa-brainpool256", "brainpoolP256r1"},
    {"\x2b\x24\x03\x03\x02\x08\x01\x01\x0b"sv, ecdsa, "ecdsa-brainpool384", "brainpoolP384r1"},
    {"\x2b\x24\x03\x03\x02\x08\x01\x01\x0d"sv, ecdsa, "ecdsa-brainpool512", "brainpoolP512r1"},
    {"\x2b\x06\x01\x04\x01\xda\x47\x0f\x01"sv, eddsa_legacy, "ed25519", "ED25519"},
};

const HashAlgorithm* find_hash(std::uint8_t id) {
  for (const HashAlgorithm& hash : hash_algorithms)
    if (hash.id == id)
      return &hash;
  return nullptr;
}

// Fetched once in a process: a fetch costs as much as hashing a commit. Null for what OpenSSL does not offer.
const EVP_MD* method_of(std::uint8_t id) {
  static const auto methods = [] {
    std::array<Method, std::size(hash_algorithms)> fetched;
    for (std::size_t i = 0; i < fetched.size(); ++i)
      fetched[i].reset(EVP_MD_fetch(nullptr, hash_algorithms[i].openssl, nullptr));
    ERR_clear_error();
    return fetched;
  }();
  const HashAlgorithm* hash = find_hash(id);
  return hash == nullptr ? nullptr : methods[static_cast<std::size_t>(hash - hash_algorithms)].get();
}

const unsigned char* unsigned_bytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Number number_of(std::string_view bytes) {
  Number number(BN_bin2bn(unsigned_bytes(bytes), static_cast<int>(bytes.size()), nullptr));
  if (!number)
    throw Error::internal("OpenSSL could not make a number");
  return number;
}

std::size_t bits_of(std::string_view number) {
  return static_cast<std::size_t>(BN_num_bits(number_of(number).get()));
}

// A public key of an OpenSSL type from numbers and, for curves, a name and a point.
Key key_from(const char* type, std::initializer_list<std::pair<const char*, std::string_view>> numbers,
             const char* group = nullptr, std::string_view point = {}) {
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  if (!builder || !context)
    return nullptr;
  std::vector<Number> owned;
  bool built = true;
  for (const auto& [name, value] : numbers) {
    owned.push_back(number_of(value));
    built = built && OSSL_PARAM_BLD_push_BN(builder.get(), name, owned.back().get()) == 1;
  }
  if (group != nullptr)
    built = built &&
            OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, 0) == 1 &&
            OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                             point.size()) == 1;
  const Parameters parameters(built ? OSSL_PARAM_BLD_to_param(builder.get()) : nullptr);
  EVP_PKEY* key = nullptr;
  if (parameters && EVP_PKEY_fromdata_init(context.get()) == 1)
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get());
  return Key(key);
}

Key key_on(const Curve& curve, std::string_view point) {
  if (curve.algorithm == ecdsa)
    return key_from("EC", {}, curve.openssl, point);
  // The prefix 0x40 says that the point is in its native form.
  if (point.size() != 33 || point.front() != 0x40)
    return nullptr;
  return Key(
      EVP_PKEY_new_raw_public_key_ex(nullptr, curve.openssl, nullptr, unsigned_bytes(point.substr(1)), 32));
}

// Text signatures are over lines that end with CR LF; which carriage returns stood before a line feed does
// not count.
void add_text(EVP_MD_CTX* context, std::string_view text, bool& done) {
  const auto add = [&](std::string_view piece) {
    done = done && EVP_DigestUpdate(context, piece.data(), piece.size()) == 1;
  };
  while (!text.empty()) {
    const std::size_t feed = text.find('\n');
    if (feed == std::string_view::npos)
      return add(text);
    add(text.substr(0, text.substr(0, feed).find_last_not_of('\r') + 1));
    add("\r\n");
    text.remove_prefix(feed + 1);
  }
}

// What is hashed (section 5.2.4). Empty when OpenSSL fails.
std::string digest_of(const SignaturePacket& signature, std::string_view data, const EVP_MD* method) {
  const DigestContext context(EVP_MD_CTX_new());
  if (!context || EVP_DigestInit_ex2(context.get(), method, nullptr) != 1)
    return {};
  bool done = true;
  const auto add = [&](std::string_view piece) {
    done = done && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
  };
  if (signature.type == 0x01)
    add_text(context.get(), data, done);
  else
    add(data);
  add(signature.hashed);
  if (signature.version == 4) {
    const auto length = static_cast<std::uint32_t>(signature.hashed.size());
    std::string trailer("\x04\xff", 2);
    for (int shift = 24; shift >= 0; shift -= 8)
      trailer += static_cast<char>(length >> shift & 0xff);
    add(trailer);
  }
  std::string digest(static_cast<std::size_t>(EVP_MD_get_size(method)), '\0');
  done = done &&
         EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1;
  return done ? digest : std::string();
}

// `number` with zeros in front; nothing when it is longer.
std::string padded(std::string_view number, std::size_t size) {
  return number.size() > size ? std::string() : std::string(size - number.size(), '\0') + std::string(number);
}

// (r, s) as DER, which ECDSA and DSA share.
std::string der_of(const SignaturePacket& signature) {
  const Handle<DSA_SIG, DSA_SIG_free> pair(DSA_SIG_new());
  Number r = number_of(signature.numbers[0]), s = number_of(signature.numbers[1]);
  if (!pair || DSA_SIG_set0(pair.get(), r.get(), s.get()) != 1)
    return {};
  (void)r.release();
  (void)s.release();
  unsigned char* data = nullptr;
  const int size = i2d_DSA_SIG(pair.get(), &data);
  std::string der(reinterpret_cast<const char*>(data), static_cast<std::size_t>(std::max(size, 0)));
  OPENSSL_free(data);
  return der;
}

bool verify_edwards(EVP_PKEY* key, const SignaturePacket& signature, std::string_view digest) {
  const std::string value = padded(signature.numbers[0], 32) + padded(signature.numbers[1], 32);
  const DigestContext context(EVP_MD_CTX_new());
  return value.size() == 64 && context &&
         EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key, nullptr) == 1 &&
         EVP_DigestVerify(context.get(), unsigned_bytes(value), value.size(), unsigned_bytes(digest),
                          digest.size()) == 1;
}

bool verify_digest(const OpenpgpPublicKey& key, const SignaturePacket& signature, std::string_view digest,
                   const EVP_MD* method) {
  const bool is_rsa = key.algorithm == rsa;
  const std::string value =
      is_rsa ? padded(signature.numbers[0], static_cast<std::size_t>(EVP_PKEY_get_size(key.key.get())))
             : der_of(signature);
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.key.get(), nullptr));
  if (value.empty() || !context || EVP_PKEY_verify_init(context.get()) != 1)
    return false;
  if (is_rsa && (EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
                 EVP_PKEY_CTX_set_signature_md(context.get(), method) != 1))
    return false;
  return EVP_PKEY_verify(context.get(), unsigned_bytes(value), value.size(), unsigned_bytes(digest),
                         digest.size()) == 1;
}

} // namespace

OpenpgpPublicKey make_public_key(const KeyPacket& packet) {
  OpenpgpPublicKey made;
  made.algorithm = packet.algorithm == rsa_sign_only ? std::uint8_t{rsa} : packet.algorithm;
  const auto& numbers = packet.numbers;
  if (made.algorithm == rsa) {
    made.name = fmt::format("rsa{}", bits_of(numbers[0]));
    // A long exponent makes verification as slow as its maker likes.
    if (numbers[1].size() <= 8)
      made.key = key_from("RSA", {{OSSL_PKEY_PARAM_RSA_N, numbers[0]}, {OSSL_PKEY_PARAM_RSA_E, numbers[1]}});
  } else if (made.algorithm == dsa) {
    made.name = fmt::format("dsa{}", bits_of(numbers[0]));
    if (bits_of(numbers[0]) <= 4096 && bits_of(numbers[1]) <= 512)
      made.key = key_from("DSA", {{OSSL_PKEY_PARAM_FFC_P, numbers[0]},
                                  {OSSL_PKEY_PARAM_FFC_Q, numbers[1]},
                                  {OSSL_PKEY_PARAM_FFC_G, numbers[2]},
                                  {OSSL_PKEY_PARAM_PUB_KEY, numbers[3]}});
  } else {
    made.name = "a curve that is not known here";
    for (const Curve& curve : curves)
      if (curve.algorithm == made.algorithm && curve.identifier == packet.curve) {
        made.name = curve.name;
        made.key = key_on(curve, numbers[0]);
      }
  }
  ERR_clear_error();
  if (!made.key)
    made.problem = fmt::format("OpenSSL cannot use the public key ({}).", made.name);
  else
    made.weakness = key_problem(made.key.get(), false).value_or("");
  return made;
}

std::string fingerprint_of(std::string_view key_body) {
  std::string hashed("\x99", 1);
  hashed += static_cast<char>(key_body.size() >> 8 & 0xff);
  hashed += static_cast<char>(key_body.size() & 0xff);
  hashed += key_body;
  std::string fingerprint(20, '\0');
  if (EVP_Digest(hashed.data(), hashed.size(), reinterpret_cast<unsigned char*>(fingerprint.data()), nullptr,
                 method_of(2), nullptr) != 1)
    throw Error::internal("OpenSSL could not compute a fingerprint: " + openssl_reason());
  return fingerprint;
}

std::string hex_upper(std::string_view bytes) {
  return fmt::format("{:02X}",
                     fmt::join(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                               reinterpret_cast<const std::uint8_t*>(bytes.data()) + bytes.size(), ""));
}

std::string hash_name(std::uint8_t algorithm) {
  const HashAlgorithm* hash = find_hash(algorithm);
  return hash == nullptr ? fmt::format("hash {}", algorithm) : hash->name;
}

bool is_weak_hash(std::uint8_t algorithm) {
  const HashAlgorithm* hash = find_hash(algorithm);
  return hash != nullptr && hash->weak;
}

Arithmetic check_arithmetic(const OpenpgpPublicKey& key, const SignaturePacket& signature,
                            std::string_view data) {
  const EVP_MD* method = method_of(signature.hash_algorithm);
  const std::uint8_t algorithm =
      signature.public_key_algorithm == rsa_sign_only ? std::uint8_t{rsa} : signature.public_key_algorithm;
  if (!key.key || method == nullptr || signature.type > 0x01)
    return Arithmetic::unsupported;
  if (algorithm != key.algorithm)
    return Arithmetic::fails;
  const std::string digest = digest_of(signature, data, method);
  if (digest.empty())
    throw Error::internal("OpenSSL could not compute a digest: " + openssl_reason());
  const bool holds = digest.compare(0, 2, signature.digest_start) == 0 &&
                     (algorithm == eddsa_legacy ? verify_edwards(key.key.get(), signature, digest)
                                                : verify_digest(key, signature, digest, method));
  ERR_clear_error();
  return holds ? Arithmetic::holds : Arithmetic::fails;
}

} // namespace assay::trust
