# SPDX-License-Identifier: Apache-2.0
# Every command of README's transcripts is run, and prints what README says; '…' stands for what differs from run to run.
. "$(dirname "$0")/../support/story.sh"
need git openssl unzip ssh-keygen

mkdir bin
ln -s "$ASSAY" bin/assay
PATH=$WORK/bin:$PATH
new_repository ferry
sed -n '/^```xml$/,/^```$/p' "$SOURCE_DIR/README.md" | grep -v '^```' >house.xml
mkdir keys
ssh-keygen -q -t ed25519 -N '' -C ferry -f key
echo "ferry@example.com $(cat key.pub)" >keys/allowed_signers
# The first audit makes a key, which the transcript does not show; README calls its certificate vendor.pem.
expect 1 assay audit ferry --schema first-steps --out first
ln -s "$HOME/.local/share/assay/identity/cert.pem" vendor.pem

sed -n '/^```console$/,/^```$/p' "$SOURCE_DIR/README.md" | grep -v '^```' >transcript
grep -q '^\$ ' transcript || fail 'README has no transcript'
compare() { # whether each line of $2 is as $1 says
  local said printed
  exec 3<"$1" 4<"$2"
  while IFS= read -r said <&3; do
    IFS= read -r printed <&4 || fail "README says '$said', and nothing more was printed"
    said=$(printf '%s' "$said" | sed 's/[][\\*?]/\\&/g; s/…/*/g')
    # shellcheck disable=SC2053
    [[ $printed == $said ]] || fail "README says '$said', and '$printed' was printed"
  done
  ! IFS= read -r printed <&4 || fail "README does not say '$printed'"
}
: >expected
command=
run() {
  [ -n "$command" ] || return 0
  (eval "$command") >printed 2>&1 || true
  compare expected printed
  : >expected
}
while IFS= read -r line; do
  case $line in
  '$ '*)
    run
    command=${line#\$ }
    ;;
  *) printf '%s\n' "$line" >>expected ;;
  esac
done <transcript
run
