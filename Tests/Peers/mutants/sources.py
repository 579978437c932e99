"""The pipelines that mutants are made from, and the damage that makes them."""

import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[3]


def sources():
    """The pipelines with GitLab's verdicts, the samples, and the examples of the rules."""
    cases = ROOT / "Tests/ConformanceTests/Fixtures/gitlab-verdicts.json"
    texts = [case["yaml"] for case in json.loads(cases.read_text())]
    texts += [path.read_text() for path in sorted(ROOT.glob("samples/*/.gitlab-ci.yml"))]
    for rule in sorted(ROOT.glob("rules/**/*.yml")):
        block = r"^( +)\.gitlab-ci\.yml: \|\n((?:\1  .*\n|\n)+)"
        for margin, lines in re.findall(block, rule.read_text(), re.MULTILINE):
            text = "".join(line[len(margin) + 2 :] for line in lines.splitlines(keepends=True))
            texts.append(re.sub("[«»]", "", text))
    return [text if text.endswith("\n") else text + "\n" for text in texts]


MISTAKES = [
    (r"\$AZURE_JWT", "AZURE_JWT"),
    (r"\$AZURE_JWT", "$AZURE_JTW"),
    (r"\$AZURE_JWT", "${AZURE_JWT}"),
    (r"id_tokens", "id_token"),
    (r"azure_key_vault", "azure_keyvault"),
    (r"azure_key_vault", "vault"),
    (r"https://gitlab\.com", "https://gitlab.com/"),
    (r"https://gitlab\.com", "gitlab.com"),
    (r"vault\.azure\.net", "vault.azure.com"),
    (r"database-password", "database_password"),
    (r"\b([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\b", r"\1-\2-\3-\4-\5"),
    (r"\b[0-9a-f]{32}\b", "latest"),
    (r"AZURE_CLIENT_ID", "AZURE_CLIENTID"),
    (r"\bname:", "nmae:"),
    (r"\bscript:", "scripts:"),
    (r"\bfile: \w+", "file: maybe"),
    (r"==", "="),
    (r"main", "master"),
]
"""What people get wrong."""


def mutant(text, others, random):
    """A text with one to three damages."""
    lines = text.splitlines()
    for _ in range(random.randint(1, 3)):
        kind = random.randrange(8)
        first, second = random.randrange(len(lines)), random.randrange(len(lines))
        if kind == 0 and len(lines) > 1:
            del lines[first]
        elif kind == 1:
            lines.insert(second, lines[first])
        elif kind == 2:
            lines[first], lines[second] = lines[second], lines[first]
        elif kind == 3:
            other = random.choice(others).splitlines()
            lines += other[random.randrange(len(other)) :]
        elif kind == 4:
            lines[first] = lines[first][: random.randint(0, len(lines[first]))]
        else:
            wrong, instead = random.choice(MISTAKES)
            lines = re.sub(wrong, instead, "\n".join(lines), count=random.randint(1, 2)).split("\n")
        lines = lines or [""]
    return "\n".join(lines) + "\n"
