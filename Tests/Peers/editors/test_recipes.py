"""Recipes of docs/editors.md for editors that do not run here: what they would start and match."""

import json
import re
import subprocess
import tomllib

from test_editors import AKVLINT, recipe, repository, run

__all__ = ["repository"]


def test_problem_matcher_of_vs_code(repository):
    """The task's command, and every line that it prints in the pattern of the task."""
    (task,) = json.loads(recipe("VS Code", "json"))["tasks"]
    file = str(repository / ".gitlab-ci.yml")
    arguments = [argument.replace("${file}", file) for argument in task["args"]]
    done = run(repository, arguments, (task["command"],))
    assert done.returncode == 1, done.stderr
    pattern = task["problemMatcher"]["pattern"]
    matches = [re.match(pattern["regexp"], line) for line in done.stdout.splitlines()]
    assert matches and all(matches), done.stdout
    found = {match[pattern["code"]]: match for match in matches}["AKV203"]
    place = [found[pattern[part]] for part in ("file", "line", "column", "severity")]
    assert place == [".gitlab-ci.yml", "11", "14", "error"]


def test_language_server_of_helix(repository):
    """The configuration is TOML, names one server, and its command greets a client."""
    settings = tomllib.loads(recipe("Helix", "toml"))
    (language,) = settings["language"]
    assert language["name"] == "yaml" and "akvlint" in language["language-servers"]
    server = settings["language-server"]["akvlint"]
    assert server["command"] == AKVLINT.name
    bodies = [
        {"id": 1, "method": "initialize", "params": {"capabilities": {}}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    ]
    texts = [json.dumps({"jsonrpc": "2.0"} | body) for body in bodies]
    done = subprocess.run(
        [AKVLINT, *server["args"]],
        input="".join(f"Content-Length: {len(text)}\r\n\r\n{text}" for text in texts),
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert '"serverInfo":{"name":"akvlint"' in done.stdout
