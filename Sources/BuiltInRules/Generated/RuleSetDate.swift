// Generated from rules/ by `make generate`; do not edit.

extension BuiltInRuleSet {
  /// The day on which the rules last changed.
  package static let date = "2026-11-30"
}
