import Foundation
import Testing

/// A case of `Fixtures/predictions.json`, written from GitLab's, the runner's and Microsoft's
/// sources: files, and what is expected for `JOB@SCENARIO/SECRET` (job `j` and secret `S` if
/// omitted).
struct RunCase: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let files: [String: String]
  /// Whether the job runs, then verdict, code and stage as far as they are given.
  let want: [String: [String?]]

  var testDescription: String { name }

  static let all: [Self] = decoded("predictions")

  fileprivate static func decoded<Case: Decodable>(_ name: String) -> [Case] {
    guard
      let url = Bundle.module.url(
        forResource: name,
        withExtension: "json",
        subdirectory: "Fixtures"
      ),
      let data = try? Data(contentsOf: url),
      let cases = try? JSONDecoder().decode([Case].self, from: data)
    else { return [] }
    return cases
  }
}

/// A case of `Fixtures/findings.json`: `«RULE|text»` marks what a finding must cover, `«RULE~|text»`
/// its line and a start inside the text.
struct FindingCase: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let files: [String: String]
  /// Rules that may be found, too.
  let allow: [String]

  var testDescription: String { name }

  static let all: [Self] = RunCase.decoded("findings")
}

/// A finding that a case wants.
struct WantedFinding: Hashable {
  var rule: String
  var path: String
  var line: Int
  var columns: ClosedRange<Int>
  var isLoose: Bool
}

extension FindingCase {
  /// The files without marks, and what the marks want.
  func unmarked() -> (files: [String: String], wanted: [WantedFinding]) {
    var plain: [String: String] = [:]
    var wanted: [WantedFinding] = []
    for (path, text) in files {
      var result = ""
      var rest = text[...]
      while let open = rest.firstIndex(of: "«"), let close = rest[open...].firstIndex(of: "»") {
        result += rest[..<open]
        let inside = rest[rest.index(after: open)..<close]
        guard let bar = inside.firstIndex(of: "|") else { break }
        let head = inside[..<bar]
        let content = inside[inside.index(after: bar)...]
        let line = result.count { $0 == "\n" } + 1
        let start =
          (result.split(separator: "\n", omittingEmptySubsequences: false).last ?? "")
          .unicodeScalars.count + 1
        let length = content.prefix { $0 != "\n" }.unicodeScalars.count
        wanted.append(
          WantedFinding(
            rule: String(head.filter { $0 != "~" }),
            path: path,
            line: line,
            columns: start...(start + length),
            isLoose: head.last == "~"
          )
        )
        result += content
        rest = rest[rest.index(after: close)...]
      }
      plain[path] = result + rest
    }
    return (plain, wanted)
  }
}
