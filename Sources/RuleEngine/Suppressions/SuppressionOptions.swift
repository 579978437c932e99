/// The treatment of suppression comments.
package struct SuppressionOptions: Sendable {
  /// Whether they count at all.
  package var areHonoured = true
  /// Whether one without a reason does not count.
  package var requiresReason = false

  /// They count, with a reason or without.
  package init() {}
}
