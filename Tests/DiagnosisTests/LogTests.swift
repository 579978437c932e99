import AzureFederation
import BuiltInRules
import Files
import Foundation
import Reporting
import Testing
import TextFormats

@testable import Diagnosis

@Suite struct LogTests {
  private static let diagnoser: Diagnoser = {
    var context = DiagnosisContext()
    context.issuer = "https://gitlab.bakery.example"
    return Diagnoser(pipelines: [LogCase.pipeline], context: context)
  }()

  @Test(arguments: LogCase.all)
  func namesTheFailures(of log: LogCase) {
    #expect(!log.log.isEmpty)
    #expect(Self.diagnoser.diagnose(log.log).map(\.entry.code) == log.codes)
  }

  /// With `AKVLINT_RECORD` in the environment the expected texts are written, and the test fails.
  @Test(arguments: LogCase.all)
  func explains(log: LogCase) throws {
    let text = DiagnosisText.render(
      Self.diagnoser.diagnose(log.log),
      rules: BuiltInRuleSet.all,
      TerminalText(isColoured: false)
    )
    if ProcessInfo.processInfo.environment["AKVLINT_RECORD"] != nil {
      let folder = RepositoryPath.folder(of: #filePath)
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/Expected/\(log.name).txt"))
      Issue.record("recorded \(log.name)")
    }
    #expect(text == log.expected)
  }

  @Test(arguments: LogCase.all)
  func noTokenAppears(in log: LogCase) {
    let diagnoses = Self.diagnoser.diagnose(log.log)
    let json = DiagnosisJSON.render(diagnoses)
    #expect(!json.contains("eyJ"))
    #expect(!JobLog(log.log).text.contains { $0.contains("eyJ") })
  }

  /// Each entry of the catalogue has a log, whose expected text shows what people read.
  @Test(arguments: ErrorCatalogue.entries.map(\.code))
  func everyEntryHasALog(code: String) {
    #expect(LogCase.all.contains { $0.codes.contains(code) })
  }

  @Test(arguments: LogCase.all)
  func commandsAreCommands(log: LogCase) throws {
    for command in Self.diagnoser.diagnose(log.log).flatMap(\.commands) {
      #expect(try Shell.accepts(command.text), "\(command.text)")
    }
  }

  /// Markdown has the code and each command, and nothing of the log can close its fence.
  @Test(arguments: LogCase.all)
  func isWrittenAsMarkdown(log: LogCase) {
    let diagnoses = Self.diagnoser.diagnose(log.log)
    let page = DiagnosisMarkdown.render(diagnoses, rules: BuiltInRuleSet.all)
    for diagnosis in diagnoses {
      #expect(page.contains("### `\(diagnosis.entry.code)`"))
      for command in diagnosis.commands { #expect(page.contains(command.text)) }
    }
  }
}
