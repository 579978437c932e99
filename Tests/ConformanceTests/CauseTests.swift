import Files
import Foundation
import GitLabCI
import Reporting
import Testing
import TextFormats
import YAMLSyntax

/// A pipeline of ours, with what GitLab's source makes of it.
struct CauseCase: Decodable, Sendable, CustomTestStringConvertible {
  /// The configuration of the case.
  let yaml: String
  let files: [String: String]
  let valid: Bool
  let says: String?
  let jobs: [String: JSONValue]?

  var testDescription: String { yaml }

  /// The difference from GitLab's answer; nil if there is none.
  var disagreement: String? {
    get throws {
      let source = SourceText(path: ".gitlab-ci.yml", bytes: Array(yaml.utf8))
      let pipeline = Pipeline(source, in: InMemoryFiles(text: files))
      let messages = ValidationOutcome(pipeline).messages
      guard messages.isEmpty == valid else { return "\(messages)" }
      if let says, !messages.contains(says) { return "\(messages) is not \(says)" }
      guard let jobs else { return nil }
      let model = try JSONDecoder().decode(
        JSONValue.self,
        from: Data((ModelReport.render(pipeline) ?? "").utf8)
      )
      for (name, job) in jobs {
        guard case .object(let members) = job else { continue }
        for (key, value) in members where model["jobs"]?[name]?[key] != value {
          return "\(name).\(key) is \(String(describing: model["jobs"]?[name]?[key]))"
        }
      }
      return nil
    }
  }
}

/// The cases of one cause.
struct Cause: Decodable, Sendable, CustomTestStringConvertible {
  let cause: String
  let cases: [CauseCase]

  var testDescription: String { cause }

  static let all: [Cause] = {
    let url = Bundle.module.url(
      forResource: "gitlab-causes",
      withExtension: "json",
      subdirectory: "Fixtures"
    )
    guard let url, let data = try? Data(contentsOf: url) else { return [] }
    return (try? JSONDecoder().decode([Cause].self, from: data)) ?? []
  }()
}

@Suite struct CauseTests {
  /// The number of cases; it must not fall.
  private static let count = 462

  @Test(arguments: Cause.all)
  func agrees(cause: Cause) throws {
    for verdict in cause.cases {
      let disagreement = try verdict.disagreement
      #expect(disagreement == nil, "\(verdict.yaml): \(disagreement ?? "")")
    }
  }

  @Test func agreementIsComplete() throws {
    let all = Cause.all.flatMap(\.cases)
    let agreed = try all.filter { try $0.disagreement == nil }.count
    print("GitLab's answers by cause: \(agreed)/\(all.count)")
    #expect(agreed == Self.count)
    #expect(all.count == Self.count)
  }
}
