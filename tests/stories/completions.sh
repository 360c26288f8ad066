# SPDX-License-Identifier: Apache-2.0
# Completions know every command and option that help knows, and what goes where: in bash, and in fish and zsh if
# they are installed.
. "$(dirname "$0")/../support/story.sh"
need git

COMPLETIONS=$SOURCE_DIR/cli/completions
mkdir bin
ln -s "$ASSAY" bin/assay
PATH=$WORK/bin:$PATH
new_repository repo
git -C repo branch feature/one
mkdir -p 'keys and roots' other
touch one.xml two.asice three.txt own.mustache 'with blank.xml'

commands=$(assay --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p')
[ -n "$commands" ] || fail 'help lists no command'
options_of() { assay "$1" --help | grep -oE '^ +(-[a-z] \[ )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort; }

. "$COMPLETIONS/assay.bash"
[ "$(complete -p assay)" = 'complete -F _assay assay' ] || fail 'assay is not completed'

# completed LINE: what bash would offer at its end, one on a line. Bash takes words apart at ":" and "=", as here.
completed() {
  local COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=() COMP_CWORD COMPREPLY=() word
  for word in $1; do
    while [[ $word =~ ^([^:=]*)([:=]+)(.*)$ ]]; do
      [ -n "${BASH_REMATCH[1]}" ] && COMP_WORDS+=("${BASH_REMATCH[1]}")
      COMP_WORDS+=("${BASH_REMATCH[2]}")
      word=${BASH_REMATCH[3]}
    done
    [ -n "$word" ] && COMP_WORDS+=("$word")
  done
  case $1 in *' ') COMP_WORDS+=('') ;; esac
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _assay assay "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
  [ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}"
}
offers() { # offers LINE CANDIDATE…: each of them is offered
  local line=$1 candidate
  shift
  completed "$line" >offered
  for candidate in "$@"; do grep -qxF -- "$candidate" offered || fail "'$line' does not offer '$candidate' but: $(tr '\n' '|' <offered)"; done
}
only() { # only LINE CANDIDATE…: they are offered, and nothing else
  offers "$@"
  [ "$(sort -u offered | wc -l)" -eq $(($# - 1)) ] || fail "'$1' offers also: $(tr '\n' '|' <offered)"
}

for command in $commands; do
  offers 'assay ' "$command"
  options_of "$command" >help-options
  completed "assay $command --" | sort >bash-options
  diff bash-options help-options || fail "completion in bash (<) and help (>) of $command know different options"
done
offers 'assay ' audit verify evidence schema key --help --version
only 'assay ver' verify
only 'assay audit . --sch' --schema

mapfile -t schemas < <(assay schema list | cut -f 1)
only 'assay schema ' list show lint test new import coverage map
offers 'assay schema show ' "${schemas[@]}" one.xml
only 'assay schema list '
only 'assay schema import o' one.xml other
only 'assay schema coverage openssf-osps o' one.xml other
only 'assay schema map first-steps openssf-o' openssf-osps
only 'assay schema map --format ' text csv oscal
offers 'assay audit . --schema ' "${schemas[@]}" one.xml 'with blank.xml' other
only 'assay audit . --schema=first' first-steps
only 'assay audit . --schema one' one.xml
only 'assay verify two.asice --schema thr' three.txt
only 'assay audit . --profile rel' release
only 'assay audit . --schema openssf-osps --profile level-' level-1 level-2 level-3
only 'assay audit . --schema openssf-osps --schema first-steps --profile first-steps:p' pull-request
only 'assay check . --profile level-' level-1 level-2 level-3
only 'assay explain first' first-steps
only 'assay explain first-steps:FS-1' FS-10 FS-11
offers 'assay explain first-steps:' FS-01 FS-11
only 'assay explain first-steps:FS-01 rep' repo
mapfile -t populations < <(assay evidence repo | sed -n 's/^\([a-z][a-z-]*\) – .*/\1/p')
[ ${#populations[@]} -ge 4 ] || fail 'fewer than four populations'
only 'assay evidence repo ' "${populations[@]}"
only 'assay evidence repo --format json ' "${populations[@]}"
only 'assay evidence --quiet repo comm' commits
only 'assay evidence repo commits --format ' xml json count
only 'assay check repo --format ' text json sarif code-scanning junit github gitlab oscal
only 'assay check repo --format=s' sarif
only 'assay check repo --format sarif:thr' three.txt
only 'assay check repo --format=sarif:thr' three.txt
offers 'assay check repo --format sarif:' three.txt one.xml other
only 'assay check repo --baseline ' two.asice bin home 'keys and roots' other repo
only 'assay audit repo --since v' v1.0
offers 'assay audit repo --revision ' HEAD main v1.0 feature/one topic
only 'assay explain first-steps repo --since v' v1.0
only 'assay audit repo --as-of '
only 'assay audit repo --trust ' bin home 'keys and roots' other repo
only 'assay audit ' bin home 'keys and roots' other repo
only 'assay audit repo '
only 'assay audit repo --key thr' three.txt
only 'assay verify t' two.asice
only 'assay verify two.asice --repo re' repo
only 'assay render o' one.xml other
only 'assay render tw' two.asice
only 'assay render one.xml --format o' oscal
offers 'assay render one.xml --template ' report summary release-gate technical-documentation declaration-of-conformity own.mustache
only 'assay render one.xml --template-dir o' other
only 'assay render one.xml --out thr' three.txt
only 'assay key ' new
only 'assay key new --out o' other
only 'assay nothing --'
# A word is given as it was typed, with its quotes.
for word in 'keys\ a' "'keys a" '"keys a'; do
  (
    COMP_WORDS=(assay audit repo --trust "$word") COMP_CWORD=4
    _assay
    [ "${COMPREPLY[*]}" = 'keys and roots' ] || fail "$word offers: ${COMPREPLY[*]}"
  )
done
# Without ":" among the characters that part words, the whole word is replaced.
(
  COMP_WORDBREAKS=${COMP_WORDBREAKS//:/}
  COMP_WORDS=(assay explain first-steps:FS-1) COMP_CWORD=2
  _assay
  [ "${COMPREPLY[*]}" = 'first-steps:FS-10 first-steps:FS-11' ] || fail "offered: ${COMPREPLY[*]}"
)

if command -v fish >/dev/null; then
  fish --no-execute "$COMPLETIONS/assay.fish" || fail 'fish does not read its completions'
  in_fish() { fish --no-config -c "source '$COMPLETIONS/assay.fish'; complete -C \"\$argv\"" -- "$1" | cut -f 1; }
  for command in $commands; do
    in_fish 'assay ' | grep -qx "$command" || fail "fish does not offer $command"
    options_of "$command" >help-options
    in_fish "assay $command --" | sort >fish-options
    diff fish-options help-options || fail "completion in fish (<) and help (>) of $command know different options"
  done
  # Its order is fish's own.
  diff <(in_fish 'assay evidence repo ' | sort) <(printf '%s\n' "${populations[@]}" | sort) ||
    fail 'fish does not offer the populations'
  [ "$(in_fish 'assay explain first-steps:FS-1' | tr '\n' ' ')" = 'first-steps:FS-10 first-steps:FS-11 ' ] ||
    fail 'fish does not offer controls'
  [ "$(in_fish 'assay audit repo --since v')" = v1.0 ] || fail 'fish does not offer tags'
  [ "$(in_fish 'assay check repo --format sarif:thr')" = sarif:three.txt ] || fail 'fish does not offer paths of formats'
else
  echo 'fish is not installed: its completions were not tried'
fi

if command -v zsh >/dev/null; then
  zsh -n "$COMPLETIONS/_assay" || fail 'zsh does not read its completions'
else
  echo 'zsh is not installed: its completions were not tried'
fi
# Whatever the shells: each option of help stands in the zsh file at least once.
for command in $commands; do
  for option in $(options_of "$command"); do
    grep -qE -- "[',{*]$option[]=[}]" "$COMPLETIONS/_assay" || fail "_assay does not know $option"
  done
  grep -q "'$command:" "$COMPLETIONS/_assay" || fail "_assay does not know $command"
done
