package import AccessPrediction
package import Findings
import TextFormats

/// The differences between two states of a repository, from which the formats of `akvlint diff` are
/// written.
package struct ChangeReport: Sendable {
  /// The base: a commit's full ID.
  package let base: String
  /// The compared state: a commit's full ID, `index` or `working tree`.
  package let head: String
  /// The changes of access.
  package let access: AccessChanges
  /// The findings that the base does not have.
  package let newFindings: [Finding]
  /// The findings that only the base has.
  package let fixedFindings: [Finding]
  /// The files of evidence whose contents differ, because they change verdicts.
  package let changedEvidence: [String]
  /// The reason why the states were not compared; nil when they were.
  package var obstacle: String?

  /// A report.
  package init(
    base: String,
    head: String,
    access: AccessChanges,
    newFindings: [Finding],
    fixedFindings: [Finding],
    changedEvidence: [String]
  ) {
    self.base = base
    self.head = head
    self.access = access
    self.newFindings = newFindings
    self.fixedFindings = fixedFindings
    self.changedEvidence = changedEvidence
  }

  /// Whether nothing differs.
  package var isEmpty: Bool {
    access.isEmpty && newFindings.isEmpty && fixedFindings.isEmpty && changedEvidence.isEmpty
  }

  /// The title of the list of changed evidence.
  var evidenceTitle: String {
    access.changes.allSatisfy(\.isRename)
      ? "evidence that changed" : "evidence that changed, and verdicts with it"
  }

  /// The head, as people read it.
  var headWords: String {
    switch head {
    case "index": "Git's index"
    case "working tree": "the working tree"
    default: Self.short(head)
    }
  }

  /// The head, in Markdown.
  var headMarkdown: String {
    headWords.hasPrefix(head.prefix(12)) ? MarkdownText.code(headWords) : headWords
  }

  /// The base, as people read it.
  var baseWords: String { Self.short(base) }

  /// Enough of a commit's ID to recognize it.
  private static func short(_ commit: String) -> String { String(commit.prefix(12)) }
}

/// A change of access in all the scenarios in which it is the same: a line for people.
struct ChangeLine {
  /// The change in the first of them.
  let change: AccessChange
  /// The scenarios.
  private(set) var scenarios: [String]

  /// The lines of some changes, in the order of the changes.
  static func lines(_ changes: [AccessChange]) -> [Self] {
    struct Key: Hashable {
      let kind: AccessChange.Kind
      let texts: [String?]
      let isRename: Bool
    }
    var lines: [Self] = []
    var places: [Key: Int] = [:]
    for change in changes {
      let access = change.access
      let key = Key(
        kind: change.kind,
        texts: [
          access.job, change.formerJob, access.secret, access.vault, access.name, access.clientID,
          before(change), after(change),
        ],
        isRename: change.isRename
      )
      if let place = places[key] {
        lines[place].scenarios += change.scenarios
      } else {
        places[key] = lines.count
        lines.append(Self(change: change, scenarios: change.scenarios))
      }
    }
    return lines
  }

  private static func before(_ change: AccessChange) -> String { words(change.before) }
  private static func after(_ change: AccessChange) -> String { words(change.after) }

  /// A verdict with its code.
  static func words(_ verdict: Verdict?) -> String {
    guard let verdict else { return "does not ask" }
    return verdict.answer.rawValue + (verdict.code.map { " \($0)" } ?? "")
  }

  /// The verdicts before and afterwards; one when both are the same.
  var verdicts: String {
    let (before, after) = (Self.words(change.before), Self.words(change.after))
    return before == after ? before : "\(before) → \(after)"
  }

  /// The secret, or the words for a script's sign-in.
  var target: String {
    let access = change.access
    guard access.secret != nil else { return "sign-in from the script" }
    return "\(access.vault ?? "?")/\(access.name ?? "?")"
  }

  /// The reason of the verdict afterwards, when it is not that it works.
  var reason: String? {
    change.after.flatMap { $0.answer == .works ? nil : $0.reason }
  }

  /// The kinds and numbers of changes, in words.
  static func counts(_ report: ChangeReport) -> String {
    let changes = report.access.changes
    var counts = AccessChange.Kind.allCases.compactMap { kind -> String? in
      let count = lines(changes.filter { $0.kind == kind && !$0.isRename }).count
      return count > 0 ? "\(count) \(kind.rawValue)" : nil
    }
    func add(_ count: Int, _ noun: String, _ plural: String? = nil) {
      if count > 0 { counts.append(Noun.count(count, noun, plural)) }
    }
    add(Set(changes.filter(\.isRename).map(\.access.job)).count, "renamed job")
    add(report.access.tokens.count, "changed ID token")
    add(report.newFindings.count, "new finding")
    add(report.fixedFindings.count, "fixed finding")
    add(report.changedEvidence.count, "changed file of evidence", "changed files of evidence")
    return counts.joined(separator: ", ")
  }
}
