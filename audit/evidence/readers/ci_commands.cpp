// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/ci_commands.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/readers/ci_expression.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace assay::evidence {

namespace {

using Visit = std::function<void(const CommandWords&)>;

constexpr std::size_t script_depth = 3;     // of "sh -c" within "sh -c"
constexpr std::size_t failed_searches = 64; // for the ends of here-documents

template <std::size_t size>
bool is_one_of(std::string_view word, const std::string_view (&words)[size]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_of_name(char c) {
  return is_digit(c) || is_letter(c) || c == '_';
}

bool is_assignment(std::string_view word) {
  const std::size_t end = word.find('=');
  if (end == std::string_view::npos || end == 0 || is_digit(word.front()))
    return false;
  return std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(end), is_of_name);
}

std::string plain_name(std::string_view word) {
  word.remove_prefix(word.find_last_of("/\\") + 1);
  std::string name = ascii_lower(word);
  for (const std::string_view ending : {".exe", ".cmd", ".bat", ".ps1"})
    if (name.ends_with(ending))
      name.resize(name.size() - ending.size());
  if (name.starts_with("python") && name.find_first_not_of("0123456789.", 6) == std::string::npos)
    name = "python";
  return name;
}

// Passes over what only starts the command that follows.
class Starters {
public:
  explicit Starters(const CommandWords& words) : words_(words) {}

  // Where the command itself is; words.size() when there is none.
  std::size_t run() {
    while (at_ < words_.size() && step()) {
    }
    return at_;
  }

private:
  std::string_view word(std::size_t ahead) const {
    return at_ + ahead < words_.size() ? std::string_view(words_[at_ + ahead]) : std::string_view();
  }

  // Options of what starts it, and their values: "timeout -k 5 10m", "xargs -I {}", "npx -p package".
  void pass_options() {
    static constexpr std::string_view with_value[] = {"-g", "-p", "-u", "--from", "--package", "--user", "--with"};
    const auto is_option = [](const std::string& one) {
      return one.starts_with('-') || one == "{}" || is_assignment(one) || (!one.empty() && is_digit(one.front()));
    };
    while (at_ < words_.size() && is_option(words_[at_]))
      at_ += is_one_of(words_[at_], with_value) ? 2 : 1;
    at_ = std::min(at_, words_.size());
  }

  std::size_t starters() const {
    static constexpr std::string_view wrappers[] = {"builtin", "call",  "command", "doas",    "env",          "exec",
                                                    "nice",    "nohup", "retry",   "setsid",  "stdbuf",       "sudo",
                                                    "timeout", "xargs", "travis_retry", "xvfb-run", "npx",   "pnpx",
                                                    "bunx",    "uvx"};
    static constexpr std::string_view with_run[] = {"hatch", "pdm", "pipenv", "pipx", "pixi", "poetry", "rye", "uv"};
    static constexpr std::string_view with_exec[] = {"bundle", "mise", "npm", "opam", "pnpm", "yarn"};
    const std::string name = plain_name(word(0));
    if (name == "command" && ascii_lower(word(1)) == "-v")
      return 0; // asks only whether there is one
    if (is_one_of(name, wrappers))
      return 1;
    const bool runs = is_one_of(name, with_run) && word(1) == "run";
    const bool executes = is_one_of(name, with_exec) && word(1) == "exec";
    const bool module = (name == "python" || name == "py") && word(1) == "-m" && word(2) != "build"; // many a script's name
    return runs || executes || module ? 2 : 0;
  }

  bool step() {
    static constexpr std::string_view keywords[] = {"!", "do", "elif", "else", "if", "then", "time", "until", "while"};
    if (is_assignment(word(0)) || is_one_of(word(0), keywords)) {
      ++at_;
      return true;
    }
    const std::size_t taken = starters();
    if (taken == 0 || at_ + taken >= words_.size())
      return false;
    at_ += taken;
    pass_options();
    return true;
  }

  const CommandWords& words_;
  std::size_t at_ = 0;
};

// Splits a script into words and commands.
class Splitter {
public:
  Splitter(std::string_view text, std::size_t depth, const Visit& visit) : text_(text), depth_(depth), visit_(visit) {}

  void run() {
    while (at_ < text_.size())
      step();
    while (!outer_.empty())
      leave();
    end_command();
  }

private:
  struct Outer {
    CommandWords words;
    std::string word;
    bool quoted;
    char end; // of the command within
  };

  char at(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool sees(std::string_view token) const { return text_.substr(at_, token.size()) == token; }

  void keep(std::size_t count) {
    word_ += text_.substr(at_, count);
    in_word_ = true;
    at_ += count;
  }

  void step() {
    const char c = text_[at_];
    if (sees("${{"))
      return keep(expression_end(text_, at_) - at_);
    if (c == '\\')
      return escaped();
    if (sees("$(") && at(2) != '(')
      return enter(2, ')');
    if (c == '`')
      return !outer_.empty() && outer_.back().end == '`' ? leave() : enter(1, '`');
    if (quoted_)
      return within_quotes(c);
    if (c == '\'')
      return single_quoted();
    if (c == '"') {
      quoted_ = in_word_ = true;
      ++at_;
    } else if (c == '#' && !in_word_) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (sees("<<")) {
      at(2) == '<' ? keep(3) : here_document();
    } else if (c == '\n') {
      end_line();
    } else if (is_space(c)) {
      end_word();
      ++at_;
    } else if (c == ')' && !outer_.empty() && outer_.back().end == ')') {
      leave();
    } else if (is_boundary(c)) {
      boundary();
    } else {
      keep(1);
    }
  }

  bool is_boundary(char c) const {
    if (c == '&')
      return at_ == 0 || text_[at_ - 1] != '>';
    if (c == '{' || c == '}')
      return !in_word_ && (is_space(at(1)) || at(1) == '\0' || at(1) == ';');
    return c == ';' || c == '|' || c == '(' || c == ')';
  }

  void within_quotes(char c) {
    if (c != '"')
      return keep(1);
    quoted_ = false;
    ++at_;
  }

  void escaped() {
    const char next = at(1);
    if (next == '\n') {
      if (!quoted_)
        end_word();
    } else if (next != '\0') {
      if (is_of_name(next) || next == '.') // a path of Windows: no shell's escape is of letters
        word_ += '\\';
      word_ += next;
      in_word_ = true;
    }
    at_ += 2;
  }

  void single_quoted() {
    const std::size_t end = std::min(text_.find('\'', at_ + 1), text_.size());
    word_ += text_.substr(at_ + 1, end - at_ - 1);
    in_word_ = true;
    at_ = std::min(end + 1, text_.size());
  }

  void boundary() {
    end_command();
    ++at_;
  }

  // A command within a word of another, and back out of it.
  void enter(std::size_t length, char end) {
    outer_.push_back({std::exchange(words_, {}), std::exchange(word_, {}), std::exchange(quoted_, false), end});
    in_word_ = false;
    at_ += length;
  }

  void leave() {
    end_command();
    ++at_;
    Outer& outer = outer_.back();
    words_ = std::move(outer.words);
    word_ = std::move(outer.word);
    in_word_ = true; // what the command prints
    quoted_ = outer.quoted;
    outer_.pop_back();
  }

  void end_line() {
    boundary();
    for (const auto& [mark, tabs] : std::exchange(here_, {}))
      pass_here_document(mark, tabs);
  }

  void here_document() {
    at_ += 2;
    const bool tabs = at(0) == '-';
    at_ += tabs ? 1 : 0;
    while (at(0) == ' ')
      ++at_;
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n;|&<>)", at_), text_.size());
    std::string mark;
    for (const char c : text_.substr(at_, end - at_))
      if (c != '\'' && c != '"' && c != '\\')
        mark += c;
    at_ = end;
    if (!mark.empty())
      here_.emplace_back(mark, tabs);
  }

  void pass_here_document(const std::string& mark, bool tabs) {
    if (failed_searches_ >= failed_searches)
      return;
    std::string_view rest = text_.substr(std::min(at_, text_.size()));
    while (!rest.empty()) {
      std::string_view line = take_line(rest);
      line.remove_suffix(line.ends_with('\r') ? 1 : 0);
      while (tabs && line.starts_with('\t'))
        line.remove_prefix(1);
      if (line == mark) {
        at_ = text_.size() - rest.size();
        return;
      }
    }
    ++failed_searches_; // it was no here-document
  }

  void end_word() {
    if (in_word_)
      words_.push_back(std::move(word_));
    word_.clear();
    in_word_ = false;
  }

  void end_command() {
    end_word();
    if (!words_.empty())
      finish();
    words_.clear();
  }

  void finish() {
    static constexpr std::string_view shells[] = {"ash", "bash", "dash", "nix-shell", "sh", "su", "zsh"};
    const std::size_t start = Starters(words_).run();
    if (start >= words_.size())
      return;
    CommandWords command(std::make_move_iterator(words_.begin() + static_cast<std::ptrdiff_t>(start)),
                         std::make_move_iterator(words_.end()));
    command.front() = plain_name(command.front());
    if (is_one_of(command.front(), shells) && depth_ < script_depth)
      for (std::size_t i = 1; i + 1 < command.size(); ++i)
        if (command[i] == "--run" || (command[i].starts_with('-') && command[i].ends_with('c')))
          return Splitter(command[i + 1], depth_ + 1, visit_).run();
    visit_(command);
  }

  std::string_view text_;
  std::size_t depth_;
  const Visit& visit_;
  std::size_t at_ = 0;
  bool quoted_ = false;
  bool in_word_ = false;
  std::string word_;
  CommandWords words_;
  std::vector<Outer> outer_; // commands around this one, which go on after it
  std::vector<std::pair<std::string, bool>> here_; // marks of here-documents that begin after this line
  std::size_t failed_searches_ = 0;
};

} // namespace

void each_command(std::string_view script, const Visit& visit) {
  Splitter(script, 0, visit).run();
}

} // namespace assay::evidence
