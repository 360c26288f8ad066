# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Completion of assay in bash. Needs nothing else, bash-completion neither.

# The typed program, asked for what only it knows.
__assay_ask() {
  local program=${COMP_WORDS[0]/#\~\//$HOME/}
  "$program" "$@" 2>/dev/null </dev/null
}

__assay_schema_ids() {
  __assay_ask schema list | cut -f 1
}

__assay_controls() { # of schema $1
  __assay_ask schema show "$1" | sed -n 's/^  \([^ ][^ ]*\) .*/\1/p'
}

__assay_profiles() { # of schema $1
  __assay_ask schema show "$1" | sed -n 's/^profile \([^:]*\): .*/\1/p'
}

__assay_populations() { # of repository $1
  __assay_ask evidence "$1" | sed -n 's/^\([a-z][a-z-]*\) – .*/\1/p'
}

# Adds the candidates on standard input that begin as $1 does; each is given the prefix $2.
__assay_add() {
  local candidate
  while IFS= read -r candidate; do
    case $candidate in
    "$1"*) COMPREPLY+=("${2-}$candidate") ;;
    esac
  done
}

__assay_add_words() { # __assay_add_words BEGINNING PREFIX WORD…
  local beginning=$1 prefix=$2
  shift 2
  __assay_add "$beginning" "$prefix" < <(printf '%s\n' "$@")
}

# Adds paths: __assay_add_paths BEGINNING PREFIX [ENDING]: directories, and files with that ending; "/" means no files.
__assay_add_paths() {
  local beginning=$1 prefix=$2 ending=${3-} path
  beginning=${beginning#[\"\']}
  beginning=${beginning//\\/}
  compopt -o filenames 2>/dev/null || true # bash knows that these are paths, and quotes them
  while IFS= read -r path; do COMPREPLY+=("$prefix$path"); done < <(compgen -d -- "$beginning")
  [ "$ending" = / ] && return
  while IFS= read -r path; do
    case $path in
    *"$ending") [ -d "${path/#\~\//$HOME/}" ] || COMPREPLY+=("$prefix$path") ;;
    esac
  done < <(compgen -f -- "$beginning")
}

# Long options of command $1.
__assay_options() {
  local evidence='--revision --since --whole-history --trust --trust-repository --evidence --as-of --cache --no-cache'
  local testimony='--given --out --key --cert' covers='--covers --repo --revision --expires'
  case $1 in
  audit) echo "--schema --profile --product $evidence --out --key --cert --quiet --help" ;;
  check) echo "--schema --profile --product $evidence --format --baseline --exit-zero --quiet --help" ;;
  evidence) echo "--where --format $evidence --quiet --help" ;;
  explain) echo "$evidence --quiet --help" ;;
  key) echo '--out --quiet --help' ;;
  attest) echo "$testimony --role --sentence --person --remark $covers --quiet --help" ;;
  waive) echo "$testimony --reason --requested-by --approved-by --item $covers --quiet --help" ;;
  plan) echo "$testimony --weakness --owner --milestone --quiet --help" ;;
  timeline) echo '--schema --profile --product --trust --trust-repository --evidence --format --out --last --cache --no-cache --quiet --help' ;;
  trust) echo '--as-of --quiet --help' ;;
  render) echo '--template --format --template-dir --out --quiet --help' ;;
  schema) echo '--out --format --as-of --quiet --help' ;;
  verify) echo '--trust --repo --schema --quiet --help' ;;
  esac
}

# The value of an option: __assay_value COMMAND OPTION BEGINNING PREFIX. Uses $repository and $schemas.
__assay_value() {
  local command=$1 option=$2 beginning=$3 prefix=$4 schema
  case $command:$option in
  verify:--schema) __assay_add_paths "$beginning" "$prefix" ;;
  *:--schema)
    __assay_add "$beginning" "$prefix" < <(__assay_schema_ids)
    __assay_add_paths "$beginning" "$prefix" .xml
    ;;
  *:--profile)
    if [ ${#schemas[@]} -eq 0 ]; then
      case $command in
      check) schemas=(openssf-osps) ;;
      *) schemas=(first-steps) ;;
      esac
    fi
    for schema in "${schemas[@]}"; do
      if [ ${#schemas[@]} -eq 1 ]; then
        __assay_add "$beginning" "$prefix" < <(__assay_profiles "$schema")
      else
        __assay_add "$beginning" "$prefix" < <(__assay_profiles "$schema" | sed "s/^/${schema##*/}:/")
      fi
    done
    __assay_add_paths "$beginning" "$prefix" .xml
    ;;
  *:--revision | *:--since)
    __assay_add "$beginning" "$prefix" < <(
      git -C "${repository:-.}" for-each-ref --format='%(refname:short)' refs/tags refs/heads refs/remotes 2>/dev/null
      echo HEAD
    )
    ;;
  *:--trust | *:--evidence | *:--cache | *:--repo | *:--template-dir | audit:--out | key:--out)
    __assay_add_paths "$beginning" "$prefix" /
    ;;
  *:--key | *:--cert | *:--covers | render:--out | schema:--out | attest:--out | waive:--out | plan:--out | timeline:--out) __assay_add_paths "$beginning" "$prefix" ;;
  *:--baseline) __assay_add_paths "$beginning" "$prefix" .asice ;;
  check:--format)
    case $beginning in
    *:*) __assay_add_paths "${beginning#*:}" "$prefix${beginning%%:*}:" ;;
    *) __assay_add_words "$beginning" "$prefix" text json sarif code-scanning junit github gitlab oscal ;;
    esac
    ;;
  *:--product) __assay_add_paths "$beginning" "$prefix" .xml ;;
  timeline:--format) __assay_add_words "$beginning" "$prefix" text csv svg ;;
  render:--format) __assay_add_words "$beginning" "$prefix" json sarif code-scanning junit github gitlab oscal ;;
  schema:--format) __assay_add_words "$beginning" "$prefix" text csv oscal ;;
  evidence:--format) __assay_add_words "$beginning" "$prefix" xml json count ;;
  *:--template)
    __assay_add_words "$beginning" "$prefix" report summary release-gate technical-documentation declaration-of-conformity
    __assay_add_paths "$beginning" "$prefix" .mustache
    ;;
  esac
}

# What is no option: __assay_argument COMMAND BEGINNING. Uses $arguments, those before it.
__assay_argument() {
  local command=$1 beginning=$2
  case $command:${#arguments[@]} in
  audit:0 | check:0 | evidence:0 | explain:1 | timeline:0) __assay_add_paths "$beginning" '' / ;;
  evidence:1) __assay_add "$beginning" '' < <(__assay_populations "${arguments[0]}") ;;
  explain:0 | attest:0 | waive:0 | plan:0)
    case $beginning in
    *:*) __assay_add "${beginning##*:}" "${beginning%:*}:" < <(__assay_controls "${beginning%:*}") ;;
    *)
      __assay_add "$beginning" '' < <(__assay_schema_ids)
      __assay_add_paths "$beginning" '' .xml
      ;;
    esac
    ;;
  key:0) __assay_add_words "$beginning" '' new ;;
  trust:0) __assay_add_words "$beginning" '' list ;;
  trust:1) __assay_add_paths "$beginning" '' / ;;
  render:0)
    __assay_add_paths "$beginning" '' .xml
    __assay_add_paths "$beginning" '' .asice
    ;;
  schema:0) __assay_add_words "$beginning" '' list show lint test new import coverage map ;;
  schema:*)
    case ${arguments[0]} in list | new) return ;; esac
    case ${arguments[0]}:${#arguments[@]} in
    import:* | coverage:2) ;; # catalogs and profiles are files
    *) __assay_add "$beginning" '' < <(__assay_schema_ids) ;;
    esac
    __assay_add_paths "$beginning" '' .xml
    ;;
  verify:0) __assay_add_paths "$beginning" '' .asice ;;
  esac
}

_assay() {
  COMPREPLY=()
  # Bash takes words apart at ":" and "=": here they are put together again.
  local words=() word glue=no i
  for ((i = 0; i <= COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if ((i > 1)) && [[ $word =~ ^[:=]+$ ]]; then
      words[${#words[@]} - 1]+=$word
      glue=yes
    elif [ "$glue" = yes ] && [ -n "$word" ]; then
      words[${#words[@]} - 1]+=$word
      glue=no
    else
      words+=("$word")
      glue=no
    fi
  done
  local last=$((${#words[@]} - 1))
  local current=${words[last]}

  if ((last < 2)); then
    __assay_add_words "$current" '' attest audit check evidence explain key plan render schema timeline trust verify waive --help --version
    return
  fi
  local command=${words[1]} repository='' schemas=() arguments=() option=
  for ((i = 2; i < last; ++i)); do
    word=${words[i]}
    if [ -n "$option" ]; then
      [ "$option" = --schema ] && schemas+=("$word")
      option=
      continue
    fi
    case $word in
    --schema=*) schemas+=("${word#*=}") ;;
    --*=* | --exit-zero | --quiet | --help | -?) ;;
    --*) option=$word ;;
    *) arguments+=("$word") ;;
    esac
  done
  case $command in
  explain) repository=${arguments[1]-} ;;
  *) repository=${arguments[0]-} ;;
  esac

  if [ -n "$option" ]; then
    __assay_value "$command" "$option" "$current" ''
  else
    case $current in
    --*=*) __assay_value "$command" "${current%%=*}" "${current#*=}" "${current%%=*}=" ;;
    -*) __assay_add "$current" '' < <(__assay_options "$command" | tr ' ' '\n') ;;
    *) __assay_argument "$command" "$current" ;;
    esac
  fi

  # Bash replaces only what follows the last of the characters at which it takes words apart.
  local breaks='' prefix
  [[ $COMP_WORDBREAKS == *:* ]] && breaks+=':'
  [[ $COMP_WORDBREAKS == *=* ]] && breaks+='='
  if [ -n "$breaks" ] && [[ $current == *["$breaks"]* ]]; then
    prefix=${current%"${current##*["$breaks"]}"}
    for i in "${!COMPREPLY[@]}"; do COMPREPLY[i]=${COMPREPLY[i]#"$prefix"}; done
  fi
}

complete -F _assay assay
