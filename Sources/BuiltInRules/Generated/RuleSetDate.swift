// Generated from rules/ by `make generate`; do not edit.

extension BuiltInRules {
  /// The day on which the rules last changed.
  package static let date = "2026-11-24"
}
