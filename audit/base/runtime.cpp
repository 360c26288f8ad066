// SPDX-License-Identifier: Apache-2.0
#include "audit/base/runtime.hpp"

#include "audit/base/error.hpp"

#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <openssl/crypto.h>

#include <clocale>
#include <locale.h>

namespace assay {

namespace {

xmlParserInputPtr refuse_entity(const char*, const char*, xmlParserCtxtPtr) {
  return nullptr;
}

} // namespace

Runtime::Runtime() {
  if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) != 1)
    throw Error::internal("OpenSSL could not be started");
  xmlInitParser();
  xmlSetExternalEntityLoader(refuse_entity);
  static const locale_t c_locale = newlocale(LC_ALL_MASK, "C", nullptr);
  if (c_locale == nullptr || uselocale(c_locale) == nullptr)
    throw Error::internal("the C locale could not be set");
}

Runtime::~Runtime() {
  uselocale(LC_GLOBAL_LOCALE);
  xmlCleanupParser();
}

} // namespace assay
