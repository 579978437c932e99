import AccessPrediction
import Evidence
import Files
import Findings
package import Reporting
import RuleEngine

/// Compares two states of a repository: who can read what, what is found, which evidence differs.
package struct ChangeRun {
  /// The differences.
  package let report: ChangeReport
  /// Whether something of the head could not be read or parsed.
  package let isIncomplete: Bool

  /// Compares.
  ///
  /// - Parameters:
  ///   - range: The two states.
  ///   - options: Where things are in both.
  ///   - note: Shows a line to the user.
  /// - Throws: `UsageError` when one of the states cannot be read, or has a wrong configuration.
  package init(
    _ range: ChangeRange,
    options: WorkspaceOptions,
    note: (String) -> Void
  ) throws(UsageError) {
    let (old, new) = Cores().both(
      { Self.side(.commit(range.base), options) },
      { Self.side(range.head, options) }
    )
    let base = try Self.take(old, called: "at \(range.base.prefix(12))", note)
    let head = try Self.take(new, called: nil, note)
    guard base.hasPipeline || head.hasPipeline else {
      throw UsageError(message: "neither BASE nor HEAD has a pipeline")
    }
    let commit = range.base.prefix(12)
    for failure in base.failures { note("at \(commit): \(failure)") }
    for failure in head.failures { note(failure) }
    if let excess = base.excess {
      note("at \(commit): \(ExcessFinding.message(excess))")
    } else if base.isIncomplete {
      note("not all of the pipeline could be read at \(commit)")
    }
    if let excess = head.excess ?? base.excess {
      isIncomplete = true
      report = Self.report(of: excess, head, range)
      return
    }
    isIncomplete = head.isIncomplete
    let comparison = AccessComparison(before: base.access, after: head.access)
    var found = Self.findings(of: head, without: base)
    var fixed = Self.findings(of: base, without: head)
    RenamedFindings.leaveOut(&found, &fixed, comparison.presentNames)
    report = ChangeReport(
      base: range.base,
      head: range.head.name,
      access: comparison.result,
      newFindings: found,
      fixedFindings: fixed,
      changedEvidence: Self.changedEvidence(base, head)
    )
  }

  /// The report when one of the states cannot be judged.
  private static func report(
    of excess: Budget.Resource,
    _ head: ChangeSide,
    _ range: ChangeRange
  ) -> ChangeReport {
    var report = ChangeReport(
      base: range.base,
      head: range.head.name,
      access: AccessComparison(before: AccessSide(), after: AccessSide()).result,
      newFindings: head.excess == nil ? [] : head.findings,
      fixedFindings: [],
      changedEvidence: []
    )
    report.obstacle = ExcessFinding.message(excess)
    return report
  }

  private struct Judged: Sendable {
    let side: Result<ChangeSide, UsageError>
    let notes: [String]
  }

  private static func side(_ content: RepositoryContent, _ options: WorkspaceOptions) -> Judged {
    var options = options
    options.content = content
    var notes: [String] = []
    do throws(UsageError) {
      let side = try ChangeSide(options) { notes.append($0) }
      return Judged(side: .success(side), notes: notes)
    } catch {
      return Judged(side: .failure(error), notes: notes)
    }
  }

  private static func take(
    _ judged: Judged,
    called name: String?,
    _ note: (String) -> Void
  ) throws(UsageError) -> ChangeSide {
    let prefix = name.map { "\($0): " } ?? ""
    for text in judged.notes { note(prefix + text) }
    do throws(UsageError) {
      return try judged.side.get()
    } catch {
      throw UsageError(message: prefix + error.message)
    }
  }

  /// The findings of one state that another one does not have.
  private static func findings(of side: ChangeSide, without other: ChangeSide) -> [Finding] {
    let known = Set(other.findings.map(\.fingerprint))
    return side.findings.filter { !known.contains($0.fingerprint) }
  }

  /// The files of evidence whose contents differ.
  private static func changedEvidence(_ base: ChangeSide, _ head: ChangeSide) -> [String] {
    let paths = Set(base.repository.allPaths()).union(head.repository.allPaths())
    return paths.filter { path in
      guard base.isEvidence(path) || head.isEvidence(path) else { return false }
      return (try? base.repository.read(path)) != (try? head.repository.read(path))
    }.sorted()
  }
}

extension RepositoryContent {
  /// The name by which reports call it.
  fileprivate var name: String {
    switch self {
    case .workingTree: "working tree"
    case .index: "index"
    case .commit(let id): id
    }
  }
}
