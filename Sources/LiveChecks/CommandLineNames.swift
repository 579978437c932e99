import Linting

/// `init --ask`: what the operator's command lines know, for the draft.
package enum CommandLineDiscovery {
  /// The command lines that can be asked.
  private static let programs = ["az", "glab"]

  /// The names in a list of command lines.
  ///
  /// - Throws: That a name is none.
  @discardableResult
  static func check(_ names: String) throws(UsageError) -> [String] {
    let names = names.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for name in names where !programs.contains(name) {
      throw UsageError(message: "--ask takes az, glab or az,glab, not \(name)")
    }
    return names
  }
}
