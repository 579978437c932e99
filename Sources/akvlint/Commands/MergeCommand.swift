import ArgumentParser
import Evidence
import Files
import Linting
import Reporting
import YAMLSyntax

/// `akvlint merge`: joins the reports of several runs.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract:
      "Join JSON, SARIF or Code Quality reports, or the shards of a fleet or of predictions.",
    discussion: """
      All reports must have the same format, which akvlint detects. A finding in several reports is \
      kept once. The exit code is that of a check with these findings: 3 if a report is incomplete, \
      which Code Quality cannot express, and 2 if a configuration is invalid, which JSON reports.
      Examples:
        akvlint merge shard-*.json -o akvlint.json
        akvlint merge a.sarif b.sarif --fail-on warning
      """
  )

  @Argument(help: "The reports.", completion: .file())
  var reports: [String]

  @Option(
    name: .shortAndLong,
    help: "The file to write (default: standard output).",
    completion: .file()
  )
  var output: String?

  @Option(help: "The lowest severity that makes the exit code 1.")
  var failOn: CheckOptions.Threshold = .error

  func run() throws {
    let status: ExitStatus
    do throws(UsageError) {
      let merged = MergedReport(try documents(), version: BuildVersion.number)
      if let output {
        try FileOutput.write(merged.text, to: output)
      } else {
        Console.output(merged.text)
      }
      if merged.hasInvalidConfiguration {
        status = .usage
      } else if !merged.isComplete {
        status = .incomplete
      } else {
        status = merged.severities.contains(where: failOn.isReached) ? .findings : .clean
      }
    } catch {
      Console.note(error.message)
      status = .usage
    }
    throw ExitCode(status.rawValue)
  }

  private func documents() throws(UsageError) -> [ReportDocument] {
    var documents: [ReportDocument] = []
    for path in reports {
      let document = try read(path)
      if let first = documents.first, first.kind != document.kind {
        throw UsageError(
          message:
            "\(path) is a report of the kind \(document.kind), and \(reports[0]) of the kind "
            + "\(first.kind); merge one kind at a time"
        )
      }
      documents.append(document)
    }
    return documents
  }

  private func read(_ path: String) throws(UsageError) -> ReportDocument {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try OperatorFiles.read(path, limit: ReportDocument.sizeLimit)
    } catch {
      throw UsageError(message: "cannot read \(path): \(error.words)")
    }
    do throws(ConfigurationProblem) {
      return try ReportDocument.read(bytes, path: path)
    } catch {
      let line = error.jsonPath == nil ? ":\(error.span.start.line)" : ""
      throw UsageError(message: "\(path)\(line): \(error.message)")
    }
  }
}
