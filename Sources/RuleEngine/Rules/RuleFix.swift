package import Findings

/// A fix of a rule: edits that are made together.
package struct RuleFix: Sendable {
  /// One edit of a fix; its texts are expressions.
  package enum Edit: Sendable {
    /// Replaces a text.
    case replace(String, with: String)
    /// Inserts an entry into the mapping of a thing, before its other entries.
    case insert(into: String, key: String, value: String)
    /// Inserts an entry after the one that has this text as its value.
    case append(after: String, key: String, value: String)
    /// Removes the entry that has this text as its value.
    case remove(String)

    /// The keys of rule files that name the target of an edit.
    package static let targetKeys = ["replace", "insert_into", "insert_after", "remove"]

    /// The key that names this edit's target.
    var targetKey: String {
      switch self {
      case .replace: "replace"
      case .insert: "insert_into"
      case .append: "insert_after"
      case .remove: "remove"
      }
    }

    /// The expression for what is edited.
    var target: String {
      switch self {
      case .replace(let target, _), .insert(let target, _, _), .append(let target, _, _),
        .remove(let target):
        target
      }
    }

    /// The expression for the new text; nil when a text is removed.
    var text: String? {
      switch self {
      case .replace(_, let text), .insert(_, _, let text), .append(_, _, let text): text
      case .remove: nil
      }
    }
  }

  /// The action.
  package let title: String
  /// Whether it can be applied without review.
  package let safety: Fix.Safety
  /// An expression; the fix is offered when it is true.
  package let when: String?
  /// The edits.
  package let edits: [Edit]

  /// A fix.
  package init(title: String, safety: Fix.Safety, when: String?, edits: [Edit]) {
    self.title = title
    self.safety = safety
    self.when = when
    self.edits = edits
  }
}
