package import Evidence
package import Findings
import TextFormats
import YAMLSyntax

/// The file that `--write-baseline` writes and `--baseline` reads.
package enum BaselineFile {
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
                Setting("message", .text(.any), "The message."),
              ]
            )
          )
        ),
        required: true,
        "The known findings."
      ),
    ]
  )

  /// The content of a baseline, with its faults.
  package typealias Content = (baseline: Baseline, problems: [ConfigurationProblem])

  /// Reads a baseline.
  ///
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - path: The path by which problems name it.
  /// - Returns: The known findings in the order of the file, and the mistakes in it.
  package static func read(
    _ bytes: [UInt8],
    path: String
  ) -> Content {
    var reader = SchemaReader(path: path)
    do throws(ConfigurationProblem) {
      let document = try JSONDocument.read(bytes, path: path)
      let value = reader.read(document, as: .group(schema), of: "")
      if let version = value?["schema"], version.integer != 1 {
        reader.report("this baseline was written by another version of akvlint", at: version.place)
      }
      let entries = (value?["findings"]?.elements ?? []).compactMap { value -> Baseline.Entry? in
        guard let rule = value["rule"]?.text, let path = value["path"]?.text,
          let fingerprint = value["fingerprint"]?.text
        else { return nil }
        return Baseline.Entry(rule: rule, path: path, fingerprint: fingerprint)
      }
      return (Baseline(entries), reader.problems)
    } catch {
      return (Baseline(), [error] + reader.problems)
    }
  }

  /// Findings as a baseline: one per line and sorted, so that a diff of two is easy to read.
  package static func render(_ findings: [Finding]) -> String {
    let sorted = findings.sorted {
      ($0.place.path, $0.rule, $0.fingerprint) < ($1.place.path, $1.rule, $1.fingerprint)
    }
    let lines = sorted.map { finding in
      var json = JSONText()
      json.object { json in
        json.member("rule", finding.rule)
        json.member("path", finding.place.path)
        json.member("fingerprint", finding.fingerprint)
        json.member("message", finding.message)
      }
      return "  " + json.text
    }
    return "{\"schema\":1,\"findings\":[\n\(lines.joined(separator: ",\n"))\n]}\n"
  }
}
