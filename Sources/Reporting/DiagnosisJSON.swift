import AzureFederation
package import Diagnosis
import TextFormats
import YAMLSyntax

/// The failures of a job log as JSON.
package enum DiagnosisJSON {
  /// One JSON document, even without failures.
  package static func render(_ diagnoses: [LogDiagnosis]) -> String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      json.key("failures")
      json.array(diagnoses) { failure($1, &$0) }
    }
    return json.text + "\n"
  }

  private static func failure(_ diagnosis: LogDiagnosis, _ json: inout JSONText) {
    let entry = diagnosis.entry
    json.object { json in
      json.member("code", entry.code)
      json.key("known")
      json.value(!entry.isFamily)
      json.member("stage", entry.stage.rawValue)
      json.member("title", entry.title)
      json.member("explanation", entry.explanation)
      json.member("remedy", entry.remedy)
      json.member("line", diagnosis.line)
      json.key("details")
      json.object { json in
        for fact in FailureFact.allCases {
          if let value = diagnosis.facts[fact] { json.member(fact.rawValue, value) }
        }
      }
      json.key("commands")
      json.array(diagnosis.commands) { json, command in
        json.object { json in
          json.member("text", command.text)
          json.key("identity")
          json.value(command.kind?.rawValue)
          json.key("missing")
          json.array(command.missing.map(\.rawValue))
        }
      }
      json.key("notes")
      json.array(diagnosis.notes)
      json.key("places")
      json.array(diagnosis.places) { place($1, &$0) }
      json.key("rules")
      json.array(entry.rules)
      json.key("references")
      json.array(entry.references)
    }
  }

  private static func place(_ place: LogDiagnosis.Location, _ json: inout JSONText) {
    json.object { json in
      json.member("path", place.path)
      json.key("start")
      position(place.span.start, &json)
      json.key("end")
      position(place.span.end, &json)
      json.key("jobs")
      json.array(place.jobs)
    }
  }

  private static func position(_ position: TextPosition, _ json: inout JSONText) {
    json.object { json in
      json.member("line", Int(position.line))
      json.member("column", Int(position.column))
    }
  }
}
