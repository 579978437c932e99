"""How long it takes from a change in a file of 2,000 lines to its diagnostics, at a client."""

import asyncio
import os
import statistics
import time

from lsprotocol import types
from test_client import Editor

# A debug build on a shared machine is slow: `make bench-lsp` takes a release build and 50.
LIMIT = float(os.environ.get("LATENCY_LIMIT", "5000"))
CHANGES = int(os.environ.get("LATENCY_CHANGES", "5"))

JOB = """\
deploy-{0}:
  stage: deploy
  id_tokens:
    AZURE_JWT:
      aud: https://gitlab.com
  variables:
    AZURE_KEY_VAULT_SERVER_URL: https://shop.vault.azure.net
    REGION: "{0}"
  secrets:
    PASSWORD:
      azure_key_vault:
        name: password-{0}
      token: $AZURE_JWT
  script:
    - ./build.sh
    - ./deploy.sh --region "$REGION"
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  needs: []

"""


def test_from_change_to_diagnostics(tmp_path):
    (tmp_path / ".git").mkdir()
    text = "".join(JOB.format(number) for number in range(100))
    assert text.count("\n") == 2000
    (tmp_path / ".gitlab-ci.yml").write_text(text, encoding="utf-8")

    async def session():
        editor = Editor(tmp_path)
        await editor.start()
        editor.client.initialized(types.InitializedParams())
        editor.open(".gitlab-ci.yml", text)
        await editor.diagnostics(".gitlab-ci.yml", 1)
        line = text[: text.index("token: $", len(text) // 2)].count("\n")
        times = []
        for version in range(2, 2 + CHANGES):
            # By turns away with the dollar and back with it, so that the findings differ.
            is_removal = version % 2 == 0
            places = types.Position(line, 13), types.Position(line, 14 if is_removal else 13)
            start = time.perf_counter()
            editor.client.text_document_did_change(
                types.DidChangeTextDocumentParams(
                    types.VersionedTextDocumentIdentifier(version, editor.uri(".gitlab-ci.yml")),
                    [
                        types.TextDocumentContentChangePartial(
                            types.Range(*places), "" if is_removal else "$"
                        )
                    ],
                )
            )
            found = await editor.diagnostics(".gitlab-ci.yml", version)
            times.append((time.perf_counter() - start) * 1000)
            assert ("AKV203" in {item.code for item in found}) == is_removal
        assert await editor.stop() == 0
        return times

    times = asyncio.run(asyncio.wait_for(session(), 120))
    print(f"{len(times)} changes: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms")
    assert statistics.median(times) < LIMIT
