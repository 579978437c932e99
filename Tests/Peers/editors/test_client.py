"""A language client that others wrote, against the built server: what it cannot read, it refuses."""

import asyncio
import os
import pathlib

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

AKVLINT = os.environ["AKVLINT"]

PIPELINE = """\
deploy:
  id_tokens:
    AZURE_JWT:
      aud: https://gitlab.com
  variables:
    AZURE_KEY_VAULT_SERVER_URL: https://shop.vault.azure.net
  secrets:
    PASSWORD: # \U0001F511
      azure_key_vault:
        name: password
      token: AZURE_JWT
  script: ./deploy.sh
"""


class Editor:
    """An open repository, and the last diagnostics of each file."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.client = LanguageClient("test", "1")
        self.shown = {}
        self.news = asyncio.Event()

        @self.client.feature("textDocument/publishDiagnostics")
        def take(parameters: types.PublishDiagnosticsParams):
            self.shown[parameters.uri] = parameters
            self.news.set()

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    async def diagnostics(self, name: str, version: int):
        """The diagnostics of a state of a file, as soon as they are there."""
        while True:
            shown = self.shown.get(self.uri(name))
            if shown is not None and shown.version == version:
                return shown.diagnostics
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), 30)

    async def start(self, document=None):
        await self.client.start_io(AKVLINT, "lsp", "--stdio", cwd=self.folder)
        positions = types.GeneralClientCapabilities(position_encodings=["utf-8", "utf-16"])
        return await self.client.initialize_async(
            types.InitializeParams(
                capabilities=types.ClientCapabilities(
                    general=positions, text_document=document
                ),
                root_uri=self.folder.as_uri(),
            )
        )

    def open(self, name: str, text: str):
        item = types.TextDocumentItem(self.uri(name), "yaml", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    async def stop(self) -> int:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        server = self.client._server
        return await asyncio.wait_for(server.wait(), 30)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitlab-ci.yml").write_text(PIPELINE, encoding="utf-8")
    return tmp_path


def run(folder, work, document=None):
    async def session():
        editor = Editor(folder)
        greeting = await editor.start(document)
        editor.client.initialized(types.InitializedParams())
        editor.open(".gitlab-ci.yml", PIPELINE)
        await work(editor, greeting)
        assert await editor.stop() == 0

    asyncio.run(asyncio.wait_for(session(), 60))


def test_what_it_can_do(folder):
    async def work(editor, greeting):
        able = greeting.capabilities
        assert able.position_encoding == "utf-8"
        assert able.text_document_sync.change == types.TextDocumentSyncKind.Incremental
        assert able.hover_provider and able.definition_provider and able.references_provider
        assert able.document_symbol_provider and able.inlay_hint_provider
        assert able.completion_provider.trigger_characters[0] == "$"

    run(folder, work)


def test_diagnostics_follow_changes(folder):
    async def work(editor, _):
        found = await editor.diagnostics(".gitlab-ci.yml", 1)
        codes = {item.code: item for item in found}
        wrong = codes["AKV203"]
        assert (wrong.range.start.line, wrong.range.start.character) == (10, 13)
        assert wrong.severity == types.DiagnosticSeverity.Error
        assert wrong.code_description.href.endswith("AKV203-malformed-token-reference.md")
        place = types.Position(10, 13)
        editor.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(2, editor.uri(".gitlab-ci.yml")),
                [types.TextDocumentContentChangePartial(types.Range(place, place), "$")],
            )
        )
        left = await editor.diagnostics(".gitlab-ci.yml", 2)
        assert "AKV203" not in {item.code for item in left}

    run(folder, work)


def test_every_question_is_answered(folder):
    async def work(editor, _):
        document = types.TextDocumentIdentifier(editor.uri(".gitlab-ci.yml"))
        client = editor.client
        vault, token = types.Position(8, 8), types.Position(10, 20)
        hover = await client.text_document_hover_async(types.HoverParams(document, vault))
        assert "azure_key_vault" in hover.contents.value
        items = await client.text_document_completion_async(
            types.CompletionParams(document, types.Position(10, 13))
        )
        assert [item.label for item in items] == ["$AZURE_JWT"]
        symbols = await client.text_document_document_symbol_async(
            types.DocumentSymbolParams(document)
        )
        assert [child.name for child in symbols[0].children] == ["AZURE_JWT", "PASSWORD"]
        actions = await client.text_document_code_action_async(
            types.CodeActionParams(
                document, types.Range(token, token), types.CodeActionContext([])
            )
        )
        assert actions[0].is_preferred and actions[0].kind == "quickfix"
        whole = types.Range(types.Position(0, 0), types.Position(20, 0))
        hints = await client.text_document_inlay_hint_async(
            types.InlayHintParams(document, whole)
        )
        assert not hints

    run(folder, work)


def test_names_are_found_and_changed_in_all_files(folder):
    (folder / "part.yml").write_text(".base:\n  script: echo $SHOP_JWT\n")
    text = "include: part.yml\njob:\n  extends: .base\n  id_tokens: {SHOP_JWT: {aud: x}}\n"

    async def work(editor, _):
        editor.open("root.gitlab-ci.yml", text)
        document = types.TextDocumentIdentifier(editor.uri("root.gitlab-ci.yml"))
        client = editor.client
        token = types.Position(3, 16)
        able = await client.text_document_prepare_rename_async(
            types.PrepareRenameParams(document, token)
        )
        assert able.placeholder == "SHOP_JWT"
        edit = await client.text_document_rename_async(
            types.RenameParams(document, token, "STORE_JWT")
        )
        lines = {
            pathlib.Path(uri).name: [change.range.start.line for change in changes]
            for uri, changes in edit.changes.items()
        }
        assert lines == {"part.yml": [1], "root.gitlab-ci.yml": [3]}
        shown = await client.text_document_document_highlight_async(
            types.DocumentHighlightParams(document, token)
        )
        assert [item.kind for item in shown] == [types.DocumentHighlightKind.Write]
        symbols = await client.workspace_symbol_async(types.WorkspaceSymbolParams("shop"))
        assert [symbol.name for symbol in symbols] == ["SHOP_JWT"]

    run(folder, work)


def test_diagnostics_are_answered_to_clients_that_ask(folder):
    async def work(editor, greeting):
        assert greeting.capabilities.diagnostic_provider.inter_file_dependencies
        document = types.TextDocumentIdentifier(editor.uri(".gitlab-ci.yml"))
        report = await editor.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(document)
        )
        assert "AKV203" in {item.code for item in report.items}
        assert editor.uri(".gitlab-ci.yml") not in editor.shown

    asks = types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities())
    run(folder, work, asks)
