import Findings

extension Finding {
  /// A finding of a housekeeping rule: about a file as a whole or a part of it that is not a job's.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - severity: The severity.
  ///   - message: The fault; one sentence without a full stop.
  ///   - place: The wrong text.
  ///   - subject: The text that distinguishes it from other findings of the rule in the file.
  ///   - fixes: Ways to fix it.
  init(
    housekeeping rule: RuleDefinition,
    severity: Severity = .error,
    message: String,
    place: FileLocation,
    subject: String,
    fixes: [Fix] = []
  ) {
    self.init(
      rule: rule.id,
      name: rule.name,
      severity: severity,
      message: message,
      place: place,
      jobs: [],
      secret: nil,
      scenarios: [],
      predicts: nil,
      related: [],
      fixes: fixes,
      identity: Fingerprints.identity(rule: rule.id, path: place.path, fields: [subject]),
      help: rule.help
    )
  }
}
