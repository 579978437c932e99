package import YAMLSyntax

/// A place that a finding points at: a range in a file, by the path that is shown.
package struct FileLocation: Hashable, Sendable {
  /// The path relative to the repository root, without `./`.
  package let path: String
  /// The range.
  package let span: TextSpan

  /// A place from its path and range.
  package init(path: String, span: TextSpan) {
    self.path = path
    self.span = span
  }

  /// A location of a tree.
  package init(_ location: Location, in tree: borrowing NodeTree) {
    path = tree.file(location.file).path
    span = location.span
  }
}

/// A further place that helps to understand a finding.
package struct RelatedLocation: Hashable, Sendable {
  /// The message.
  package let message: String
  /// Where.
  package let place: FileLocation

  /// A further place.
  package init(message: String, place: FileLocation) {
    self.message = message
    self.place = place
  }
}

/// One replacement of text.
package struct TextEdit: Hashable, Sendable {
  /// The replaced range.
  package let place: FileLocation
  /// The replacement.
  package let text: String

  /// A replacement.
  package init(place: FileLocation, text: String) {
    self.place = place
    self.text = text
  }
}

/// A way to fix a finding.
package struct Fix: Hashable, Sendable {
  /// Whether applying it can change what the pipeline means.
  package enum Safety: String, Sendable, CaseIterable {
    case safe
    case unsafe
  }

  /// The action: `Remove the dashes`.
  package let title: String
  /// Whether it can be applied without a look.
  package let safety: Safety
  /// The replacements, which are applied together.
  package let edits: [TextEdit]

  /// A way to fix something.
  package init(title: String, safety: Safety, edits: [TextEdit]) {
    self.title = title
    self.safety = safety
    self.edits = edits
  }
}

/// The reason why a finding is not reported.
package enum Silencing: Hashable, Sendable {
  /// A comment in the pipeline, with the reason that it gives.
  case comment(reason: String)
  /// The file of known findings.
  case baseline
}

/// One message of one rule at one place.
package struct Finding: Sendable {
  /// The rule's ID, such as `AKV202`.
  package let rule: String
  /// The rule's name, such as `undefined-token`.
  package let name: String
  /// Its severity.
  package var severity: Severity
  /// The fault; one sentence without a full stop.
  package var message: String
  /// The wrong text.
  package let place: FileLocation
  /// The jobs that are affected, in the order of the pipeline.
  package var jobs: [String]
  /// The secret that it is about.
  package let secret: String?
  /// The scenarios in which it holds; empty when it always does.
  package var scenarios: [String]
  /// The error that the job will end with, such as `AADSTS700212`.
  package let predicts: String?
  /// Further places.
  package let related: [RelatedLocation]
  /// Ways to fix it.
  package let fixes: [Fix]
  /// The text whose hash is the fingerprint, as `Fingerprints.identity` makes it.
  package let identity: String
  /// The hash of the identity, in hexadecimal digits; empty until `Fingerprints` completes it.
  package internal(set) var fingerprint = ""
  /// Where the rule is explained.
  package let help: String
  /// The reason why it is not reported; nil if it is.
  package var silencing: Silencing?

  /// A finding from all its fields.
  package init(
    rule: String,
    name: String,
    severity: Severity,
    message: String,
    place: FileLocation,
    jobs: [String],
    secret: String?,
    scenarios: [String],
    predicts: String?,
    related: [RelatedLocation],
    fixes: [Fix],
    identity: String = "",
    fingerprint: String = "",
    help: String,
    silencing: Silencing? = nil
  ) {
    self.rule = rule
    self.name = name
    self.severity = severity
    self.message = message
    self.place = place
    self.jobs = jobs
    self.secret = secret
    self.scenarios = scenarios
    self.predicts = predicts
    self.related = related
    self.fixes = fixes
    self.identity = identity
    self.fingerprint = fingerprint
    self.help = help
    self.silencing = silencing
  }
}

/// A check that could not be answered.
package struct Undecided: Hashable, Sendable {
  /// The rule's ID.
  package let rule: String
  /// The jobs for which it was not answered.
  package var jobs: [String]
  /// The missing evidence.
  package let reason: String

  /// An undecided check.
  package init(rule: String, jobs: [String], reason: String) {
    self.rule = rule
    self.jobs = jobs
    self.reason = reason
  }
}
