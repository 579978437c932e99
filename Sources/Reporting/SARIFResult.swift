import Findings
import TextFormats
import YAMLSyntax

/// One finding as a SARIF `result`.
struct SARIFResult {
  let finding: Finding
  let rules: SARIFRules

  /// The name of the fingerprint, with the version of its recipe.
  private static let fingerprint = "akvlint/v\(Fingerprints.recipe)"

  /// A severity as SARIF names it.
  static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }

  /// Writes the members of a `result`.
  func write(_ json: inout JSONText) {
    json.member("ruleId", finding.rule)
    if let index = rules.index(of: finding.rule) { json.member("ruleIndex", index) }
    json.member("level", Self.level(finding.severity))
    json.text("message", finding.message)
    json.key("locations")
    json.array(CollectionOfOne(finding.place)) { json, place in
      json.object { Self.location(place, &$0) }
    }
    if !finding.related.isEmpty {
      json.key("relatedLocations")
      json.array(finding.related.enumerated()) { json, related in
        json.object { json in
          json.member("id", related.offset + 1)
          Self.location(related.element.place, &json)
          json.text("message", related.element.message)
        }
      }
    }
    json.key("partialFingerprints")
    json.object { $0.member(Self.fingerprint, finding.fingerprint) }
    if !finding.fixes.isEmpty {
      json.key("fixes")
      json.array(finding.fixes) { json, fix in json.object { Self.write(fix, &$0) } }
    }
    // Readers take a missing list for "not checked", so a result that counts has an empty one.
    json.key("suppressions")
    json.array(finding.silencing.map { [$0] } ?? []) { json, silencing in
      json.object { Self.write(silencing, &$0) }
    }
    json.key("properties")
    json.object(properties)
  }

  private func properties(_ json: inout JSONText) {
    json.key("jobs")
    json.array(finding.jobs)
    if let secret = finding.secret { json.member("secret", secret) }
    if !finding.scenarios.isEmpty {
      json.key("scenarios")
      json.array(finding.scenarios)
    }
    if let predicts = finding.predicts { json.member("predicts", predicts) }
  }

  private static func write(_ silencing: Silencing, _ json: inout JSONText) {
    switch silencing {
    case .comment(let reason):
      json.member("kind", "inSource")
      if !reason.isEmpty { json.member("justification", reason) }
    case .baseline:
      json.member("kind", "external")
      json.member("justification", "The baseline knows it.")
    }
  }

  private static func write(_ fix: Fix, _ json: inout JSONText) {
    let safety = fix.safety == .unsafe ? " (unsafe: review before applying)" : ""
    json.text("description", fix.title + safety)
    json.key("artifactChanges")
    let edits = Dictionary(grouping: fix.edits, by: \.place.path)
    json.array(edits.keys.sorted()) { json, path in
      json.object { json in
        artifact(path, &json)
        json.key("replacements")
        json.array(edits[path] ?? []) { json, edit in
          json.object { json in
            json.key("deletedRegion")
            region(edit.place.span, &json)
            json.text("insertedContent", edit.text)
          }
        }
      }
    }
  }

  // MARK: Places

  /// Writes the members of a `location`.
  static func location(_ place: FileLocation, _ json: inout JSONText) {
    json.key("physicalLocation")
    json.object { json in
      artifact(place.path, &json)
      json.key("region")
      region(place.span, &json)
    }
  }

  private static func artifact(_ path: String, _ json: inout JSONText) {
    json.key("artifactLocation")
    json.object { json in
      json.member("uri", URIText.reference(path))
      if !path.hasPrefix("/") { json.member("uriBaseId", "%SRCROOT%") }
    }
  }

  private static func region(_ span: TextSpan, _ json: inout JSONText) {
    json.object { json in
      json.member("startLine", Int(span.start.line))
      json.member("startColumn", Int(span.start.column))
      json.member("endLine", Int(span.end.line))
      json.member("endColumn", Int(span.end.column))
    }
  }
}
