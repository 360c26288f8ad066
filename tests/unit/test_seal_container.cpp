// SPDX-License-Identifier: Apache-2.0
#include "test_seal_support.hpp"

#include "audit/base/digest.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

using namespace seal_tests;
using namespace std::string_literals;

namespace {

std::vector<Member> some_members() {
  return {{"z.txt", "last"s},
          {"META-INF/signature001.p7s", "sig"s},
          {"report.xml", "<report/>"s},
          {"empty", ""s},
          {"folder/Größe.txt", std::string(300'000, 'x') + "\0\1\2"s},
          {"META-INF/ASiCManifest001.xml", "<m/>"s}};
}

const std::vector<std::string> their_names{
    "mimetype", "empty", "folder/Größe.txt", "report.xml", "z.txt", "META-INF/ASiCManifest001.xml",
    "META-INF/signature001.p7s"};

} // namespace

TEST_CASE("what is written into a container is read out of it, in canonical order") {
  const TempDir dir;
  put(dir / "large", std::string(3'000'000, 'y'));
  auto members = some_members();
  members.push_back({"large.bin", dir / "large"});
  write_container(dir / "c.asice", members);

  const Container container = opened(dir / "c.asice");
  CHECK_FALSE(difference_from_canonical(container));
  CHECK(container.names().size() == 8);
  CHECK(container.names()[3] == "large.bin");
  CHECK(container.read("z.txt", 4) == "last");
  CHECK(container.read("empty", 0).empty());
  CHECK(container.size("folder/Größe.txt") == 300'003);
  CHECK(container.size("large.bin") == 3'000'000);
  CHECK_FALSE(container.size("absent"));
  CHECK(container.sha256("large.bin") == assay::sha256(std::string(3'000'000, 'y')));
  CHECK(container.sha256("large.bin") == sha256(Member{"large.bin", dir / "large"}));
  CHECK(error_of([&] { container.read("z.txt", 3); }).first == ErrorKind::input);
  CHECK(error_of([&] { container.read("absent", 3); }).first == ErrorKind::internal);

  container.extract("large.bin", dir / "out");
  CHECK(get(dir / "out") == get(dir / "large"));
  CHECK(error_of([&] { container.extract("z.txt", dir / "out"); }).first == ErrorKind::environment);
  CHECK(get(dir / "out").size() == 3'000'000);
}

TEST_CASE("the same members give the same bytes, whatever the order, umask or time zone") {
  const TempDir dir;
  write_container(dir / "a", some_members());
  auto turned = some_members();
  std::reverse(turned.begin(), turned.end());
  write_container(dir / "b", turned);
  CHECK(get(dir / "a") == get(dir / "b"));

  const char* zone = std::getenv("TZ");
  const std::string before = zone == nullptr ? "" : zone;
  const mode_t mask = ::umask(0077);
  for (const char* other : {"Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"}) {
    ::setenv("TZ", other, 1);
    ::tzset();
    fs::remove(dir / "c");
    write_container(dir / "c", some_members());
    CHECK(get(dir / "a") == get(dir / "c"));
  }
  ::umask(mask);
  if (zone == nullptr)
    ::unsetenv("TZ");
  else
    ::setenv("TZ", before.c_str(), 1);
  ::tzset();

  // libzip and the byte form that is written down agree.
  CHECK(get(dir / "a") == raw_zip(contents_of(opened(dir / "a"))));
}

TEST_CASE("other programs read a container") {
  const TempDir dir;
  write_container(dir / "c.asice", some_members());
  if (have("unzip")) {
    const Ran test = run(dir.path(), "unzip -t c.asice");
    CHECK_MESSAGE(test.status == 0, test.output);
    const Ran list = run(dir.path(), "LC_ALL=C.UTF-8 unzip -Z1 c.asice");
    std::string names;
    for (const std::string& name : their_names)
      names += name + "\n";
    CHECK(list.output == names);
    CHECK(run(dir.path(), "LC_ALL=C.UTF-8 unzip -q c.asice -d out").status == 0);
    CHECK(get(dir / "out/folder/Größe.txt").size() == 300'003);
    CHECK(get(dir / "out/empty").empty());
    struct stat status {};
    CHECK(::stat((dir / "out/z.txt").c_str(), &status) == 0);
    CHECK((status.st_mode & 0400) != 0);
  }
  if (have("file"))
    CHECK(contains(run(dir.path(), "file c.asice").output, "application/vnd.etsi.asic-e+zip"));
}

TEST_CASE("a container that cannot be written leaves nothing behind") {
  const TempDir dir;
  const auto refused = [&](const std::vector<Member>& members, ErrorKind kind, std::string_view part) {
    const auto error = error_of([&] { write_container(dir / "c", members); });
    CHECK(error.first == kind);
    CHECK_MESSAGE(contains(error.second, part), error.second);
    CHECK(dir.empty());
  };
  refused({{"../x", "a"s}}, ErrorKind::input, "\"..\"");
  refused({{"a", "1"s}, {"A", "2"s}}, ErrorKind::input, "differ only in case");
  refused({{"mimetype", "text/plain"s}}, ErrorKind::input, "twice");
  refused({{"a", fs::path("/nonexistent/file")}}, ErrorKind::input, "/nonexistent/file");
  refused({{"a", fs::path("/dev/zero")}}, ErrorKind::input, "not a regular file");
  refused(std::vector<Member>(max_members, Member{"a", ""s}), ErrorKind::input, "10001 members");
  const auto [kind, message] = error_of([&] { write_container(dir / "no/such/folder", {{"a", "1"s}}); });
  CHECK(kind == ErrorKind::environment);

  put(dir / "there", "mine");
  CHECK(error_of([&] { write_container(dir / "there", {{"a", "1"s}}); }).first == ErrorKind::environment);
  CHECK(get(dir / "there") == "mine");
  fs::create_symlink(dir / "elsewhere", dir / "link");
  CHECK(error_of([&] { write_container(dir / "link", {{"a", "1"s}}); }).first == ErrorKind::environment);
  CHECK_FALSE(fs::exists(dir / "elsewhere"));
}

TEST_CASE("sizes that ZIP could not express are refused before anything is written") {
  const TempDir dir;
  put(dir / "sparse", "");
  fs::resize_file(dir / "sparse", max_member_bytes + 1);
  auto refused = error_of([&] { write_container(dir / "c", {{"a", dir / "sparse"}}); });
  CHECK(refused.first == ErrorKind::input);
  fs::resize_file(dir / "sparse", max_member_bytes);
  refused = error_of([&] { write_container(dir / "c", {{"a", dir / "sparse"}, {"b", dir / "sparse"}}); });
  CHECK(refused.first == ErrorKind::input);
  CHECK_MESSAGE(contains(refused.second, "4294967"), refused.second);
  CHECK_FALSE(fs::exists(dir / "c"));
}

TEST_CASE("a full disk is an error of the environment, and nothing is left behind") {
  const TempDir dir;
  put(dir / "large", std::string(2'000'000, 'y'));
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // A limit on the size of files stands for a disk that takes no more.
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1'000'000, 1'000'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int status = 1;
    try {
      write_container(dir / "c", {{"a", dir / "large"}});
    } catch (const Error& error) {
      status = error.kind() == ErrorKind::environment ? 0 : 2;
    }
    ::_exit(status);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(std::distance(fs::directory_iterator(dir.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("what is no regular file that can be read is an error, anything else an answer") {
  const TempDir dir;
  CHECK(error_of([&] { Container::open(dir / "absent"); }).first == ErrorKind::input);
  CHECK(error_of([&] { Container::open(dir.path()); }).first == ErrorKind::input);
  REQUIRE(::mkfifo((dir / "fifo").c_str(), 0600) == 0);
  CHECK(error_of([&] { Container::open(dir / "fifo"); }).first == ErrorKind::input);

  put(dir / "empty", "");
  CHECK(refusal(dir / "empty") == "it is too short to be a ZIP archive");
  put(dir / "text", std::string(5000, 'a'));
  CHECK(refusal(dir / "text") == "it does not end as a ZIP archive without a comment does");
  put(dir / "zeros", std::string(5000, '\0'));
  CHECK_FALSE(refusal(dir / "zeros").empty());
}

TEST_CASE("a container in memory is read as the same file is") {
  const TempDir dir;
  write_container(dir / "c", some_members());
  const std::string bytes = get(dir / "c");
  CHECK(Container::begins(bytes));
  const auto inside = Container::open_bytes(bytes, "c");
  REQUIRE(std::holds_alternative<Container>(inside));
  const Container& container = std::get<Container>(inside);
  CHECK(container.names() == their_names);
  CHECK(container.read("z.txt", 4) == "last");
  CHECK(container.sha256("folder/Größe.txt") == opened(dir / "c").sha256("folder/Größe.txt"));
  CHECK_FALSE(difference_from_canonical(container));
  for (std::size_t length = 0; length < bytes.size(); length += length < 400 ? 1 : 1009) {
    CAPTURE(length);
    CHECK(std::holds_alternative<Malformed>(Container::open_bytes(std::string_view(bytes).substr(0, length), "c")));
    CHECK(Container::begins(std::string_view(bytes).substr(0, length)) == (length >= 38 + container_mime_type.size()));
  }
}
