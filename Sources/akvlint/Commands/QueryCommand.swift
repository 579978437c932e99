import AccessPrediction
import ArgumentParser
import CommonExpressions
import Evidence
import Files
import Linting
import Reporting
import RuleEngine

/// `akvlint query`: an expression over the resolved pipeline.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Evaluate a CEL expression over the resolved pipeline and print JSON.",
    discussion: """
      The expression uses the variable "pipeline", as rules do.
      What is unknown is null, or left out where a condition depends on it; both are counted on \
      standard error. known(x) asks whether a value is known.
      Examples:
        akvlint query 'pipeline.jobs.filter(j, j.uses_azure).map(j, j.name)'
        akvlint query 'pipeline.predictions.exists(p, p.verdict == "fails")'
      """
  )

  @Argument(help: "The expression.")
  var expression: String

  @Argument(
    help: "The pipeline, or - for standard input (default: the repository's).",
    completion: .file()
  )
  var path: String?

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let query = try Self.query(expression)
      let input = try place.pipeline(path)
      let configuration = input.workspace.configuration
      let answer = query.ask(
        input.members.map { member in
          let scenarios = member.child?.startedScenarios ?? configuration.allScenarios
          return PipelineQuery.Source(
            member.pipeline,
            evidence: member.evidence,
            runs: Runs(scenarios, paths: input.workspace.repository.allPaths),
            startedAs: member.child
          )
        }
      )
      if case .error(let message) = answer.result { throw UsageError(message: message) }
      for gap in answer.gaps { Console.note(gap) }
      Console.output(QueryReport.render(answer.result))
      return .of(input.excess, isIncomplete: input.isIncomplete)
    }
  }

  private static func query(_ expression: String) throws(UsageError) -> PipelineQuery {
    do throws(ExpressionError) {
      return try PipelineQuery(expression)
    } catch {
      throw UsageError(message: "line \(error.line) column \(error.column): \(error.message)")
    }
  }
}
