import Files
import Foundation
import GitLabCI
import Reporting
import Testing
import YAMLSyntax

/// Pipelines of ours with the answers of GitLab 18.9's own code.
struct Verdict: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let yaml: String
  let valid: Bool
  let errors: [String]
  let jobs: [String: JSONValue]?

  var testDescription: String { name }

  static let all: [Verdict] = {
    guard
      let url = Bundle.module.url(
        forResource: "gitlab-verdicts",
        withExtension: "json",
        subdirectory: "Fixtures"
      ),
      let data = try? Data(contentsOf: url)
    else { return [] }
    return (try? JSONDecoder().decode([Verdict].self, from: data)) ?? []
  }()
}

/// Any JSON value, for comparing.
enum JSONValue: Decodable, Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { return members[key] }
    return nil
  }
}

@Suite struct VerdictTests {
  @Test(arguments: Verdict.all)
  func agrees(verdict: Verdict) throws {
    #expect(try Self.disagreement(verdict) == nil)
  }

  /// The count that must not fall.
  @Test func agreementIsComplete() throws {
    let agreed = try Verdict.all.filter { try Self.disagreement($0) == nil }.count
    print("GitLab's verdicts: \(agreed)/\(Verdict.all.count)")
    #expect(agreed == 195)
  }

  /// The difference from GitLab's answer.
  private static func disagreement(_ verdict: Verdict) throws -> String? {
    let source = SourceText(path: ".gitlab-ci.yml", bytes: Array(verdict.yaml.utf8))
    let pipeline = Pipeline(source, in: InMemoryFiles([:]))
    let messages = ValidationOutcome(pipeline).messages
    guard messages.isEmpty == verdict.valid else { return "\(messages)" }
    if !verdict.valid {
      let expected = verdict.errors.map { $0.replacing("LOAD: ", with: "") }
      let agrees = messages.contains { message in expected.contains { $0.hasSuffix(message) } }
      return agrees ? nil : "\(messages) is none of \(expected)"
    }
    guard let jobs = verdict.jobs else { return nil }
    let model = try JSONDecoder().decode(
      JSONValue.self,
      from: Data((ModelReport.render(pipeline) ?? "").utf8)
    )
    for (name, job) in jobs {
      for key in ["id_tokens", "secrets", "script"] where model["jobs"]?[name]?[key] != job[key] {
        return "\(name).\(key)"
      }
    }
    return nil
  }
}
