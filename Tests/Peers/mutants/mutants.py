"""Damaged pipelines and their twins: akvlint's findings must not depend on how they are written.

    python mutants.py AKVLINT FOLDER [--count 10000] [--seed 1]

Makes mutants of the project's own pipelines, writes each with its twins into FOLDER, lints them all in
batches, and compares. Prints for each promise how often it was kept, and how often a twin could not be
made. A promise that is broken is printed with the files to look at, and ends the run with 1.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys

import sources
import twins
import yaml

BATCH = 250
SHOWN = 10

SETTINGS = """\
gitlab: {url: https://gitlab.com, project: example/shop, version: "18.9", tier: premium, default_branch: main}
azure:
  identities:
    - client_id: 11111111-2222-3333-4444-555555555555
      tenant_id: 66666666-7777-8888-9999-000000000000
      credentials:
        - name: main
          issuer: https://gitlab.com
          subject: project_path:example/shop:ref_type:branch:ref:main
          audiences: [https://gitlab.com]
variables:
  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}
  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000, protected: true}
"""

WHOLE = {"AKV001", "AKV003", "AKV013"}
"""Of a file that cannot be read, the first fault counts: its twin may have another, and an `include:`
of it says so itself. Mistakes of a pipeline as a whole are reported for its root file."""

TOKENS = ("AKV206", "AKV4")
"""A secret that gets its token is judged by it."""

RENAMES = "Rename the key"
SECRETS = ("AKV109", "AKV2", "AKV3", *TOKENS)
"""A secret whose misspelled key is repaired is judged as a whole."""

HIDING = WHOLE | {"AKV002"}
"""Beside a syntax error or a date that GitLab refuses, further mistakes are unknown."""

CHAINS = "AKV007"
"""A broken chain of references is reported for the job from which it was first followed."""

LINE = {"line": lambda finding: finding["location"]["start"]["line"]}
NOWHERE = {}
TWINS = {
    "quoted": (twins.quoted, LINE),
    "indented": (twins.indented, LINE),
    "with carriage returns": (twins.with_carriage_returns, LINE),
    "with anchors": (twins.anchored, LINE),
    "with an alias": (twins.aliased, NOWHERE),
    "in another order": (twins.reordered, NOWHERE),
}


class Run:
    def __init__(self, akvlint, folder):
        self.akvlint = akvlint
        self.folder = folder
        self.kept = collections.Counter()
        self.skipped = collections.Counter()
        self.broken = collections.Counter()

    def write(self, kind, name, text):
        path = self.folder / kind.replace(" ", "-") / f"{name}.gitlab-ci.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def lint(self, *arguments):
        """The findings of all files, by path; and the report as it was written."""
        done = subprocess.run(
            [self.akvlint, "--root", self.folder, "--format", "json", *arguments, self.folder],
            capture_output=True,
        )
        if done.returncode not in (0, 1, 3):
            print(done.stderr.decode(), file=sys.stderr)
            sys.exit(f"akvlint ended with {done.returncode}: look into {self.folder}")
        report = json.loads(done.stdout)
        found = collections.defaultdict(list)
        for finding in report["findings"]:
            found[finding["location"]["path"]].append(finding)
        self.silenced = collections.defaultdict(set)
        for finding in report["suppressed"]:
            self.silenced[finding["location"]["path"]].add((finding["rule"], message(finding)))
        return found, done.stdout

    def judge(self, promise, ours, theirs, path):
        if ours == theirs:
            self.kept[promise] += 1
            return
        self.broken[promise] += 1
        if self.broken[promise] <= SHOWN:
            print(f"{promise}: {self.folder / path}")
            for sign, lines in (("-", ours - theirs), ("+", theirs - ours)):
                for line in sorted(lines, key=str):
                    print(f"  {sign} {line}")


def summary(findings, extras):
    """What must be the same: per job, because one finding may represent several."""
    said = set()
    for finding in findings:
        rest = tuple(extra(finding) for extra in extras.values())
        jobs = finding["jobs"] if finding["rule"] != CHAINS else []
        for job in jobs or [""]:
            said.add((finding["rule"], message(finding), job, *rest))
    return said


def message(finding):
    """Without the places that it names ("line 7"), their order, and the job that represents several."""
    text = re.sub(r"\bline \d+", "line", finding["message"])
    text = re.sub(r'"[^"]*" and "[^"]*"', lambda pair: str(sorted(pair[0].split(" and "))), text)
    for job in finding["jobs"][:1] if finding["rule"] != CHAINS else []:
        text = text.replace(f'"{job}"', "it")
    return text


def relative(path, folder):
    return str(path.relative_to(folder))


def make_twins(run, name, text, chance):
    """Writes a mutant with its twins; returns the paths by promise."""
    paths = {"": run.write("mutant", name, text)}
    for promise, (twin_of, _) in TWINS.items():
        try:
            twin = twin_of(text, chance)
        except yaml.YAMLError:
            twin = None
        reorders = twin_of is twins.reordered
        if twin is None or twin == text or not reorders and not twins.same(text, twin):
            run.skipped[promise] += 1
        else:
            paths[promise] = run.write(promise, name, twin)
    if re.search(r"^(include|spec)\b|^---|^%", text, re.MULTILINE) or is_empty(text):
        run.skipped["included"] += 1
    else:
        part = run.folder / "parts" / f"{name}.yml"
        part.parent.mkdir(exist_ok=True)
        part.write_bytes(text.encode())
        run.write("including", name, f"include: {{local: parts/{name}.yml}}\n")
        paths["included"] = part
    return paths


def is_empty(text):
    """GitLab reads an empty pipeline, but includes none."""
    return not re.search(r"^\s*(?!---\s*$)[^\s#]", text, re.MULTILINE)


def suppress(run, name, text, findings, chance):
    """Silences one finding with a comment above it; returns the path and what must be left."""
    lines = text.split("\n")
    choices = [finding for finding in findings if finding["rule"] not in NOT_IGNORABLE]
    if not choices:
        return None
    chosen = chance.choice(choices)
    line = chosen["location"]["start"]["line"]
    if "\r" in text or not 0 < line <= len(lines):
        return None
    above = lines[line - 1]
    if is_empty(text):
        return None  # no comment is above anything
    indent = above[: len(above) - len(above.lstrip(" "))]
    lines.insert(line - 1, f"{indent}# akvlint: ignore[{chosen['rule']}] for once")
    twin = "\n".join(lines)
    if not twins.same(text, twin):
        return None
    left = [
        finding
        for finding in findings
        if (finding["rule"], finding["location"]["start"]["line"]) != (chosen["rule"], line)
    ]
    return run.write("suppressed", name, twin), left


NOT_IGNORABLE = set()


def batch(run, numbers, texts, chance):
    shutil.rmtree(run.folder, ignore_errors=True)
    (run.folder / ".git").mkdir(parents=True)
    (run.folder / ".akvlint.yml").write_text(SETTINGS)
    made = {}
    for number in numbers:
        text = sources.mutant(chance.choice(texts), texts, chance)
        made[f"{number:06}"] = text, make_twins(run, f"{number:06}", text, chance)
    found, output = run.lint()
    run.judge("the same bytes twice", {output}, {run.lint()[1]}, "")
    silenced = {}
    for name, (text, paths) in made.items():
        ours = found[relative(paths[""], run.folder)]
        for promise, path in paths.items():
            if promise:
                extras = TWINS[promise][1] if promise in TWINS else LINE
                theirs = found[relative(path, run.folder)]
                if any(finding["rule"] in WHOLE for finding in ours):
                    run.skipped[promise] += 1
                    continue
                run.judge(promise, summary(ours, extras), summary(theirs, extras), path)
        silenced[name] = suppress(run, name, text, ours, chance)
    after, _ = run.lint()
    for name, result in silenced.items():
        if result is None:
            run.skipped["suppressed"] += 1
            continue
        path, left = result
        theirs = after[relative(path, run.folder)]
        run.judge("suppressed", summary(left, NOWHERE), summary(theirs, NOWHERE), path)
    fix(run, after)


def fix(run, before):
    """Fixes repair their findings, and break nothing.

    Suppressed findings exist before, too: a fix may let another text win, which is as wrong
    and has no such comment.
    """
    silenced = run.silenced
    after, _ = run.lint("--fix=unsafe")
    for path, findings in before.items():
        repaired = {message(finding) for finding in findings if finding["fixes"]}
        if not repaired:
            continue
        if any(finding["rule"] in HIDING for finding in findings):
            continue
        known = {(finding["rule"], message(finding)) for finding in findings} | silenced[path]
        renames = any(fix["title"] == RENAMES for finding in findings for fix in finding["fixes"])
        revealed = SECRETS if renames else TOKENS
        new = {
            (finding["rule"], message(finding))
            for finding in after[path]
            if finding["severity"] == "error" and not finding["rule"].startswith(revealed)
        } - known
        run.judge("fixed, nothing new", set(), new, path)
        fixable = {(finding["rule"], message(finding)) for finding in after[path] if finding["fixes"]}
        run.judge("fixed, nothing left to fix", set(), fixable, path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("akvlint", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    run = Run(options.akvlint.resolve(), options.folder.resolve())
    rules = json.loads(subprocess.check_output([run.akvlint, "rules", "list", "--format", "json"]))
    NOT_IGNORABLE.update(rule["id"] for rule in rules if not rule["ignorable"])
    chance = random.Random(options.seed)
    texts = sources.sources()
    for start in range(0, options.count, BATCH):
        batch(run, range(start, min(start + BATCH, options.count)), texts, chance)
        if run.broken:
            break
    print(f"{options.count} mutants of {len(texts)} pipelines, seed {options.seed}")
    for promise in sorted(run.kept | run.skipped | run.broken):
        print(
            f"{promise:<28}{run.kept[promise]:>7} kept  {run.broken[promise]:>4} broken"
            f"{run.skipped[promise]:>7} not made"
        )
    sys.exit(1 if run.broken else 0)


main()
