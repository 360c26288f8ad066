# SPDX-License-Identifier: Apache-2.0
# Every rule is supported, contradicted and silent where scenarios/ says so, and none goes without a scenario.
. "$(dirname "$0")/../support/story.sh"
need git openssl python3 ssh-keygen

expect 0 python3 "$SOURCE_DIR/tests/scenarios/run.py"
expect_out ' 0 problems'
