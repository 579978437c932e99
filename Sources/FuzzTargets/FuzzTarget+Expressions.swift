import AccessPrediction
import AzureFederation
import Evidence
import Files
import GitLabCI
import RegularExpressions
import RuleEngine
import TextFormats
import YAMLSyntax

extension FuzzTarget {
  /// A pipeline with something of everything that expressions ask about.
  static let pipeline = Pipeline(
    SourceText(path: ".gitlab-ci.yml", bytes: Array(pipelineText.utf8)),
    in: InMemoryFiles([:])
  )

  private static let pipelineText = """
    variables: { AZURE_CLIENT_ID: 1c8b1a4e-2b7e-4c1c-9d55-0e6a1f1f2a10, NAME: $OTHER }
    .base:
      id_tokens: { AZURE_JWT: { aud: [https://gitlab.com, "$AUDIENCE"] } }
    deploy:
      extends: .base
      script: [az login]
      parallel: { matrix: [{ REGION: [north, south] }] }
      rules: [{ if: $CI_COMMIT_TAG }]
      secrets:
        PASSWORD:
          token: $AZURE_JWT
          azure_key_vault: { name: password, version: 3 }
    """

  static func cel(_ input: [UInt8]) -> Bool {
    do {
      let query = try PipelineQuery(String(decoding: input, as: UTF8.self))
      _ = query.ask([
        PipelineQuery.Source(pipeline, evidence: ProjectEvidence(), runs: Runs())
      ])
      return true
    } catch {
      return false
    }
  }

  static func condition(_ input: [UInt8]) -> Bool {
    guard let condition = try? Condition(utf8: input[...]) else { return false }
    for value in [ConditionValue.null, .string("main"), .string("/^v/"), .unknown] {
      _ = condition.holds { _ in value }
    }
    return true
  }

  static func claims(_ input: [UInt8]) -> Bool {
    let text = String(decoding: input, as: UTF8.self)
    guard let clauses = try? ClaimsMatchingExpression(value: text).clauses() else { return false }
    for clause in clauses {
      _ = clause.holds(for: PartialText("project_path:group/project:ref_type:branch:ref:main"))
      _ = clause.holds(for: PartialText(clause.comparand))
    }
    return true
  }

  static func pattern(_ input: [UInt8]) -> Bool {
    var lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let options: [Pattern.Options] = [
      [], .ignoresCase, .multiline, [.dotMatchesNewline, .ungreedy],
    ]
    let text = String(decoding: lines.removeFirst(), as: UTF8.self)
    let subjects = lines.map { String(decoding: $0, as: UTF8.self) }
    var isValid = false
    for option in options {
      guard let pattern = try? Pattern(text, options: option) else { continue }
      isValid = true
      for subject in subjects {
        let range = pattern.firstMatch(in: subject)
        precondition(pattern.matches(subject) == (range != nil), "a match without a place")
        precondition(!pattern.wholeMatch(subject) || range != nil, "a whole match without a match")
      }
    }
    return isValid
  }
}
