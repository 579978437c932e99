"""Writes what a fuzzer begins with: a folder for each target, from what the repository holds.

    python3 fuzz/seeds.py FOLDER
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEPARATOR = "--8<-- "

written = Counter()
words = Counter()


def write(target, text):
    folder = Path(sys.argv[1]) / target
    folder.mkdir(parents=True, exist_ok=True)
    written[target] += 1
    (folder / f"{written[target]:04}").write_text(text, newline="")
    words.update(re.findall(r"[A-Za-z_][A-Za-z_:/.-]{2,30}", text))


def pipelines():
    """The verdict cases and the samples; a sample's other files follow its root."""
    cases = ROOT / "Tests/ConformanceTests/Fixtures/gitlab-verdicts.json"
    for case in json.loads(cases.read_text()):
        yield case["yaml"]
    for root in sorted(ROOT.glob("samples/*/.gitlab-ci.yml")):
        folder = root.parent
        text = root.read_text()
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".yml", ".json") and path != root:
                text += f"{SEPARATOR}{path.relative_to(folder)}\n{path.read_text()}"
        yield text


def block(key, text):
    """The folded or literal blocks of a key in a rule file."""
    for found in re.finditer(rf"^{key}: [>|]-?\n((?: +.*\n)+)", text, re.MULTILINE):
        yield " ".join(line.strip() for line in found[1].splitlines())


def examples(text):
    """The files of each example in a rule file, by their names."""
    for example in re.split(r"^ +- title:", text, flags=re.MULTILINE)[1:]:
        found = re.findall(r"^( +)(\S+): \|\n((?:\1  .*\n|\n)+)", example, re.MULTILINE)
        files = {
            name: "".join(line[len(margin) + 2 :] for line in lines.splitlines(keepends=True))
            for margin, name, lines in found
        }
        yield {name: re.sub("[«»]", "", content) for name, content in files.items()}


def main():
    for text in pipelines():
        write("check", text)
        write("yaml", text.split(SEPARATOR)[0])
        for found in re.findall(r"if: (.*)", text):
            write("condition", found.strip("'\""))
        for found in re.findall(r"=~ /(.*?)/", text):
            write("pattern", f"{found}\nmain\nrelease/1.2\n")
    for rule in sorted(ROOT.glob("rules/**/*.yml")):
        text = rule.read_text()
        write("rules", text.replace("id: AKV", "id: TEAM", 1))
        write("yaml", text)
        for files in examples(text):
            first = files.pop(".gitlab-ci.yml", "")
            others = (f"{SEPARATOR}{name}\n{content}" for name, content in files.items())
            write("check", first + "".join(others))
            for name, content in files.items():
                if name == ".akvlint.yml":
                    write("configuration", content)
                elif name.endswith(".json"):
                    write("evidence", content)
        for key in ("when", "assert"):
            for expression in block(key, text):
                for subject in ("jobs", "predictions"):
                    write("cel", f"pipeline.{subject}.filter(job, {expression})")
                write("cel", expression)
    for path in sorted(ROOT.glob("samples/*/.akvlint.yml")):
        write("configuration", path.read_text())
    for path in sorted(ROOT.glob("samples/**/*.json")):
        write("evidence", path.read_text())
    for path in sorted(ROOT.glob("Tests/DiagnosisTests/Logs/*.log")):
        write("log", path.read_bytes().decode(errors="replace"))
    for patterns, paths in (
        ("*.yml\n!a.yml\n/build/\n**/x/*\n[!a-c]?.txt\n", "a.yml\nbuild/x.yml\nq/x/z\nd1.txt\n"),
        ("{a,b}*/**/*.gitlab-ci.yml\n\\\\#x\ndoc/*/\n", "a1/b/c.gitlab-ci.yml\n#x\ndoc/y\n"),
    ):
        write("wildcards", f"{patterns}\n{paths}")
    for path in sorted(ROOT.glob("Tests/EvidenceTests/**/*.tfstate")) + sorted(
        ROOT.glob("Tests/FuzzTargetsTests/Inputs/terraform/*")
    ):
        write("terraform", path.read_text())
    for text in ("<script>`|`", "a\u200bb\u202ec", "\u001b[2J", "| a | `` b ` |", "]]>&amp;"):
        write("writers", text)
    dictionary = Path(sys.argv[1]) / "words.txt"
    common = [word for word, _ in words.most_common(400)]
    dictionary.write_text("".join(f'"{word}"\n' for word in common))


main()
