import ArgumentParser
import Files
import Linting
import LiveChecks
import TextFormats

/// The command line: arguments in, exit code out.
@main
enum Akvlint {
  /// The sources of `--live` without a value.
  static let allSources = LiveRun.allSources

  /// The arguments; an option whose value may be left out gets the value that it then has.
  private static var arguments: [String] {
    let all = CommandLine.arguments.dropFirst()
    let end = all.firstIndex(of: "--") ?? all.endIndex
    return all[..<end].map { argument in
      switch argument {
      case "--fix": "--fix=safe"
      case "--live": "--live=\(allSources)"
      default: argument
      }
    } + all[end...]
  }

  /// The command that the arguments are for.
  ///
  /// The command is read as such at once: reading the whole tree of commands takes longer than checking
  /// a small pipeline, and three times as long as reading one command.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    let asksAboutItself =
      arguments.contains { ["-h", "--help", "--version"].contains($0) }
      || arguments.first?.contains("-help") == true
      || arguments.first?.hasPrefix("--generate") == true
    // For a wrong call, the whole tree of commands finds the right one.
    if !asksAboutItself {
      let (command, rest) = named(arguments)
      if let parsed = try? command?.parseAsRoot(Array(rest)) { return parsed }
    }
    return try RootCommand.parseAsRoot(arguments)
  }

  /// The command that arguments name, and the arguments after its name.
  private static func named(
    _ arguments: [String]
  ) -> (command: (any ParsableCommand.Type)?, rest: ArraySlice<String>) {
    if let rest = checked(arguments) { return (CheckCommand.self, rest) }
    let command = RootCommand.configuration.subcommands.first {
      $0.configuration.commandName == arguments.first && $0.configuration.subcommands.isEmpty
    }
    return (command, arguments.dropFirst())
  }

  private static func commandNames() -> [String] {
    RootCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// The arguments of a check; nil when they are another command's.
  private static func checked(_ arguments: [String]) -> ArraySlice<String>? {
    guard let first = arguments.first else { return [] }
    if first == CheckCommand.configuration.commandName { return arguments.dropFirst() }
    // Commands are words of letters; paths seldom are, and asking every command takes its time.
    guard first.utf8.allSatisfy((UInt8(ascii: "a")...UInt8(ascii: "z")).contains) else {
      return arguments[...]
    }
    let isOther =
      first == "help"
      || RootCommand.configuration.subcommands.contains { $0.configuration.commandName == first }
    return isOther ? nil : arguments[...]
  }

  /// Runs a call that needs no argument parser, and ends the program; returns from any other.
  private static func runPlainCall(_ arguments: [String]) {
    if let options = checked(arguments).flatMap({ PlainCall.read($0, as: CheckOptions.self) }) {
      HostSystem.exit(CheckRun(options: options, commands: commandNames).exitCode)
    }
    if arguments.first == PredictCommand.configuration.commandName,
      let options = PlainCall.read(arguments.dropFirst(), as: PredictOptions.self)
    {
      var run = PredictRun(options: options)
      let code = CommandRunner.exitCode { () throws(UsageError) in try run.run() }
      withExtendedLifetime(run) { HostSystem.exit(code) }
    }
  }

  static func main() {
    HostSystem.holdStandardStreams()
    let arguments = arguments
    if arguments == ["--version"] {
      Console.output(RootCommand.configuration.version + "\n")
      HostSystem.exit(0)
    }
    runPlainCall(arguments)
    if let problem = MisspeltCommand(arguments) {
      Console.note(problem.message)
      HostSystem.exit(ExitStatus.usage.rawValue)
    }
    do {
      var command = try parsed(arguments)
      #if !Live
      if let command = command as? any AskingCommand, command.asksOthers {
        LiveCompanion.takeOver()
      }
      #endif
      try command.run()
    } catch let code as ExitCode {
      // The results are printed; the library's own exit message would take longer than a small
      // check.
      HostSystem.exit(code.rawValue)
    } catch {
      let code = RootCommand.exitCode(for: error).rawValue
      let message = TerminalText.sanitisedLines(RootCommand.fullMessage(for: error))
      if code == 0 {
        Console.output(CompletionScript.completed(HelpText.arranged(message)) + "\n")
      } else if !message.isEmpty {
        HostSystem.write(message + "\n", to: 2)
      }
      // The library has a code of its own for a wrong call; the contract has another.
      let isUsage = RootCommand.exitCode(for: error) == .validationFailure
      HostSystem.exit(isUsage ? ExitStatus.usage.rawValue : code)
    }
  }
}
