// SPDX-License-Identifier: Apache-2.0
//
// What has to be pinned in a process before an audit can be a pure function of its inputs. Made once, in main().
#pragma once

namespace assay {

// Starts OpenSSL without its configuration file and libxml2 without network or file access to entities, and
// gives the calling thread the C locale (pugixml's XPath reads and writes numbers through LC_NUMERIC).
class Runtime {
public:
  Runtime();
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;
};

} // namespace assay
