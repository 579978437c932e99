import Findings
import RuleEngine
import TextFormats

extension ConfigurationOverview {
  /// The sources, the settings and a line for each rule.
  package var text: String {
    let sources = sources.map { $0 + "\n" }.joined()
    let settings = settings.map { setting in
      "\(setting.key): \(setting.value)\(setting.base.map { " (from \($0))" } ?? "")\n"
    }.joined()
    let width = rules.map(\.rule.name.count).max() ?? 0
    let lines = rules.map { line in
      let name = TerminalText.padded(line.rule.name, to: width + 2)
      let severity = TerminalText.padded(line.severity?.rawValue ?? "off", to: 9)
      let exceptions = line.exceptions.map { exception in
        "  \(exception.match): \(exception.setting)  \(exception.location)\n"
      }
      return "\(line.rule.id)  \(name)\(severity)\(line.reason)\n"
        + exceptions.joined()
    }
    return TerminalText.sanitisedLines("\(sources)\n\(settings)\n\(lines.joined())")
  }

  /// One JSON document.
  package var json: String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      json.key("sources")
      json.array(sources)
      json.key("settings")
      json.object { json in
        for setting in settings { json.member(setting.key, setting.value) }
      }
      json.key("inherited")
      json.object { json in
        for setting in settings {
          if let base = setting.base { json.member(setting.key, base) }
        }
      }
      json.key("rules")
      json.array(rules) { json, line in
        json.object { json in
          json.member("id", line.rule.id)
          json.member("name", line.rule.name)
          json.member("severity", line.severity?.rawValue ?? "off")
          json.member("reason", line.reason)
          if let file = line.rule.file { json.member("file", file) }
          json.key("paths")
          json.array(line.exceptions) { json, exception in
            json.object { json in
              json.member("match", exception.match)
              json.member("setting", exception.setting)
              json.member("location", exception.location)
            }
          }
        }
      }
    }
    return json.text + "\n"
  }
}
