#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: controls.sh [ASSAY]
# Schemas of 1,250, 2,500 and 5,000 controls, each with a rule of its own, over a repository of ten files: evaluated,
# and rendered. Prints the time per control, which is to stay flat, and beside it what `oscap xccdf eval` (package
# openscap-scanner) takes for as many rules that each look for one file.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/timing.sh"

assay=$(realpath "${1:-$(dirname "${BASH_SOURCE[0]}")/../../build/release/cli/assay}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work
git -c init.defaultBranch=main init -q repo
for i in $(seq 10); do echo "$i" >"repo/file$i"; done
git -C repo add . && git -C repo -c user.name=n -c user.email=e@example.com commit -qm files

schema() { # schema N: a compliance schema of N controls
  cat <<EOF
<compliance-schema format="1" id="many" title="Many" version="1" publisher="nobody" jurisdiction="none" law="no" status="made up">
<source>Made up.</source>
EOF
  seq "$1" | sed 's|.*|<rule id="r&" title="No file is called no-&" population="files"><assert>@name != "no-&"</assert>\
<exception>It is there.</exception></rule>|'
  echo '<group id="g" title="Group">'
  seq "$1" | sed 's|.*|<control id="C-&" title="Control &"><statement>File & is not there.</statement>\
<decision><rule ref="r&" basis="text"/></decision><remedy>Remove it.</remedy></control>|'
  echo '</group></compliance-schema>'
}

benchmark() { # benchmark N: an XCCDF benchmark of N rules, with the OVAL definitions they refer to
  {
    echo '<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_made.up_benchmark_many"><status>draft</status><version>1</version>'
    seq "$1" | sed 's|.*|<Rule id="xccdf_made.up_rule_r&" selected="true" severity="low"><title>Rule &</title>\
<check system="http://oval.mitre.org/XMLSchema/oval-definitions-5"><check-content-ref href="oval.xml" name="oval:made.up:def:&"/></check></Rule>|'
    echo '</Benchmark>'
  } >xccdf.xml
  {
    cat <<'EOF'
<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5"
 xmlns:oval="http://oval.mitre.org/XMLSchema/oval-common-5" xmlns:u="http://oval.mitre.org/XMLSchema/oval-definitions-5#unix">
<generator><oval:schema_version>5.10</oval:schema_version><oval:timestamp>2026-01-01T00:00:00</oval:timestamp></generator><definitions>
EOF
    seq "$1" | sed 's|.*|<definition id="oval:made.up:def:&" version="1" class="compliance"><metadata><title>&</title><description>&</description></metadata><criteria><criterion test_ref="oval:made.up:tst:&"/></criteria></definition>|'
    echo '</definitions><tests>'
    seq "$1" | sed 's|.*|<u:file_test id="oval:made.up:tst:&" version="1" check="all" check_existence="none_exist" comment="&"><u:object object_ref="oval:made.up:obj:&"/></u:file_test>|'
    echo '</tests><objects>'
    seq "$1" | sed "s|.*|<u:file_object id=\"oval:made.up:obj:&\" version=\"1\"><u:filepath>$work/repo/no-&</u:filepath></u:file_object>|"
    echo '</objects></oval_definitions>'
  } >oval.xml
}

fastest() { # fastest COMMAND…: of three runs
  for _ in 1 2 3; do
    seconds "$@" || { cat log >&2; return 1; }
    echo
  done | sort -n | head -1
}
errors=$work/log

for n in 1250 2500 5000; do
  schema "$n" >many.xml
  tested=$(fastest "$assay" check repo --no-cache --schema many.xml)
  "$assay" audit repo --schema many.xml --out out >/dev/null 2>&1
  [ "$(grep -c '<control .*outcome="satisfied"' out/report.xml)" -eq "$n" ]
  rendered=$(fastest "$assay" render out/report.xml --template report --out page.html)
  line=$(awk -v n="$n" -v t="$tested" -v r="$rendered" 'BEGIN {
    printf "%d controls: check %.2f s (%.0f µs each), render %.2f s (%.0f µs each)", n, t, t / n * 1e6, r, r / n * 1e6 }')
  if command -v oscap >/dev/null; then
    benchmark "$n"
    theirs=$(fastest oscap xccdf eval --results results.xml xccdf.xml)
    [ "$(grep -c '<result>pass</result>' results.xml)" -eq "$n" ]
    line+=$(awk -v t="$tested" -v o="$theirs" 'BEGIN { printf "; oscap %.2f s, ratio %.3f", o, t / o }')
  fi
  echo "$line"
done
