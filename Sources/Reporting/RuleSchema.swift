import AzureFederation
import Findings
import RuleEngine
import TextFormats

/// The JSON Schema of a rule file, for editors.
package enum RuleSchema {
  /// The schema, one JSON document.
  package static func render() -> String {
    var json = JSONText()
    json.object { json in
      json.member("$schema", "https://json-schema.org/draft/2020-12/schema")
      json.member("title", "akvlint rule")
      json.member("type", "object")
      json.key("required")
      json.array(["id", "name", "for", "assert", "message"])
      json.member("additionalProperties", false)
      json.key("properties")
      json.object(properties)
    }
    return json.text + "\n"
  }

  private static func properties(_ json: inout JSONText) {
    text("id", "The rule's ID: a prefix of your own and a number.", &json)
    text("name", "What is wrong, in a word or two with hyphens.", &json)
    text("since", "The version that has it first.", &json)
    choice("severity", Severity.allCases.map(\.rawValue), "How grave a finding is.", &json)
    choice(
      "profile",
      RuleDefinition.Profile.allCases.map(\.rawValue),
      "Whether it is on without being asked for.",
      &json
    )
    list("roles", RuleDefinition.Role.allCases.map(\.rawValue), "The files it is for.", &json)
    text("title", "What it finds, as a heading.", &json)
    choice(
      "for",
      RuleTarget.allCases.map(\.rawValue),
      "What it is asked about.",
      &json
    )
    choice(
      "evidence",
      RequiredEvidence.allCases.map(\.rawValue),
      "The evidence without which it is undecided.",
      &json
    )
    list("mentions", nil, "Texts; a pipeline without any of them is not checked.", &json)
    text("when", "An expression: whether it concerns the thing.", &json)
    text("assert", "An expression: what must hold.", &json)
    text("at", "An expression for the text that the finding points to.", &json)
    text("message", "The message; expressions in double braces are expanded.", &json)
    text("predicts", "An expression for the code with which a run fails.", &json)
    items("severity_when", ["when", "severity"], "Severities under conditions.", &json)
    items("related", ["at", "when", "message"], "Further places.", &json)
    fixes(&json)
    list(
      "identity",
      RuleDefinition.Identity.allCases.map(\.rawValue),
      "The fields that recognize a finding in another run.",
      &json
    )
    json.key("ignorable")
    json.object { json in
      json.member("type", "boolean")
      json.member("description", "Whether a comment may silence it.")
    }
    json.key("params")
    json.object { json in
      json.member("type", "object")
      json.member("description", "Parameters with their defaults: params.NAME in expressions.")
    }
    text("why", "What happens at run time.", &json)
    text("remedy", "What to type.", &json)
    list("references", nil, "Where the facts come from.", &json)
    json.key("examples")
    json.object { json in
      json.member("type", "object")
      json.member("additionalProperties", false)
      json.key("properties")
      json.object { json in
        for kind in ["bad", "good"] { items(kind, ["title", "files"], "Examples.", &json) }
      }
    }
  }

  private static func text(_ key: String, _ description: String, _ json: inout JSONText) {
    json.key(key)
    json.object { json in
      json.member("type", "string")
      json.member("description", description)
    }
  }

  private static func choice(
    _ key: String,
    _ words: [String],
    _ description: String,
    _ json: inout JSONText
  ) {
    json.key(key)
    json.object { json in
      json.key("enum")
      json.array(words)
      json.member("description", description)
    }
  }

  private static func list(
    _ key: String,
    _ words: [String]?,
    _ description: String,
    _ json: inout JSONText
  ) {
    json.key(key)
    json.object { json in
      json.member("type", "array")
      json.member("description", description)
      json.key("items")
      json.object { json in
        guard let words else {
          json.member("type", "string")
          return
        }
        json.key("enum")
        json.array(words)
      }
    }
  }

  private static func items(
    _ key: String,
    _ keys: [String],
    _ description: String,
    _ json: inout JSONText
  ) {
    json.key(key)
    json.object { json in
      json.member("type", "array")
      json.member("description", description)
      json.key("items")
      json.object { members(keys, &$0) }
    }
  }

  /// One fix or a list of them; a fix with one edit may have its keys itself.
  private static func fixes(_ json: inout JSONText) {
    let edit = RuleFix.Edit.targetKeys + ["key", "with"]
    json.key("fix")
    json.object { json in
      json.member("description", "The fix, or several to choose from.")
      json.key("anyOf")
      json.array([false, true]) { json, isList in
        json.object { json in
          guard isList else { return fix(edit, &json) }
          json.member("type", "array")
          json.key("items")
          json.object { fix(edit, &$0) }
        }
      }
    }
  }

  private static func fix(_ edit: [String], _ json: inout JSONText) {
    members(["title", "safety", "when"] + edit, &json) { json in
      json.key("edits")
      json.object { json in
        json.member("type", "array")
        json.key("items")
        json.object { members(edit, &$0) }
      }
    }
  }

  private static func members(
    _ keys: [String],
    _ json: inout JSONText,
    more: (inout JSONText) -> Void = { _ in }
  ) {
    json.member("type", "object")
    json.member("additionalProperties", false)
    json.key("properties")
    json.object { json in
      for key in keys {
        json.key(key)
        json.object { json in
          if key == "severity" || key == "safety" {
            json.key("enum")
            json.array(key == "safety" ? ["safe", "unsafe"] : Severity.allCases.map(\.rawValue))
          } else {
            json.member("type", key == "files" ? "object" : "string")
          }
        }
      }
      more(&json)
    }
  }
}
