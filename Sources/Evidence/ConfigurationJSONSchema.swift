import TextFormats

/// The JSON Schema of `.akvlint.yml`, for editors.
package enum ConfigurationJSONSchema {
  /// Where editors find it.
  package static let address =
    "https://raw.githubusercontent.com/akvlint/akvlint/main/schema/akvlint.schema.json"

  /// The schema, one JSON document.
  package static func render() -> String {
    var json = JSONText()
    json.object { json in
      json.member("$schema", "https://json-schema.org/draft/2020-12/schema")
      json.member("$id", address)
      json.member("title", "The configuration of akvlint")
      write(ConfigurationSchema.root, to: &json)
    }
    return json.text + "\n"
  }

  /// A key that may be left out may also be empty, as a part that is all comments is.
  private static func write(
    _ group: SettingGroup,
    isOptional: Bool = false,
    to json: inout JSONText
  ) {
    json.key("type")
    if isOptional { json.array(["object", "null"]) } else { json.value("object") }
    if !group.allowsOtherKeys { json.member("additionalProperties", false) }
    let required = group.keys.filter(\.isRequired).map(\.key)
    if !required.isEmpty {
      json.key("required")
      json.array(required)
    }
    json.key("properties")
    json.object { json in
      for setting in group.keys {
        json.key(setting.key)
        json.object { json in
          json.member("description", setting.summary)
          if case .group(let group) = setting.type, !setting.isRequired {
            write(group, isOptional: true, to: &json)
          } else {
            write(setting.type, to: &json)
          }
        }
      }
    }
  }

  private static func write(_ type: SettingType, to json: inout JSONText) {
    switch type {
    case .text(let format): write(format, to: &json)
    case .flag: json.member("type", "boolean")
    case .integer: json.member("type", "integer")
    case .variableValue:
      json.key("type")
      json.array(["string", "integer"])
    case .anything: break
    case .list(let type):
      json.member("type", "array")
      json.key("items")
      json.object { write(type, to: &$0) }
    case .group(let group): write(group, to: &json)
    case .table(_, let values):
      json.member("type", "object")
      json.key("additionalProperties")
      json.object { write(values, to: &$0) }
    case .oneOf(let types):
      json.key("anyOf")
      json.array(types) { json, type in json.object { write(type, to: &$0) } }
    }
  }

  /// Writes the form of a text, as far as a schema can express it.
  private static func write(_ format: TextFormat, to json: inout JSONText) {
    switch format {
    case .word(let words):
      json.key("enum")
      json.array(words)
    case .severity:
      // To YAML 1.1 `off` is a truth value, and akvlint takes it.
      json.key("enum")
      json.array(TextFormat.severities.map(Optional.some) + [nil]) { json, word in
        if let word { json.value(word) } else { json.value(false) }
      }
    case .guid:
      json.member("type", "string")
      json.member("pattern", "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")
    case .day:
      json.member("type", "string")
      json.member("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    case .any, .rule, .ruleOrAll: json.member("type", "string")
    case .notBlank, .instanceURL, .projectPath, .gitLabVersion, .relativePath, .variableName,
      .environmentScope:
      json.member("type", "string")
      json.member("pattern", "\\S")
    }
  }
}
