import Evidence
import Testing

@Suite("The configuration's schema")
struct ConfigurationSchemaTests {
  /// All keys in the schema.
  private static let keys = keys(in: ConfigurationSchema.root)

  private static func keys(in group: SettingGroup) -> [Setting] {
    group.keys + group.keys.flatMap { keys(in: $0.type) }
  }

  private static func keys(in type: SettingType) -> [Setting] {
    switch type {
    case .list(let type): keys(in: type)
    case .group(let group): keys(in: group)
    case .table(_, let type): keys(in: type)
    case .oneOf(let types): types.flatMap { keys(in: $0) }
    default: []
    }
  }

  @Test("documents every key in one sentence")
  func summaries() {
    for setting in Self.keys {
      #expect(setting.summary.hasSuffix("."), "\(setting.key)")
      #expect(setting.key.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") })
    }
  }

  @Test("has no key that a hostile branch could use")
  func harmless() {
    let words = ["token", "host", "proxy", "live", "command", "run", "exec", "endpoint", "url"]
    let suspicious = Self.keys.map(\.key).filter { key in words.contains { key.contains($0) } }
    // The instance's URL and the runner's version are only compared with texts.
    #expect(suspicious == ["url", "runner_version"])
  }

  @Test("has a page whose example is valid and shows each top-level key")
  func page() {
    let example = ConfigurationPage.example
    #expect(configuration(example, files: ["platform/akvlint.yml": ""]).problemLines == [])
    let page = ConfigurationPage.render()
    for setting in ConfigurationSchema.root.keys {
      #expect("\n\(example)".contains("\n\(setting.key):"), "\(setting.key)")
      #expect(page.contains("| `\(setting.key)` |"))
    }
  }
}
