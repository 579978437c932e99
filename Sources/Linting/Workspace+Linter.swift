import Evidence
import Files
package import RuleEngine
package import TextFormats

extension Workspace {
  /// The linter of the repository: its rules as the configuration sets them, on the present day.
  ///
  /// - Parameters:
  ///   - selection: Which rules run; nil for what the configuration says.
  ///   - suppressions: How comments that silence rules are treated.
  /// - Returns: The linter.
  /// - Throws: `UsageError` when a rule cannot be prepared.
  package func linter(
    _ selection: RuleSelection? = nil,
    suppressions: SuppressionOptions = SuppressionOptions()
  ) throws(UsageError) -> Linter {
    do throws(RuleError) {
      return try Linter(
        rules: rules,
        selection: selection ?? self.selection(),
        suppressions: suppressions,
        paths: configuration.paths,
        today: .current
      )
    } catch {
      throw UsageError(message: error.text)
    }
  }
}

extension CalendarDay {
  /// The present day.
  package static var current: Self { Self(secondsSince1970: HostSystem.secondsSince1970) }
}
