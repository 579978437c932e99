import Files
import GitLabCI
import Testing
import YAMLSyntax

/// The part of GitLab's validation that counts in a file that others include: ID tokens and secrets.
@Suite struct FragmentErrorTests {
  private struct Fault: Equatable {
    var message: String
    var gitLabMessage: String
    var node: NodeID
    var isHidden: Bool
  }

  /// Several faults in one file: of jobs, of tokens and secrets, and of what surrounds them.
  private static let texts = [
    """
    default:
      secrets: {S: {azure_key_vault: {name: db}}}
      id_tokens: {T: {}}
      image: [1]
    a: {script: x, scrip: y, secrets: {S: {azure_keyvault: {name: db}, token: $T}}}
    b: {trigger: c, secrets: {S: {azure_key_vault: {name: db, version: 12}}}}
    c: [1]
    """,
    """
    secrets: {S: {vault: a}}
    image: ruby
    default: {image: ruby, id_tokens: 1}
    .hidden: {secrets: [1], stage: 1}
    d: {id_tokens: {T: {aud: 1, x: y}}, needs: [none], stage: none}
    """,
    """
    .base: {secrets: &s {S: {vault: {engine: 1, path: 2}, file: 3}}}
    e: {script: x, secrets: *s}
    f: {secrets: *s, when: 1}
    """,
    "id_tokens: {T: {aud: x}}", "a: 1", "[]", "",
  ]

  @Test(arguments: ExampleCase.all.flatMap { $0.files.values }.sorted() + texts)
  func areThoseOfTheWholeValidation(text: String) {
    let composition = Composer.compose(
      .file(SourceText(path: "a.yml", bytes: Array(text.utf8))),
      in: InMemoryFiles([String: [UInt8]]()),
      isWhole: false
    )
    let validator = PipelineValidator(composition)
    let all = validator?.errors().filter(\.subject.isTokenOrSecret) ?? []
    let found = validator?.errorsOfTokensAndSecrets() ?? []
    #expect(found.map(Self.fault) == all.map(Self.fault))
  }

  private static func fault(_ error: ConfigurationError) -> Fault {
    Fault(
      message: error.message,
      gitLabMessage: error.gitLabMessage,
      node: error.node,
      isHidden: error.isHidden
    )
  }
}
