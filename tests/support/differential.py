# SPDX-License-Identifier: Apache-2.0
"""What comparisons with other readers share: a repository that holds nothing, and what assay prints of a population."""
import collections
import json
import subprocess
import sys


def empty_repository(path):
    """A repository of one empty commit: all evidence is supplied."""
    subprocess.run(["git", "init", "-q", str(path)], check=True)
    subprocess.run(["git", "-C", str(path), "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q",
                    "--allow-empty", "-m", "first"], check=True)


def draw(assay, repository, population, *options):
    """The items of a population, as JSON has them; an incomplete population (exit code 5) is one, too."""
    run = subprocess.run([assay, "evidence", str(repository), population, "--format", "json", *map(str, options)],
                         capture_output=True, text=True, check=False)
    if run.returncode not in (0, 5):
        sys.exit(f"assay evidence {population}: exit code {run.returncode}\n{run.stderr}")
    return json.loads(run.stdout)


def by_document(items):
    sorted_ = collections.defaultdict(list)
    for item in items:
        sorted_[item["document"]].append(item)
    return sorted_
