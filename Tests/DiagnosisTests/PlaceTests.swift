import AzureFederation
import Testing
import YAMLSyntax

@testable import Diagnosis

@Suite struct PlaceTests {
  private func places(_ log: String, job: String? = nil) -> [String] {
    Diagnoser(pipelines: [LogCase.pipeline], job: job).diagnose(Array(log.utf8)).flatMap(\.places)
      .map { "\($0.span.start.line):\($0.span.start.column) \($0.jobs.joined(separator: " "))" }
  }

  @Test(arguments: [
    // The variable that the runner was resolving.
    ("Resolving secret \"API_KEY\"...\nAADSTS700213: x", ["14:5 deploy"]),
    // The name in the vault.
    ("A secret with (name/id) shop-api-key was not found", ["16:39 deploy"]),
    // A name that a variable decides may be any, unless another is exactly that one.
    ("A secret with (name/id) other was not found", ["17:43 deploy"]),
    // The audience.
    (
      "AADSTS700212: x assertion audience 'https://gitlab.bakery.example'. y", ["3:22 migrate"]
    ),
    ("AADSTS700212: x assertion audience 'https://example.com'. y", []),
    ("AADSTS50027: x", ["9:14 migrate", "16:61 deploy", "17:63 deploy"]),
    ("CI_JOB_NAME=migrate\nAADSTS50027: x", ["9:14 migrate"]),
    ("CI_JOB_NAME='deploy 2/3'\nAADSTS700213: x", ["14:5 deploy"]),
    ("CI_JOB_NAME=unheard\nAADSTS50027: x", []),
    ("AADSTS53003: x", []),
  ])
  func areFound(log: String, expected: [String]) {
    #expect(places(log) == expected)
  }

  @Test func theJobMayBeNamed() {
    #expect(places("AADSTS50027: x", job: "migrate") == ["9:14 migrate"])
  }

  /// The pipeline may have values that the log lacks.
  @Test func commandsTakeValuesOfThePipeline() {
    let log = "Resolving secret \"API_KEY\"...\nAADSTS700213: x assertion subject 's'. y"
    let diagnosis = Diagnoser(pipelines: [LogCase.pipeline]).diagnose(Array(log.utf8)).first
    let command = diagnosis?.commands.last { $0.kind == .application }
    #expect(command?.text.contains(#""audiences":["api://AzureADTokenExchange"]"#) == true)
    #expect(command?.missing == [.application, .issuer])
    #expect(diagnosis?.facts[.audience] == nil)
  }
}
