import AccessPrediction
import Findings
import GitLabCI
import Linting
import Reporting
import Testing
import YAMLSyntax

/// One world: `check` and `predict` answer from the same runs.
@Suite struct RunTests {
  private struct Answers {
    let predictions: [Prediction]
    let outcome: LintSession.Outcome
  }

  private static func answers(_ files: [String: String]) throws -> Answers {
    let folder = try TemporaryRepository(files)
    let workspace = try folder.workspace()
    let input = try PipelineInput("\(folder.root)/.gitlab-ci.yml", in: folder.workspaces())
    let session = LintSession(
      workspace: workspace,
      linter: try workspace.linter(),
      inputs: [LintRoot(path: ".gitlab-ci.yml")]
    )
    return Answers(
      predictions: input.predictions().predictions,
      outcome: session.run(overlay: [:])
    )
  }

  @Test func theCasesAreRead() {
    #expect(RunCase.all.count > 250)
    #expect(FindingCase.all.count > 95)
  }

  @Test(arguments: RunCase.all)
  func predictionsHold(_ runCase: RunCase) throws {
    let predictions = try Self.answers(runCase.files).predictions
    for (key, want) in runCase.want {
      let parts = key.split(separator: "@", maxSplits: 1).map(String.init)
      let job = parts.count > 1 ? parts[0] : "j"
      let rest = (parts.last ?? key).split(separator: "/", maxSplits: 1).map(String.init)
      let prediction = predictions.first { $0.job == job && $0.scenario == rest[0] }
      let secret = prediction?.secrets.first { $0.name == (rest.count > 1 ? rest[1] : "S") }
      let have = [
        prediction?.runs.rawValue, secret?.verdict.answer.rawValue, secret?.verdict.code,
        secret?.verdict.stage.rawValue,
      ]
      #expect(
        Array(have.prefix(want.count)) == want,
        "\(key): \(secret?.verdict.reason ?? prediction?.refusal?.reason ?? "")"
      )
    }
  }

  /// A job that fails in all of its runs has an error, one that fails in some a warning; an error
  /// about values or credentials means that a run fails; what is unknown is undecided.
  @Test(arguments: RunCase.all)
  func checkAndPredictAgree(_ runCase: RunCase) throws {
    let answers = try Self.answers(runCase.files)
    let report = answers.outcome.report
    for (job, runs) in Dictionary(grouping: answers.predictions, by: \.job) {
      let verdicts = runs.filter { $0.runs != .no && $0.mergeRequest != .fork }
        .flatMap(\.secrets).map(\.verdict.answer)
      guard !verdicts.isEmpty else { continue }
      // Findings name a job of a child pipeline without its file.
      let name = runs[0].childFile.map { String(job.dropFirst($0.count + 1)) } ?? job
      let findings = report.findings.filter { $0.jobs.contains(name) }
      let fails = verdicts.count { $0 == .fails }
      if fails == verdicts.count {
        #expect(findings.contains { $0.severity == .error }, "\(job) fails in all of its runs")
      } else if fails > 0 {
        #expect(findings.contains { $0.severity >= .warning }, "\(job) fails in some of its runs")
      } else {
        let claims = findings.filter {
          $0.severity == .error && ($0.rule.hasPrefix("AKV3") || $0.rule.hasPrefix("AKV4"))
        }
        #expect(claims.isEmpty, "\(job) never fails")
      }
      // The code that a finding predicts is the verdict of a run.
      for finding in findings where finding.rule.hasPrefix("AKV3") || finding.rule.hasPrefix("AKV4")
      {
        guard let code = finding.predicts else { continue }
        #expect(runs.flatMap(\.verdicts).contains { $0.code == code }, "\(finding.rule): \(code)")
      }
      if verdicts.contains(.unknown) {
        #expect(
          !findings.isEmpty || report.undecided.contains { $0.jobs.contains(name) },
          "nothing says that \(job) is not decided"
        )
      }
    }
  }

  @Test(arguments: FindingCase.all)
  func findingsAreExact(_ findingCase: FindingCase) throws {
    let (files, wanted) = findingCase.unmarked()
    let found = try Self.answers(files).outcome.report.findings.filter { $0.severity != .info }
    for want in wanted {
      #expect(found.contains { $0.satisfies(want) }, "\(want)")
    }
    let rules = Set(wanted.map(\.rule) + findingCase.allow)
    let others = found.filter { !rules.contains($0.rule) }
    #expect(others.isEmpty, "\(others.map { "\($0.rule) \($0.place): \($0.message)" })")
  }
}

extension Finding {
  fileprivate func satisfies(_ want: WantedFinding) -> Bool {
    let (start, end) = (place.span.start, place.span.end)
    guard rule == want.rule, place.path == want.path, Int(start.line) == want.line else {
      return false
    }
    if want.isLoose { return want.columns.contains(Int(start.column)) }
    return Int(start.column) == want.columns.lowerBound
      && Int(end.column) == want.columns.upperBound
  }
}
