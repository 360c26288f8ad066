// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/licence.hpp"

#include "audit/base/error.hpp"
#include "test_evidence_policy_support.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::evidence;

namespace {

const std::string mit = R"(Copyright 2020 Somebody

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
)";

// "identifier way line" of each.
std::vector<std::string> read(const std::string& name, const std::string& text) {
  std::vector<std::string> stated;
  const auto document = read_policy<LicenceDocument>(read_licence, name, text);
  for (const StatedLicence& one : document->stated)
    stated.push_back(one.identifier + " " + std::string(to_string(one.by)) + " " + std::to_string(one.line));
  return stated;
}

using Strings = std::vector<std::string>;

} // namespace

TEST_CASE("evidence: a licence is recognised by its words, whatever its layout") {
  CHECK(read("LICENSE", mit) == Strings{"MIT text 3"});
  std::string commented;
  for (const char c : mit)
    commented += c == '\n' ? std::string("\r\n * ") : std::string(1, c);
  CHECK(read("COPYING", commented) == Strings{"MIT text 3"});
}

TEST_CASE("evidence: an altered short licence is not taken for the original") {
  std::string altered = mit;
  altered.insert(altered.find("THE SOFTWARE IS"), "The Software shall not be used by anybody whose name begins with a "
                                                  "letter of the alphabet, nor on a day of the week.\n\n");
  CHECK(read("LICENSE", altered).empty());
  CHECK(read("LICENSE", mit.substr(0, mit.find("THE SOFTWARE IS"))).empty());
}

TEST_CASE("evidence: a published licence that is alone in its file is told from an altered one") {
  CHECK(published_licence(mit) == "MIT");
  CHECK(published_licence("The MIT License (MIT)\n\n/* " + mit + " */\n") == "MIT");
  CHECK(published_licence("(C) 2001 One\nCopyright (c) Two <two@example.org>\n\xc2\xa9 Three\nAll rights reserved.\n" + mit) == "MIT");
  CHECK(published_licence("Copyright The Tool Authors\n" + mit) == "MIT");
  CHECK(published_licence("Copyright 2020 Nobody. You may not sell it.\n" + mit).empty());
  CHECK(published_licence(mit + "The folder ee/ is under other terms.\n").empty());
  CHECK(published_licence(mit + mit).empty());
  std::string altered = mit;
  CHECK(published_licence(altered.replace(altered.find("free of charge"), 14, "for money only")).empty());
  CHECK(published_licence("").empty());
  CHECK(knows_published("GPL-2.0-or-later"));
  CHECK_FALSE(knows_published("X11"));
}

TEST_CASE("evidence: a licence that quotes another is stated beside it") {
  CHECK(read("LICENSE", "# Functional Source License, Version 1.1, MIT Future License\n\nA Competing Use means\n\n" + mit) ==
        Strings{"MIT text 7", "FSL-1.1-MIT text 1"});
}

TEST_CASE("evidence: files anywhere that are named like a licence or like terms are read") {
  const auto named = [](const std::string& path) {
    Appearance appearance;
    appearance.path = path;
    appearance.file_name = path.substr(path.rfind('/') + 1);
    return names_licence(appearance);
  };
  for (const char* path : {"license", "licenses/x.txt", "ee/license", "lib/license_1_0.txt", "debian/copyright", "eula.md",
                           "sub/mit-license"})
    CHECK_MESSAGE(named(path), path);
  for (const char* path : {"checks/license.go", "lib/license.json", "readme.md", "src/terminal.c", "art/logo.png.license"})
    CHECK_MESSAGE(!named(path), path);
}

TEST_CASE("evidence: a file that says nothing of licences states none") {
  CHECK(read("LICENSE", "").empty());
  CHECK(read("LICENSE", "All rights reserved.\n").empty());
  CHECK(read("LICENSE", "We thought about the MIT licence, and GPL too.\n").empty());
}

TEST_CASE("evidence: a notice says which versions may be chosen, unless the text itself is there") {
  const std::string notice = "This program is free software; you can redistribute it and/or modify it under the terms of "
                             "the GNU General Public License as published by the Free Software Foundation; either version "
                             "2 of the License, or (at your option) any later version.\n";
  CHECK(read("COPYING", notice) == Strings{"GPL-2.0-or-later notice 1"});
  CHECK(read("COPYING", "GNU GENERAL PUBLIC LICENSE\n Version 2, June 1991\nTERMS AND CONDITIONS FOR COPYING, DISTRIBUTION "
                        "AND MODIFICATION\n" + notice) == Strings{"GPL-2.0 text 1"});
}

TEST_CASE("evidence: tags name licences, alone or in expressions") {
  CHECK(read("LICENSE", "x\n// SPDX-License-Identifier: 0BSD */\n") == Strings{"0BSD tag 2"});
  const auto document = read_policy<LicenceDocument>(
      read_licence, "LICENSE", "SPDX-License-Identifier: (MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0\n");
  REQUIRE(document->stated.size() == 3);
  CHECK(document->stated[2].identifier == "GPL-2.0-only");
  CHECK(document->stated[0].expression == "(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0");
}

TEST_CASE("evidence: REUSE names licences by files, annotations and dep5") {
  CHECK(read("LICENSES/MIT.txt", mit) == Strings{"MIT text 3"});
  CHECK(read("LICENSES/LicenseRef-House.txt", "Ask.\n") == Strings{"LicenseRef-House file-name 0"});
  CHECK(read("LICENSES/Apache-2.0.txt", mit) == Strings{"MIT text 3", "Apache-2.0 file-name 0"});
  CHECK(read("REUSE.toml", "version = 1\n[[annotations]]\npath = \"x\"\nSPDX-License-Identifier = \"CC0-1.0\"\n") ==
        Strings{"CC0-1.0 tag 4"});
  CHECK(read(".reuse/dep5", "Files: *\nCopyright: me\nLicense: ISC\n") == Strings{"ISC tag 3"});
  // The suffix of the file's name says more than the text can.
  CHECK(read("LICENSES/GPL-2.0-only.txt", "GNU GENERAL PUBLIC LICENSE Version 2, June 1991 TERMS AND CONDITIONS FOR "
                                          "COPYING, DISTRIBUTION AND MODIFICATION") == Strings{"GPL-2.0-only text 1"});
}

TEST_CASE("evidence: what the OSI approved is known for the licences of the table only") {
  CHECK(osi_approved("MIT") == true);
  CHECK(osi_approved("GPL-3.0-or-later") == true);
  CHECK(osi_approved("CC0-1.0") == false);
  CHECK_FALSE(osi_approved("Nobody-1.0"));
}

TEST_CASE("evidence: hostile licences end in bounded time") {
  std::string repeated;
  while (repeated.size() < (4u << 20))
    repeated += "Redistributions of source code must retain ";
  CHECK(read("LICENSE", repeated).empty());
  std::string tags;
  for (int i = 0; i < 20'000; ++i)
    tags += "SPDX-License-Identifier: X-" + std::to_string(i) + "\n";
  CHECK_THROWS_AS(read("LICENSE", tags), Error);
  CHECK_THROWS_AS(read("LICENSE", std::string(9u << 20, 'x')), Error);
  CHECK_THROWS_AS(read("LICENSE", std::string("MIT\0", 4)), Error);
  CHECK(read("ee/EULA.pdf", std::string("MIT\0", 4)).empty());
  CHECK(read("LICENSE", "\xff\xfe\x80 SPDX-License-Identifier: ") == Strings{});
}
