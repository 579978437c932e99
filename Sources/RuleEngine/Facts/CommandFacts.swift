import CommonExpressions
import GitLabCI
import ShellSyntax
import YAMLSyntax

enum CommandField: Int, FactField {
  case job
  case program
  case subcommand
  case arguments
  case options
  case isFunction

  static let typeName = "command"

  var declaration: Field {
    switch self {
    case .job: .init("job", .job, "The job whose script has it.")
    case .program:
      .init("program", .string, "The program, without its folder; empty when a variable names it.")
    case .subcommand:
      .init(
        "subcommand",
        .string,
        "The words before its first option, such as `role assignment create`."
      )
    case .arguments: .init("arguments", .list(.word), "The words after the program.")
    case .options:
      .init(
        "options",
        .map(.string, .word),
        "The words after its options, by option: of `--scope X` and `--scope=X` the word `X`."
      )
    case .isFunction:
      .init("is_function", .bool, "Whether the program is a function of the job's script.")
    }
  }
}

enum WordField: Int, FactField {
  case text
  case variables

  static let typeName = "word"

  var declaration: Field {
    switch self {
    case .text:
      .init(
        "text",
        .string,
        "The text without quotes: variables as `$NAME`, other expansions as `$(...)`, a literal "
          + "`$` as `\\$`."
      )
    case .variables:
      .init("variables", .list(.string), "The variables whose values are expanded, in order.")
    }
  }
}

enum VariableUseField: Int, FactField {
  case name
  case command
  case isArgument
  case token
  case secret

  static let typeName = "variable_use"

  var declaration: Field {
    switch self {
    case .name: .init("name", .string, "The name of the variable.")
    case .command: .init("command", .command, "The command that contains its value.")
    case .isArgument:
      .init("is_argument", .bool, "Whether it is in an argument of the command's program.")
    case .token:
      .init("token", .idToken, optional: true, "The ID token of the job that it is.")
    case .secret:
      .init("secret", .secret, optional: true, "The secret of the job that it is.")
    }
  }
}

extension PipelineFacts {
  func commandValue(_ field: CommandField, _ reference: FactReference) -> Value? {
    guard reference.item < scripts.commands.count else { return nil }
    let command = scripts.commands[reference.item]
    let arguments = command.line?.arguments ?? []
    switch field {
    case .job: return FactReference(.job, job: command.job).value
    case .program: return .string(command.line?.program ?? "")
    case .subcommand:
      let words = arguments.prefix { $0.literal.map { !$0.hasPrefix("-") } ?? false }
      return .string(words.compactMap(\.literal).joined(separator: " "))
    case .arguments: return .list(arguments.map { value(of: $0, in: reference.item) })
    case .options: return options(arguments, reference.item).map(Value.map)
    case .isFunction:
      let name = command.line?.program ?? ""
      return .bool(scripts.functions(ofJob: command.job).contains(name))
    }
  }

  private func options(_ arguments: ArraySlice<ShellWord>, _ command: Int) -> CELMap? {
    var entries: [CELMap.Entry] = []
    var names: Set<String> = []
    for place in arguments.indices {
      let word = arguments[place]
      let name = word.parts.first?.literal?.prefix { $0 != "=" }
      guard let name = name.map(String.init), name.hasPrefix("-") else { continue }
      let next =
        word.literal == name && place + 1 < arguments.endIndex
        ? arguments[place + 1] : word.dropping(prefix: "\(name)=")
      guard let next, names.insert(name).inserted else { continue }
      entries.append(CELMap.Entry(key: .string(name), value: value(of: next, in: command)))
    }
    return CELMap(entries)
  }

  private func value(of word: ShellWord, in command: Int) -> Value {
    let item = scripts.keep(word, of: command)
    return FactReference(.word, job: scripts.commands[command].job, item: item).value
  }

  func wordValue(_ field: WordField, _ reference: FactReference) -> Value? {
    guard reference.item < scripts.words.count else { return nil }
    let word = scripts.words[reference.item].word
    switch field {
    case .text: return .string(word.pattern)
    case .variables: return Self.list(word.values.map(\.name))
    }
  }

  func variableUseValue(_ field: VariableUseField, _ reference: FactReference) -> Value? {
    guard reference.item < scripts.variableUses.count else { return nil }
    let use = scripts.variableUses[reference.item]
    let index = scripts.commands[use.command].job
    switch field {
    case .name: return .string(use.name)
    case .command: return FactReference(.command, job: index, item: use.command).value
    case .isArgument: return .bool(use.isArgument)
    case .token:
      guard let symbol = scripts.symbol(of: use, isToken: true) else { return nil }
      return pipeline.jobs[index].idTokens.firstIndex { $0.symbol == symbol }
        .map { token($0, job: index) }
    case .secret:
      guard let symbol = scripts.symbol(of: use, isToken: false) else { return nil }
      return pipeline.jobs[index].secrets.firstIndex { $0.symbol == symbol }
        .map { FactReference(.secret, job: index, item: $0).value }
    }
  }
}
