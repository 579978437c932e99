import BuiltInRules
import CBuildStamp
import GitLabCI

/// Identifies a build of akvlint.
enum BuildVersion {
  /// The version that reports name.
  static let number = "0.1.0"

  /// The output of `--version`: the version, the commit and the day on which the rules last
  /// changed.
  static var description: String {
    "\(number) (\(commit), rules of \(BuiltInRuleSet.date), GitLab up to \(GitLabFeature.newest))"
  }

  /// The commit that was built, as `0123456789ab`, with a mark when files had been changed since.
  private static var commit: String {
    let commit = akvlint_commit()
    guard commit != 0 else { return "unknown commit" }
    let digits = String(commit, radix: 16)
    let padding = String(repeating: "0", count: max(0, 12 - digits.utf8.count))
    return "commit \(padding)\(digits)\(akvlint_is_modified() ? ", modified" : "")"
  }
}
