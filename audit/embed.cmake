# SPDX-License-Identifier: Apache-2.0
#
# Writes a C++ file that holds the built-in schemas, rules and templates as byte arrays, so that the executable
# works without any other file. Called as: cmake -DROOT=… -DFILES="a;b" -DOUT=file.cpp -P embed.cmake
set(arrays "")
set(rows "")
set(index 0)
foreach(name IN LISTS FILES)
  file(READ "${ROOT}/${name}" bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "const unsigned char file_${index}[] = {\n${bytes}\n};\n")
  string(APPEND rows "    {\"${name}\", {reinterpret_cast<const char*>(file_${index}), sizeof file_${index}}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUT}.new" "#include \"audit/builtin.hpp\"

namespace assay {

namespace {

${arrays}
} // namespace

const std::vector<BuiltinFile>& builtin_files() {
  static const std::vector<BuiltinFile> files = {
${rows}  };
  return files;
}

} // namespace assay
")
file(COPY_FILE "${OUT}.new" "${OUT}" ONLY_IF_DIFFERENT)
