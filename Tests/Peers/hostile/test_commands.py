"""Values of a branch in commands that reports print: each stays one word of the shell."""

import shutil
import subprocess

import pytest

from conftest import each

SUBJECTS = {
    "a quote": "a'; touch pwned; '",
    "a quote with an accent": "a'\u0301; touch pwned; '\u0301",
    "a quote with an enclosing mark": "a'\u20dd; touch pwned; '\u20dd",
    "a quote with a selector": "a'\ufe0f; touch pwned; '\ufe0f",
    "a quote after a number sign": "a\u0600'; touch pwned; '",
    "substitutions": "$(touch pwned)`touch pwned`",
    "lines": "a\ntouch pwned\n",
    "escapes": "\\'; touch pwned; \\'",
    "options": "--output=pwned",
    "history": "!!; touch pwned",
}

CONFIGURATION = """\
gitlab: {{url: https://gitlab.com, project: a/b, default_branch: main}}
azure:
  identities:
    - {{client_id: 11111111-2222-3333-4444-555555555555, tenant_id: 66666666-7777-8888-9999-000000000000, kind: {kind}, {more}credentials: []}}
variables:
  - {{key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}}
  - {{key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}}
  - {{key: AZURE_KEY_VAULT_SERVER_URL, value: https://shop.vault.azure.net}}
"""

RESOURCE = "resource_id: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i, "


def written(text):
    """A double-quoted scalar of YAML."""
    return '"' + "".join(letter if letter.isalnum() and letter.isascii() else f"\\U{ord(letter):08x}" for letter in text) + '"'


@pytest.mark.parametrize("kind", ["application", "managed_identity"])
@pytest.mark.parametrize("name", SUBJECTS)
def test_commands_are_one_program_each(repository, tmp_path, name, kind):
    subject = written(SUBJECTS[name])
    repository.write(".akvlint.yml", CONFIGURATION.format(kind=kind, more="" if kind == "application" else RESOURCE))
    repository.write(".gitlab-ci.yml", f"""\
deploy:
  script: x
  id_tokens: {{AZURE_JWT: {{aud: {subject}}}}}
  secrets: {{S: {{azure_key_vault: {{name: password}}, token: $AZURE_JWT}}}}
""")
    programs = tmp_path / "programs"
    programs.mkdir()
    for program in ("az", "jq"):
        (programs / program).write_text("#!/bin/sh\nexit 0\n")
        (programs / program).chmod(0o755)
    folder = tmp_path / "shell"
    folder.mkdir()
    for command in (["credentials", "--format", "az"], ["predict", "--explain", "deploy@default-branch"], ["credentials"]):
        outcome = repository.run(*command)
        lines = outcome.output.decode()
        if "az" not in command:
            # The remedy is a line of its own.
            lines = "\n".join(line for line in lines.splitlines() if line.lstrip().startswith("az "))
        subprocess.run([shutil.which("bash"), "-c", lines], cwd=folder, env={"PATH": f"{programs}:/usr/bin:/bin"},
                       capture_output=True, timeout=20)
        assert list(folder.iterdir()) == [], lines


@pytest.mark.parametrize("format", ["terraform", "bicep", "json", "text"])
@pytest.mark.parametrize("name", SUBJECTS)
def test_other_formats_have_no_raw_codes(repository, name, format):
    subject = written(SUBJECTS[name])
    repository.write(".akvlint.yml", CONFIGURATION.format(kind="application", more=""))
    repository.write(".gitlab-ci.yml", each(3, f"""\
"j#": {{script: x, id_tokens: {{T: {{aud: {subject}}}}}, secrets: {{S: {{azure_key_vault: {{name: p}}, token: $T}}}}}}
"""))
    outcome = repository.run("credentials", "--format", format)
    quote = {"terraform": '"', "bicep": "'"}.get(format)
    for line in outcome.output.decode().splitlines() if quote else ():
        escaped = line.replace("\\\\", "").replace("\\" + quote, "")
        assert escaped.count(quote) % 2 == 0 or line.lstrip().startswith(("#", "//")), line
