"""Times other linters and akvlint as whole processes on files of the same length.

    peers.py AKVLINT BIN FOLDER

BIN holds the programs, FOLDER what `make` generated. Each round runs every program once, so that a
machine that slows down slows all of them; what is printed is the median over the rounds, and how
many times as long as akvlint that is. zizmor gets a GitHub workflow and ruff a Python module of as
many lines, because they read no GitLab pipelines: they show how fast a linter can be.
"""

import os
import statistics
import subprocess
import sys
import time

ROUNDS = 15


def workflow(lines):
    head = ["on: push", "jobs:"]
    job = [
        "  job-{n}:",
        "    runs-on: ubuntu-24.04",
        "    permissions: {{}}",
        "    steps:",
        "      - run: make build-{n}",
        "      - run: make test-{n}",
        "        env:",
        "          COMPONENT: service-{n}",
    ]
    return fill(head, job, lines)


def module(lines):
    function = [
        "def check_{n}(values):",
        '    """Adds what is positive."""',
        "    total = 0",
        "    for value in values:",
        "        if value > {n}:",
        "            total += value",
        "    return total",
        "",
        "",
    ]
    return fill([], function, lines)


def fill(head, part, lines):
    text, number = list(head), 1
    while len(text) + len(part) <= lines:
        text += [line.format(n=number) for line in part]
        number += 1
    return "\n".join(text) + "\n"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def seconds(command, folder):
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    passed = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr}")
    return passed


def programs(akvlint, bin, folder, lines):
    pipeline = f"p{lines}/.gitlab-ci.yml"
    flow = write(f"{folder}/peers/.github/workflows/p{lines}.yml", workflow(lines))
    code = write(f"{folder}/peers/p{lines}.py", module(lines))
    return {
        "akvlint": [akvlint, "check", pipeline],
        "check-jsonschema": [
            f"{bin}/check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", pipeline
        ],
        "yamllint": [f"{bin}/yamllint", "-d", "relaxed", pipeline],
        "gitlab-ci-verify": [
            f"{bin}/gitlab-ci-verify", "--no-lint-api", "--gitlab-ci-file", pipeline
        ],
        "zizmor": [f"{bin}/zizmor", "--offline", "--no-exit-codes", flow],
        "ruff": [f"{bin}/ruff", "check", "--no-cache", "--isolated", code],
    }


def main():
    akvlint, bin, folder = (os.path.abspath(path) for path in sys.argv[1:])
    for lines in (60, 1000, 10000):
        commands = programs(akvlint, bin, folder, lines)
        times = {name: [] for name in commands}
        for round in range(-1, ROUNDS):
            for name, command in commands.items():
                passed = seconds(command, folder)
                if round >= 0:
                    times[name].append(passed)
        own = statistics.median(times["akvlint"])
        print(f"{lines:,} lines")
        for name, values in times.items():
            median = statistics.median(values)
            print(f"  {name:<18} {median * 1e3:9.1f} ms {median / own:8.1f}x")


main()
