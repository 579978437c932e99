import Findings
import YAMLSyntax

extension Finding {
  /// A finding with only the fields that the tests are about.
  static func sample(
    _ rule: String = "AKV202",
    path: String = ".gitlab-ci.yml",
    line: Int = 1,
    column: Int = 1,
    message: String = "m",
    jobs: [String] = [],
    identity: String = ""
  ) -> Self {
    let position = TextPosition(line: line, column: column)
    return Self(
      rule: rule,
      name: "name",
      severity: .error,
      message: message,
      place: FileLocation(path: path, span: TextSpan(start: position, end: position)),
      jobs: jobs,
      secret: nil,
      scenarios: [],
      predicts: nil,
      related: [],
      fixes: [],
      identity: identity,
      help: ""
    )
  }
}
