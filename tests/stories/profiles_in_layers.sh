# SPDX-License-Identifier: Apache-2.0
# A profile may change another: selection and values of the lower one hold unless the upper one says otherwise, and what
# is set aside, or loosened, the report shows.
. "$(dirname "$0")/../support/story.sh"
need git xmllint

new_repository repo
profile() { # profile FILE ID BASE [ELEMENT…]
  local file=$1 id=$2 base=$3
  shift 3
  printf '<profile format="1" schema="first-steps" id="%s" title="%s" base="%s">%s</profile>\n' "$id" "$id" "$base" "$*" >"$file"
}
audit() { rm -rf audited; "$ASSAY" audit repo --schema first-steps "$@" --out audited --quiet >log 2>&1 || true; }
of() { xmllint --xpath "string($1)" audited/report.xml; }

profile company.xml company release '<set-aside control="FS-08" reason="no contributions are taken"/><set control="FS-04" parameter="tolerance" value="50%"/><set control="FS-09" parameter="large" value="2000"/>'
profile product.xml product company '<set control="FS-09" parameter="large" value="3000"/>'
for order in 'company.xml product.xml' 'product.xml company.xml'; do
  options=(); for file in $order; do options+=(--profile "$file"); done
  audit "${options[@]}"
  [ "$(of '//schema/@profile')" = product ] || fail 'the lower profile is the one that counts'
  [ "$(of '//left-out[@control="FS-08"]/@reason')" = 'no contributions are taken' ] || fail 'why FS-08 is set aside is not told'
  [ "$(of 'count(//control)')" = 10 ] || fail 'FS-08 was tested'
  [ "$(of '//control[@id="FS-04"]/parameter/@value') $(of '//control[@id="FS-04"]/parameter/@default')" = '50% 0' ] || fail 'the looser value is not shown beside that of the schema'
  [ "$(of '//control[@id="FS-09"]/parameter/@value')" = 3000 ] || fail 'the lower value holds'
done
grep -q 'set aside: no contributions are taken' audited/report.html || fail 'the page does not say what is set aside'
audit --profile company.xml
[ "$(of '//control[@id="FS-09"]/parameter/@value')" = 2000 ] || fail 'one layer alone does not hold'

expect 3 "$ASSAY" check repo --schema first-steps --profile product.xml
expect_err 'changes profile company, which neither'
profile company.xml company product
expect 3 "$ASSAY" check repo --schema first-steps --profile product.xml --profile company.xml
expect_err 'changes itself'
profile other.xml other release
profile company.xml company release
expect 2 "$ASSAY" check repo --schema first-steps --profile company.xml --profile other.xml
printf '<profile format="1" schema="first-steps" id="a" title="a"/>\n' >empty.xml
expect 3 "$ASSAY" check repo --schema first-steps --profile empty.xml
expect_err 'selects nothing'
printf '<profile format="1" schema="first-steps" id="a" title="a"><select control="FS-01"/><set-aside control="FS-01" reason="no"/></profile>\n' >none.xml
expect 3 "$ASSAY" check repo --schema first-steps --profile none.xml
expect_err 'selects nothing'
# The upper layer can take in again what the lower one set aside.
profile company.xml company release '<set-aside control="FS-08" reason="no contributions are taken"/>'
printf '<profile format="1" schema="first-steps" id="again" title="again" base="company"><select control="FS-08"/><select control="FS-01"/></profile>\n' >again.xml
audit --profile company.xml --profile again.xml
[ "$(of 'count(//control)')" = 2 ] || fail 'what is selected again is left out'
profile aside.xml aside release '<set-aside control="FS-99" reason="why not"/>'
expect 3 "$ASSAY" check repo --schema first-steps --profile aside.xml
expect_err 'has no control FS-99'
