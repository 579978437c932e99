import AccessPrediction
import Evidence
import Findings
import GitLabCI
import RuleEngine
import TextFormats
import YAMLSyntax

/// The predictions for the secrets of a file, one line for each scenario.
struct Verdicts {
  /// The prediction for one secret in one job and scenario.
  struct Row {
    /// The job's name; for a job in a child pipeline, with the child's file and its trigger jobs.
    let job: String
    let scenario: String
    let verdict: Verdict
  }

  private let view: DocumentView

  init(_ view: DocumentView) {
    self.view = view
  }

  /// The verdicts after a secret's name in some jobs; none when nothing is known to judge by.
  static func rows(
    _ secret: String,
    in jobs: [String],
    among predictions: [Prediction],
    startedAs child: ChildRun? = nil
  ) -> [Row] {
    predictions.filter { jobs.contains($0.job) }.flatMap { prediction in
      let job = child.map { prediction.inChild($0).label } ?? prediction.job
      return prediction.secrets.filter { $0.name == secret }.map {
        Row(job: job, scenario: prediction.scenario, verdict: $0.verdict)
      }
    }
  }

  /// The predictions for the jobs of a pipeline: as in linting, none without evidence.
  static func predictions(_ linted: LintInput, _ project: Project) -> [Prediction] {
    let isKnown =
      !linted.evidence.identities.isEmpty || linted.evidence.variables.isClosed
    guard linted.role == .pipeline, isKnown else { return [] }
    let predictor = Predictor(
      linted.pipeline,
      evidence: linted.evidence,
      paths: linted.pipeline.tree.mentions("exists") ? project.allPaths : []
    )
    return predictor.predictions(linted.scenarios ?? project.scenarios)
  }

  /// Writes a hint after each secret's line within a range.
  func writeHints(_ parameters: DocumentValue, _ json: inout JSONText) {
    let start = view.position(parameters["range"]?["start"])
    let end = view.position(parameters["range"]?["end"])
    var hints: [(line: Int, text: String)] = []
    for linted in view.pipelines {
      let predictions = Self.predictions(linted, view.project)
      guard !predictions.isEmpty else { continue }
      for element in ElementFinder(linted.pipeline).elements where element.place.path == view.path {
        guard case .secret(let name) = element.kind,
          let summary = Self.summary(Self.rows(name, in: element.jobs, among: predictions))
        else { continue }
        let place = element.place.span.start
        guard start.map({ $0.line <= place.line }) ?? true,
          end.map({ place.line <= $0.line }) ?? true
        else { continue }
        hints.append((Int(place.line), summary))
      }
    }
    json.array(hints) { json, hint in
      let column = String(decoding: view.source.line(hint.line), as: UTF8.self).unicodeScalars.count
      let end = TextPosition(line: hint.line, column: column + 1)
      json.object { json in
        json.key("position")
        view.encoding.write(end, in: view.source, &json)
        json.member("label", hint.text)
        json.member("paddingLeft", true)
      }
    }
  }

  /// The worst verdict, and the scenarios that have it.
  static func summary(_ rows: [Row]) -> String? {
    let answers: [Verdict.Answer] = [.fails, .unknown, .works]
    for answer in answers {
      let those = rows.filter { $0.verdict.answer == answer }
      guard let first = those.first else { continue }
      let words = first.verdict.code.map { "\(answer.rawValue) with \($0)" } ?? answer.rawValue
      guard those.count < rows.count else { return words }
      var names: [String] = []
      for row in those where !names.contains(row.scenario) { names.append(row.scenario) }
      return "\(words) in \(names.joined(separator: ", "))"
    }
    return nil
  }
}
