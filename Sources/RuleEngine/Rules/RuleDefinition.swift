package import Findings

/// A rule as in its file: the check, its prose and its examples.
///
/// Design: `rules/<group>/<ID>-<name>.yml` holds all of it; nothing about a rule is anywhere else,
/// except the Swift checker of a structural one.
package struct RuleDefinition: Sendable {
  /// Which rules are on without being asked for.
  package enum Profile: String, Sendable, CaseIterable {
    /// Silent on every correct pipeline.
    case recommended
    /// An opinion that a team may switch on.
    case strict
  }

  /// The kind of file that a rule applies to.
  package enum Role: String, Sendable, CaseIterable {
    case pipeline
    case fragment
    case component
  }

  /// A field of a finding's fingerprint, besides rule and path.
  package enum Identity: String, Sendable, CaseIterable {
    case job
    case secret
    case token
    case variable
    case text
    case credential
  }

  /// A severity that replaces the rule's own under a condition.
  package struct ConditionalSeverity: Sendable {
    /// An expression; the severity holds when it is true.
    package let when: String
    /// The severity.
    package let severity: Severity

    /// A severity under a condition.
    package init(when: String, severity: Severity) {
      self.when = when
      self.severity = severity
    }
  }

  /// A further place that a finding points at.
  package struct Related: Sendable {
    /// An expression for one object or a list of them.
    package let at: String
    /// An expression; the place is shown when it is true.
    package let when: String?
    /// A template; `it` is the object.
    package let message: String

    /// A further place.
    package init(at: String, when: String?, message: String) {
      self.at = at
      self.when = when
      self.message = message
    }
  }

  /// A check that is written as expressions.
  package struct Predicate: Sendable {
    /// The target of the rule.
    package let subject: RuleTarget
    /// The evidence without which it is undecided; nil when it needs none.
    package let evidence: RequiredEvidence?
    /// Texts; a pipeline without any of them is not checked; empty for all pipelines.
    package let mentions: [String]
    /// Which of them; nil for all.
    package let when: String?
    /// The required condition.
    package let assert: String
    /// Where the finding is.
    package let at: String
    /// Further places.
    package let related: [Related]
    /// A template for the message.
    package let message: String
    /// An expression for the code with which a run fails; nil when there is none to predict.
    package let predicts: String?
    /// The fixes to choose from; `--fix` applies the first that holds.
    package let fixes: [RuleFix]

    /// A check that is written as expressions.
    package init(
      subject: RuleTarget,
      evidence: RequiredEvidence? = nil,
      mentions: [String] = [],
      when: String?,
      assert: String,
      at: String,
      related: [Related],
      message: String,
      predicts: String? = nil,
      fixes: [RuleFix] = []
    ) {
      self.subject = subject
      self.evidence = evidence
      self.mentions = mentions
      self.when = when
      self.assert = assert
      self.at = at
      self.related = related
      self.message = message
      self.predicts = predicts
      self.fixes = fixes
    }
  }

  /// The check of a rule.
  package enum Check: Sendable {
    /// By expressions; indirect, because copying all these texts of all rules took a twentieth of the
    /// time of a small pipeline.
    indirect case predicate(Predicate)
    /// By the Swift checker of this name.
    case checker(String)
  }

  /// Files that show a rule at work.
  ///
  /// In a bad one, marks surround the text of the finding.
  package struct Example: Sendable {
    /// The title.
    package let title: String
    /// Its files by path, with the marks `«` and `»`.
    package let files: [(path: String, text: String)]

    /// An example.
    package init(title: String, files: [(path: String, text: String)]) {
      self.title = title
      self.files = files
    }
  }

  /// The ID, such as `AKV202`.
  package let id: String
  /// The name, such as `undefined-token`.
  package let name: String
  /// The version of akvlint that has it first.
  package let since: String
  /// The severity, unless a condition of `severityWhen` holds.
  package let severity: Severity
  /// Severities under conditions; the first that holds counts.
  package let severityWhen: [ConditionalSeverity]
  /// The profile that it belongs to.
  package let profile: Profile
  /// The kinds of file that it checks.
  package let roles: [Role]
  /// The title.
  package let title: String
  /// The check.
  package let check: Check
  /// The fields that recognize a finding in another run.
  package let identity: [Identity]
  /// Whether a comment in the pipeline may silence it.
  package let isIgnorable: Bool
  /// The file that holds it; nil for a built-in rule.
  package var file: String?
  /// The parameters that its expressions see as `params`, with their current values.
  package internal(set) var parameters: [RuleParameter]
  /// The consequence at run time.
  package let why: String
  /// The advice.
  package let remedy: String
  /// Where the facts come from.
  package let references: [String]
  private let examples: @Sendable () -> Examples

  /// Files with findings of the rule, and others without.
  ///
  /// Made when they are asked for: a check needs none of them.
  package struct Examples: Sendable {
    let bad: [Example]
    let good: [Example]

    /// Examples.
    package init(bad: [Example], good: [Example]) {
      self.bad = bad
      self.good = good
    }
  }

  /// Files in which it speaks.
  package var badExamples: [Example] { examples().bad }
  /// Files in which it is silent.
  package var goodExamples: [Example] { examples().good }

  /// A rule from the whole content of its file.
  package init(
    id: String,
    name: String,
    since: String,
    severity: Severity,
    severityWhen: [ConditionalSeverity],
    profile: Profile,
    roles: [Role],
    title: String,
    check: Check,
    identity: [Identity],
    isIgnorable: Bool,
    parameters: [RuleParameter],
    why: String,
    remedy: String,
    references: [String],
    examples: @escaping @Sendable () -> Examples
  ) {
    self.id = id
    self.name = name
    self.since = since
    self.severity = severity
    self.severityWhen = severityWhen
    self.profile = profile
    self.roles = roles
    self.title = title
    self.check = check
    self.identity = identity
    self.isIgnorable = isIgnorable
    self.parameters = parameters
    self.why = why
    self.remedy = remedy
    self.references = references
    self.examples = examples
  }

  /// The page that explains the rule.
  package var help: String {
    guard id.hasPrefix("AKV") else { return references.first ?? "" }
    return "https://github.com/akvlint/akvlint/blob/main/docs/rules/\(id)-\(name).md"
  }
}
