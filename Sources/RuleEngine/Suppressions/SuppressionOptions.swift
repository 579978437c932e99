/// The treatment of suppression comments.
package struct SuppressionOptions: Sendable {
  /// Whether they count at all.
  package var areHonoured = true
  /// The text that a comment has until someone writes the reason; it is not one.
  package static let placeholderReason = "say why"
  /// Whether one without a reason does not count.
  package var requiresReason = false

  /// They count, with a reason or without.
  package init() {}
}
