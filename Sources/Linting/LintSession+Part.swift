import Findings
import GitLabCI
import RuleEngine
import YAMLSyntax

extension LintSession {
  /// The result of linting one root.
  struct Part: Sendable {
    var failure: String?
    var result: LintResult?
    /// The results of its compositions.
    var results: [LintResult] = []
    /// The child pipelines that it starts.
    var children: [LintRoot] = []
    /// The files that it is made of.
    var sources: [SourceText] = []
    /// The pipeline in each of its compositions, as long as it is needed.
    var linted: [LintInput] = []

    mutating func take(_ result: Result<LintResult, RuleError>) {
      switch result {
      case .success(let result): results.append(result)
      case .failure(let error):
        self = Self()
        failure = error.text
      }
    }

    /// Joins what the compositions gave.
    mutating func finish(showing shown: Set<String>?) {
      if let shown { sources.removeAll { !shown.contains($0.path) } }
      guard failure == nil, let first = results.first else { return }
      let scenarios = linted.map { $0.scenarios?.map(\.name) ?? [] }
      result = results.count == 1 ? first : LintResult(compositions: results, of: scenarios)
      if let shown { result?.restrict(to: shown) }
      results = []
    }
  }
}
