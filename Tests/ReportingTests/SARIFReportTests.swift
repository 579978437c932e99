import BuiltInRules
import Foundation
import Reporting
import Testing

/// The contents of a SARIF report, read as any JSON; `make test-reports` checks its schema.
@Suite struct SARIFReportTests {
  private struct Log: Decodable {
    var version: String
    var runs: [Run]
  }
  private struct Run: Decodable {
    var tool: [String: Driver]
    var invocations: [Invocation]
    var columnKind: String
    var results: [Result]
  }
  private struct Driver: Decodable {
    struct Rule: Decodable {
      var id: String
      var name: String?
      var helpUri: String?
    }
    var rules: [Rule]
  }
  private struct Invocation: Decodable {
    struct Notification: Decodable {
      var level: String
      var descriptor: [String: String]
    }
    var executionSuccessful: Bool
    var toolExecutionNotifications: [Notification]
  }
  private struct Result: Decodable {
    struct Location: Decodable { var physicalLocation: Physical }
    struct Physical: Decodable {
      var artifactLocation: [String: String]
      var region: [String: Int]
    }
    var ruleId: String
    var ruleIndex: Int
    var level: String
    var locations: [Location]
    var relatedLocations: [Location]
    var partialFingerprints: [String: String]
    var suppressions: [[String: String]]
  }

  private func run(_ report: RunReport) throws -> Run {
    let writer = ReportWriter(version: "1.2.3", rules: BuiltInRuleSet.all)
    let text = writer.render(report, as: .sarif)
    let log = try JSONDecoder().decode(Log.self, from: Data(text.utf8))
    #expect(log.version == "2.1.0")
    return try #require(log.runs.first)
  }

  @Test func rulesThatOccurAreExplainedOnce() throws {
    let run = try run(ReportSample.full)
    let rules = try #require(run.tool["driver"]).rules
    #expect(rules.map(\.id) == ["AKV010", "AKV202", "AKV303", "AKV401"])
    #expect(rules.allSatisfy { $0.name != nil && $0.helpUri?.contains($0.id) == true })
    for result in run.results { #expect(rules[result.ruleIndex].id == result.ruleId) }
  }

  @Test func placesAreURIsAndScalars() throws {
    let run = try run(ReportSample.full)
    #expect(run.columnKind == "unicodeCodePoints")
    let place = try #require(run.results[2].locations.first?.physicalLocation)
    #expect(place.artifactLocation == ["uri": "ci/b%20c.yml", "uriBaseId": "%SRCROOT%"])
    #expect(place.region == ["startLine": 1, "startColumn": 1, "endLine": 3, "endColumn": 2])
    #expect(run.results[0].relatedLocations.count == 1)
    #expect(run.results.map(\.level).prefix(4) == ["error", "error", "warning", "note"])
    #expect(run.results[0].partialFingerprints == ["akvlint/v1": "f1"])
  }

  @Test func silencedResultsSayWhy() throws {
    let suppressions = try run(ReportSample.full).results.map(\.suppressions)
    #expect(suppressions.prefix(4).allSatisfy { $0.isEmpty })
    #expect(suppressions[4] == [["kind": "inSource", "justification": "the runner sets it"]])
    #expect(suppressions[5].first?["kind"] == "external")
  }

  @Test func whatWasNotReadFollowedOrDecidedIsTold() throws {
    let invocation = try #require(try run(ReportSample.full).invocations.first)
    #expect(!invocation.executionSuccessful)
    #expect(
      invocation.toolExecutionNotifications.map { $0.descriptor["id"] }
        == ["unreadable-input", "unresolved-include", "undecided"]
    )
    #expect(try run(RunReport()).invocations.first?.executionSuccessful == true)
  }

  @Test func aMissingIncludeIsCountedWhenItsRuleIsOff() throws {
    var report = RunReport()
    report.unresolvedIncludeCount = 2
    let invocation = try #require(try run(report).invocations.first)
    #expect(invocation.toolExecutionNotifications.map(\.level) == ["warning"])
    #expect(invocation.executionSuccessful)
  }
}
