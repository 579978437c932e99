import AkvlintKit
import Foundation
import Testing

/// The library as a package that depends on it sees it: nothing but its public declarations.
@Suite struct PipelineProjectTests {
  private static let samples = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "samples").path

  @Test func lintsAFolder() throws {
    let project = try PipelineProject(folder: "\(Self.samples)/typo")
    let report = try project.lint([".gitlab-ci.yml"])
    let errors = report.findings.filter { $0.severity == .error }
    #expect(errors.map(\.rule) == ["AKV207", "AKV202", "AKV210", "AKV203"])
    let finding = try #require(errors.first { $0.rule == "AKV202" })
    #expect(finding.location.description.hasSuffix(".gitlab-ci.yml:17:14"))
    #expect(finding.location.end.column - finding.location.start.column == "$AZURE_JTW".count)
    #expect(finding.jobs == ["deploy"] && finding.secret == "DATABASE_PASSWORD")
    #expect(report.failures.isEmpty)
  }

  @Test func predictsEachJobAndScenario() throws {
    let project = try PipelineProject(folder: "\(Self.samples)/tutorial")
    let tag = try project.predictions(for: ".gitlab-ci.yml").first { $0.scenario == "tag" }
    let prediction = try #require(tag)
    #expect(prediction.job == "deploy" && prediction.runs == true)
    #expect(prediction.verdict == .fails)
    #expect(prediction.secrets.map(\.code) == ["AADSTS700213"])
  }

  @Test func unsavedTextsCount() throws {
    let project = try PipelineProject(folder: "\(Self.samples)/typo")
    let path = try #require(try project.lint([".gitlab-ci.yml"]).findings.first).location.path
    let report = try project.lint([".gitlab-ci.yml"], contents: [path: "job: {script: x}\n"])
    #expect(report.findings.isEmpty)
  }

  @Test func lintsATextAlone() throws {
    let report = try LintReport(
      linting: """
        deploy:
          script: x
          id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
          secrets: {P: {azure_key_vault: {name: p}, token: $AZURE_JTW}}
        """
    )
    #expect(report.findings.filter { $0.severity == .error }.map(\.name) == ["undefined-token"])
    #expect(!report.undecided.isEmpty)
  }

  @Test func aPathThatLeadsNowhereIsAnError() throws {
    #expect(throws: PipelineError.self) { try PipelineProject(folder: "/nonexistent") }
    let project = try PipelineProject(folder: "\(Self.samples)/typo")
    #expect {
      try project.lint(["missing.yml"])
    } throws: {
      "\($0)".contains("the file missing.yml does not exist")
    }
  }
}
