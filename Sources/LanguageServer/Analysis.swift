import GitLabCI
import Linting
import RuleEngine
import YAMLSyntax

/// The result of linting one state of a project's open files.
struct Analysis {
  /// The findings.
  var outcome = LintSession.Outcome()
  /// The pipelines, with the child pipelines that they start.
  var pipelines: [LintInput] = []
  /// The contents of the open files that differed from the stored ones.
  var changes: [String: [UInt8]] = [:]

  /// The pipelines that a file is a part of.
  func pipelines(with path: String) -> [LintInput] {
    pipelines.filter { $0.pipeline.file(path) != nil }
  }
}

extension Pipeline {
  /// The file of a path, when it is a part of the pipeline.
  func file(_ path: String) -> LoadedFile? {
    composition.files.first { tree.file($0.file).path == path }
  }
}
