#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# What holds for the default branch of GitHub repositories, by made-up snapshots: some answers there, some refused, some
# not asked. assay's item of source "effective" against what is worked out here from the same answers, field by field.
# Usage: forge_snapshots.py ASSAY.
import json
import os
import pathlib
import random
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from differential import draw, empty_repository  # noqa: E402

ASSAY = sys.argv[1]
SNAPSHOTS = 300
chance = random.Random(5)
tried = agreed = 0
disagreements = []


def yes():
    return chance.random() < 0.5


def protection():
    body = {name: {"enabled": yes()} for name in
            ("allow_deletions", "allow_force_pushes", "enforce_admins", "required_signatures", "required_linear_history",
             "required_conversation_resolution") if chance.random() < 0.8}
    if yes():
        body["required_pull_request_reviews"] = {"dismiss_stale_reviews": yes(), "require_code_owner_reviews": yes(),
                                                 "require_last_push_approval": yes(), "required_approving_review_count": chance.randrange(4)}
    if yes():
        body["required_status_checks"] = {"strict": yes(), "checks": [{"context": name} for name in "ab" if yes()]}
    return body


def rule():
    kind = chance.choice(["deletion", "non_fast_forward", "required_signatures", "required_linear_history", "pull_request",
                          "required_status_checks", "creation", "update"])
    one = {"type": kind, "ruleset_id": chance.randrange(1, 4)}
    if kind == "pull_request":
        one["parameters"] = {"required_approving_review_count": chance.randrange(4), "dismiss_stale_reviews_on_push": yes(),
                             "require_code_owner_review": yes(), "require_last_push_approval": yes(),
                             "required_review_thread_resolution": yes()}
    if kind == "required_status_checks":
        one["parameters"] = {"strict_required_status_checks_policy": yes(),
                             "required_status_checks": [{"context": name} for name in "bc" if yes()]}
    return one


def snapshot(number):
    """The file, what protects the branch (None: not known), and which rules apply (None: not known)."""
    base = f"repos/o/r{number}"
    answers = [{"path": base, "status": 200, "body": {"default_branch": "main"}}]
    state = chance.choice(["given", "given", "none", "refused", "hidden", "not asked"])
    protected = None
    path = base + "/branches/main/protection"
    if state == "given":
        protected = [protection()]
        answers.append({"path": path, "status": 200, "body": protected[0]})
    elif state == "none":
        protected = []
        answers.append({"path": path, "status": 404, "message": "Branch not protected"})
    elif state == "refused":
        answers.append({"path": path, "status": 403, "message": "Forbidden"})
    elif state == "hidden":
        answers.append({"path": path, "status": 404, "message": "Not Found"})
    rules = None
    path = base + "/rules/branches/main?per_page=100&page=1"
    if chance.random() < 0.8:
        rules = [rule() for _ in range(chance.randrange(5))]
        answers.append({"path": path, "status": 200, "body": rules})
    elif yes():
        answers.append({"path": path, "status": 403})
    chance.shuffle(answers)
    text = {"type": "assay-forge-snapshot", "format": 1, "forge": "github", "repository": f"o/r{number}",
            "time": "2026-01-02T00:00:00Z", "answers": answers}
    return text, protected, rules


def expected(protected, rules):
    known = protected is not None and rules is not None
    guard = (protected or [{}])[0]
    has_guard = bool(protected)

    def of(kind):
        return [one for one in rules or [] if one["type"] == kind]

    def flag(by_guard, by_rules):
        return "yes" if (has_guard and by_guard) or by_rules else "no" if known else "unknown"

    def on(name):
        return guard.get(name, {}).get("enabled", False)

    reviews, checks = guard.get("required_pull_request_reviews", {}), guard.get("required_status_checks", {})
    requests = [one["parameters"] for one in of("pull_request")]
    statuses = [one["parameters"] for one in of("required_status_checks")]
    names = {one["context"] for source in [checks.get("checks", [])] + [s["required_status_checks"] for s in statuses] for one in source}
    counts = [reviews.get("required_approving_review_count", 0)] + [r["required_approving_review_count"] for r in requests]
    return {
        "forbids-deletion": flag(not on("allow_deletions"), of("deletion")),
        "forbids-force-push": flag(not on("allow_force_pushes"), of("non_fast_forward")),
        "requires-pull-request": flag(reviews, requests),
        "approvals": max(counts) if known else "unknown",
        "dismisses-stale": flag(reviews.get("dismiss_stale_reviews"), any(r["dismiss_stale_reviews_on_push"] for r in requests)),
        "code-owner-review": flag(reviews.get("require_code_owner_reviews"), any(r["require_code_owner_review"] for r in requests)),
        "last-push-approval": flag(reviews.get("require_last_push_approval"), any(r["require_last_push_approval"] for r in requests)),
        "resolved-conversations": flag(on("required_conversation_resolution"),
                                       any(r["required_review_thread_resolution"] for r in requests)),
        "requires-checks": flag(names, names),
        "strict": flag(checks.get("strict"), any(s["strict_required_status_checks_policy"] for s in statuses)),
        "signatures": flag(on("required_signatures"), of("required_signatures")),
        "linear-history": flag(on("required_linear_history"), of("required_linear_history")),
    }


with tempfile.TemporaryDirectory() as work:
    repository, evidence = os.path.join(work, "repository"), os.path.join(work, "evidence")
    os.mkdir(evidence)
    empty_repository(repository)
    wanted = {}
    for number in range(SNAPSHOTS):
        text, protected, rules = snapshot(number)
        wanted[f"o/r{number}"] = expected(protected, rules)
        with open(os.path.join(evidence, f"{number}.json"), "w") as out:
            json.dump(text, out)
    items = draw(ASSAY, repository, "branch-rules", "--evidence", evidence, "--no-cache")
    found = {item["repository"]: item for item in items if item["source"] == "effective"}
    for name, fields in wanted.items():
        for field, value in fields.items():
            tried += 1
            item = found.get(name, {})
            ours = "unknown" if "@" + field in item.get("unknown", {}) else item.get(field)
            if ours == value:
                agreed += 1
            else:
                disagreements.append(f"{name} {field}: expected {value}, found {ours}")
print(f"tried {tried}, agreed {agreed}, disagreed {len(disagreements)}")
print("\n".join(disagreements[:40]))
sys.exit(1 if disagreements or tried < SNAPSHOTS else 0)
