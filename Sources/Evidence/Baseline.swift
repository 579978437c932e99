/// Findings that a team knows and lets stand for now.
package struct Baseline: Sendable {
  /// One of them.
  package struct Entry: Hashable, Sendable {
    /// The rule's ID.
    package let rule: String
    /// The file, relative to the repository's root.
    package let path: String
    /// What recognises the finding, whatever line it has moved to.
    package let fingerprint: String

    /// A known finding.
    package init(rule: String, path: String, fingerprint: String) {
      self.rule = rule
      self.path = path
      self.fingerprint = fingerprint
    }
  }

  /// The known findings, in the order of the file.
  package private(set) var entries: [Entry] = []
  /// What is wrong with the file.
  package private(set) var problems: [ConfigurationProblem] = []

  /// No finding is known.
  package init() {}

  private static let schema = SettingGroup(
    "a baseline",
    [
      Setting("schema", .integer, required: true, "The version of the form: 1."),
      Setting(
        "findings",
        .list(
          .group(
            SettingGroup(
              "a known finding",
              [
                Setting("rule", .text(.notBlank), required: true, "The rule's ID."),
                Setting("path", .text(.notBlank), required: true, "The file."),
                Setting("fingerprint", .text(.notBlank), required: true, "The fingerprint."),
                Setting("message", .text(.any), "What was said."),
              ]
            )
          )
        ),
        required: true,
        "The known findings."
      ),
    ]
  )

  /// Reads a file that `--write-baseline` wrote.
  package static func read(_ bytes: [UInt8], path: String) -> Self {
    var baseline = Self()
    var reader = SchemaReader(path: path)
    do throws(ConfigurationProblem) {
      let document = try JSONDocument.read(bytes, path: path)
      let type = SettingType.group(schema)
      let value = reader.read(document, as: type, of: "")
      if let version = value?["schema"], version.integer != 1 {
        reader.report("this baseline was written by another version of akvlint", at: version.place)
      }
      baseline.entries = (value?["findings"]?.elements ?? []).compactMap { value in
        guard let rule = value["rule"]?.text, let path = value["path"]?.text,
          let fingerprint = value["fingerprint"]?.text
        else { return nil }
        return Entry(rule: rule, path: path, fingerprint: fingerprint)
      }
    } catch {
      baseline.problems.append(error)
    }
    baseline.problems += reader.problems
    return baseline
  }
}
