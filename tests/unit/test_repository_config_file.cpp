// SPDX-License-Identifier: Apache-2.0
//
// Configuration files are read as `git config --list` reads them, and refused where it refuses.
#include "audit/repository/config_file.hpp"
#include "test_repository_readers_support.hpp"

using namespace repository_tests;

namespace {

// As `git config --list -z` prints them, or "refused".
std::string ours(std::string_view text) {
  std::string problem, listed;
  for (const auto& entry : assay::repository::read_config(text, problem)) {
    listed += entry.section + "." + (entry.subsection ? *entry.subsection + "." : "") + entry.key;
    listed += entry.value ? "\n" + *entry.value : "";
    listed += '\0';
  }
  return problem.empty() ? listed : "refused";
}

std::string gits(const TempDir& dir, std::string_view text) {
  dir.put("config", text);
  const Ran ran = git(dir, "config -f config --list -z");
  return ran.status == 0 ? ran.output : "refused";
}

} // namespace

TEST_CASE("configuration files are read as git reads them") {
  if (!has_git())
    return;
  const TempDir dir;
  for (const std::string text : {"",
                                 "\n",
                                 "[a]",
                                 "[a]\n",
                                 "[a]b=c",
                                 "[a]b = c \n",
                                 "[a] b\n",
                                 "[a]b=\n",
                                 "[A.B]C=D\n",
                                 "[a \"B\"]c=d\n",
                                 "[a.B \"C\"]d=e\n",
                                 "[a \"b\\\"\\\\c\"]d=e\n",
                                 "[a  \t\"b\"]c=d\n",
                                 "[a \"b\" ]c=d\n",
                                 "[a \"b]c=d\n",
                                 "[a\n\"b\"]c=d\n",
                                 "[a \"b\n\"]c=d\n",
                                 "[ a]b=c\n",
                                 "[a]b=\"c d\" e # f\n",
                                 "[a]b=c;d\n",
                                 "[a]b=\"c;d\"\n",
                                 "[a]b=\"c\n",
                                 "[a]b=\\t\\n\\b\\\"\\\\\n",
                                 "[a]b=\\x\n",
                                 "[a]b=c\\\nd\n",
                                 "[a]b=c \\\n  d\n",
                                 "[a]b=c\\",
                                 "[a]b=  c   d  \t e  \n",
                                 "[a]b=c\r\n[d]\r\ne=f\r\n",
                                 "[a]b=c\rd\n",
                                 "\xef\xbb\xbf[a]b=c\n",
                                 "[a]1b=c\n",
                                 "[a]b-c=d\n",
                                 "[a]b_c=d\n",
                                 "[a]b c\n",
                                 "[a]b=c\n; x\n# y\n\n[a]b=d\n",
                                 "[a]b=\xc3\xa5\xff\n",
                                 "[a]\fb=c\n",
                                 "[a]b=\fc\n",
                                 "[a-b]c=d\n",
                                 "[a_b]c=d\n",
                                 "[a]b==c\n",
                                 "[a][b]c=d\n",
                                 "[a] b=c [d]\n",
                                 "[a \"\"]b=c\n"})
    CHECK_MESSAGE(ours(text) == gits(dir, text), text);
}

TEST_CASE("made-up configuration files are read as git reads them") {
  if (!has_git())
    return;
  const TempDir dir;
  Writer writer({"[a]\n", "[b \"c\"]", "[",  "]",   "\"",       "\\",   "\\n",  "=",     " = ",
                 "\n",    "\r\n",      "\t", " ",   "#",        ";",    "key",  "k",     "value",
                 "x y",   "-",         ".",  "sub", "\xc3\xa5", "\\\n", "\\\"", "[s \"", "\"]\n"});
  int read = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string text = "[a]\n" + writer.text(i % 2 == 0 ? 6 : 16);
    const std::string expected = gits(dir, text);
    read += expected == "refused" ? 0 : 1;
    CHECK_MESSAGE(ours(text) == expected, text);
  }
  CHECK(read > 50);
  CHECK(read < 350);
}
