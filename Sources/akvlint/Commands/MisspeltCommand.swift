import ArgumentParser
import Files
import TextFormats

/// A name of a command that does not exist: after `help`, or after a command that has commands of its
/// own.
///
/// The argument parser shows the help of the commands above instead, or takes the name for a path.
struct MisspeltCommand {
  /// The mistake, with the command that was probably meant.
  let message: String

  /// Looks for a misspelt name; nil when all names are right.
  init?(_ arguments: [String]) {
    let asksForHelp = arguments.first == "help"
    var names = arguments[...]
    if asksForHelp { names = names.dropFirst() }
    var commands = RootCommand.configuration.subcommands
    var path = "akvlint"
    while let name = names.first, !name.hasPrefix("-"), !commands.isEmpty {
      if let command = commands.first(where: { $0.configuration.commandName == name }) {
        commands = command.configuration.subcommands
        path += " \(name)"
        names = names.dropFirst()
        continue
      }
      let known = commands.compactMap { $0.configuration.commandName }
      let meant = Spelling.closest(to: name, among: known)
      // A path or a rule may follow as well.
      guard asksForHelp || path != "akvlint" && meant != nil && HostSystem.kind(name) == nil else {
        return nil
      }
      let hint = Spelling.suggestion(meant.map { "\(path) \($0)" }, isQuoted: false)
      message = "unknown command \(path) \(name)\(meant == nil ? "; see \(path) --help" : hint)"
      return
    }
    return nil
  }
}
