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
      Examples:
        akvlint query 'pipeline.jobs.map(j, j.name)'
        akvlint query 'pipeline.jobs.filter(j, j.uses_azure).map(j, j.name)'
      """
  )

  @Argument(help: "The expression.")
  var expression: String

  @Argument(help: "The pipeline, or - for standard input (default: the repository's).")
  var path: String?

  @OptionGroup var place: RepositoryOptions

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let query = try Self.query(expression)
      let input = try place.pipeline(path)
      let configuration = input.workspace.configuration
      let result = query.ask(
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
      if case .error(let message) = result { throw UsageError(message: message) }
      if case .unknown(let reasons) = result {
        Console.note("not known: \(reasons.joined(separator: "; "))")
      }
      Console.output(QueryReport.render(result))
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
