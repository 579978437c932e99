import Files
import TextFormats
package import YAMLSyntax

/// An include that was followed to a file.
package struct FollowedInclude: Sendable {
  /// The include.
  package let directive: IncludeDirective
  /// The file.
  package let file: FileID
}

/// An include that was not followed, and why.
package struct UnresolvedInclude: Sendable {
  /// The include.
  package let directive: IncludeDirective
  /// Why, in words that follow "could not be followed: ".
  package let reason: String
  /// The query that a server could answer; nil if none could help.
  package let request: IncludeRequest?
}

/// A file, or some, that an include needs and that is not here.
package struct IncludeRequest: Hashable, Sendable {
  /// The included file, with all variables expanded.
  package let target: IncludeDirective.Target
  /// The hash that `integrity` requires of the content.
  package let integrity: String?

  /// A request.
  package init(_ target: IncludeDirective.Target, integrity: String? = nil) {
    self.target = target
    self.integrity = integrity
  }
}

/// Something that stops GitLab from composing the configuration.
package struct CompositionProblem: Sendable {
  /// Which step fails.
  package enum Step: Sendable {
    case include
    case extends
    case reference
    case inputs
    /// The problem that GitLab reports when it leaves out an include whose rules may not hold.
    case withoutInclude
  }

  /// Which step fails.
  package let step: Step
  /// The fault, in our words; one sentence without a full stop.
  package let message: String
  /// The message that GitLab gives.
  package internal(set) var gitLabMessage: String
  /// The wrong text.
  package let node: NodeID
  /// The job that has it, when it is in one.
  package let job: Symbol?
  /// Whether it is a local file that does not exist: the analysis is then incomplete.
  package let isMissingFile: Bool
  /// The path of that file when no file of the repository has it.
  package internal(set) var missingPath: String?
  /// Whether GitLab never reports it, because it stops before.
  package internal(set) var isHidden = false

  /// Whether GitLab's own code fails, so that its answer names no file.
  let isCrash: Bool

  init(
    _ step: Step,
    _ message: String,
    gitLab: String,
    at node: NodeID,
    job: Symbol? = nil,
    isMissingFile: Bool = false,
    isCrash: Bool = false
  ) {
    self.step = step
    self.message = message
    gitLabMessage = gitLab
    self.node = node
    self.job = job
    self.isMissingFile = isMissingFile
    self.isCrash = isCrash
  }
}

extension Composition {
  /// The maximum number of files among which the one that was meant is looked for.
  private static let comparedPaths = 5_000
  /// The steps that comparing a missing file's path with another one takes.
  private static let comparisonCost = 60

  /// The messages of problems; for a missing file with the one that was probably meant.
  ///
  /// Files are listed here and not while composing: a repository may be one whose files are fetched one
  /// by one.
  ///
  /// - Parameter problems: Problems of this composition.
  /// - Returns: A message for each.
  package func messages(of problems: [CompositionProblem]) -> [String] {
    guard problems.contains(where: { $0.missingPath != nil }), let repository else {
      return problems.map(\.message)
    }
    let all = repository.allPaths()
    guard all.count <= Self.comparedPaths,
      budget.spend(all.count * Self.comparisonCost, on: .wildcardSteps)
    else { return problems.map(\.message) }
    let paths = all.filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }
    return problems.enumerated().map { number, problem in
      let meant = problem.missingPath.flatMap {
        Spelling.closest(to: $0, among: paths, beside: number)
      }
      return problem.message + Spelling.suggestion(meant, isQuoted: false)
    }
  }
}
