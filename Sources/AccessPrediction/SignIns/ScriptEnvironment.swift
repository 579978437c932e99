import Files
import ShellSyntax
import TextFormats

/// The variables and files of a script, at one point of a run.
struct ScriptEnvironment {
  /// The value that a variable has before the script changes it.
  let job: (String) -> ScriptValue
  private var settings: [String: ScriptValue] = [:]
  /// The names before the dots in those of variables: the hash tables that were read.
  private var tables: Set<String> = []
  private var exported: Set<String> = []
  /// Whether all that is set is exported: `set -a`.
  var exportsAll = false
  /// The texts of the repository's scripts.
  let scripts: RepositoryScripts
  /// The contents of files, by path.
  var files: [String: ScriptValue] = [:]
  /// The folder of the repository in which commands run; nil when it is not known.
  var folder: String? = ""
  /// The repository's Terraform files.
  let terraform: TerraformFolders
  /// The arguments of the function that runs.
  private var arguments: [ScriptValue] = []
  /// Whether it is that of a container, in which the job's variables may have other values.
  private(set) var isContainer = false
  /// The cloud that `az cloud set` chose; nil when the script does not.
  var cloud: ScriptCloud?
  /// The settings of Pulumi's stack that the script makes, by the names of Terraform's arguments.
  var stack: [String: ScriptValue] = [:]
  /// Whether `terraform init` ran, with settings of the backend that later commands use.
  var isInitialized = false
  /// Whether something that is not known may have set variables: a file that was sourced, the
  /// output of a program that was evaluated.
  var hasUnknownSettings = false
  /// The run's budget for regular expressions.
  let budget: Budget
  /// The words of arrays.
  private var lists: [String: [ShellWord]] = [:]
  /// The words of texts that variables hold.
  private var texts: [String: [ShellWord]] = [:]

  init(
    terraform: TerraformFolders,
    scripts: RepositoryScripts,
    budget: Budget,
    job: @escaping (String) -> ScriptValue
  ) {
    self.terraform = terraform
    self.scripts = scripts
    self.budget = budget
    self.job = job
  }

  // MARK: Variables

  /// The value of a variable to the shell.
  func value(_ name: String) -> ScriptValue {
    if let set = settings[name] { return set }
    if let number = Int(name) { return argument(number) }
    if name == "PWD", let folder {
      return ScriptValue(state: .unknown, path: Self.path(of: folder))
    }
    if name.hasPrefix("$") { return .unknown }
    let value = job(name)
    return hasUnknownSettings && value.state == .undefined ? .unknown : value
  }

  /// An argument of the function or the script that runs.
  private func argument(_ number: Int) -> ScriptValue {
    guard number > 0 else { return .unknown }
    return number <= arguments.count
      ? arguments[number - 1] : ScriptValue(state: .undefined, path: nil)
  }

  /// The path of a folder of the project.
  private static func path(of folder: String) -> String {
    folder.isEmpty ? "${CI_PROJECT_DIR}" : "${CI_PROJECT_DIR}/\(folder)"
  }

  /// The value of a variable to programs that the shell starts.
  func programValue(_ name: String) -> ScriptValue {
    guard let set = settings[name], !exportsAll, !exported.contains(name) else {
      return value(name)
    }
    switch job(name).state {
    case .undefined: return hasUnknownSettings ? .unknown : job(name)
    // Whether the job has such a variable decides whether the shell exports it.
    case .unknown: return .unknown
    default: return set
    }
  }

  /// Sets a variable.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - value: Its value.
  ///   - isExported: Whether programs get it; nil when that stays as it was.
  ///   - isCertain: Whether this happens in any case.
  mutating func set(_ name: String, _ value: ScriptValue, isExported: Bool = false, isCertain: Bool)
  {
    texts[name] = nil
    settings[name] = isCertain || self.value(name) == value ? value : .unknown
    for dot in [name.firstIndex(of: "."), name.lastIndex(of: ".")].compactMap(\.self) {
      tables.insert(String(name[..<dot]))
    }
    if isExported || exportsAll { exported.insert(name) }
  }

  /// The environment in a container to which some variables are passed.
  ///
  /// - Parameter value: The value of a variable when the container starts.
  /// - Returns: The environment.
  func inContainer(_ value: @escaping (String) -> ScriptValue) -> Self {
    var inner = Self(terraform: terraform, scripts: scripts, budget: budget, job: value)
    inner.files = files
    inner.folder = folder
    inner.cloud = cloud
    inner.isContainer = true
    return inner
  }

  /// The arguments of the function or the script that runs.
  struct Arguments {
    fileprivate var values: [ScriptValue]
    /// The words, for `"$@"`; nil when they are not known.
    fileprivate var words: [ShellWord]?
  }

  /// Replaces the arguments.
  ///
  /// - Returns: The ones that they replace.
  mutating func setArguments(_ new: Arguments) -> Arguments {
    let old = Arguments(values: arguments, words: lists["@"])
    arguments = new.values
    lists["@"] = new.words
    return old
  }

  /// The arguments that some words are.
  func arguments(_ words: some Collection<ShellWord>) -> Arguments {
    // A word with an argument in it means another one inside the function.
    let usesArguments = words.contains { word in
      word.parts.contains { part in
        if case .argument = part.content { true } else { false }
      }
    }
    return Arguments(values: words.map(value), words: usesArguments ? nil : Array(words))
  }

  /// Drops the first arguments, as `shift` does.
  mutating func shift(_ count: Int, isCertain: Bool) {
    arguments = isCertain ? Array(arguments.dropFirst(count)) : arguments.map { _ in .unknown }
    lists["@"] = isCertain ? lists["@"].map { Array($0.dropFirst(count)) } : nil
  }

  /// Sets the words of an array.
  mutating func setList(_ name: String, _ items: [ShellWord], appends: Bool) {
    if appends { lists[name, default: []] += items } else { lists[name] = items }
  }

  /// Notes the words of the text that a variable is set to.
  mutating func setText(_ name: String, _ text: ShellWord) {
    let words = text.split(on: UInt8(ascii: " ")).filter { !$0.parts.isEmpty }
    texts[name] = words.count > 1 ? words : nil
  }

  /// The words of the text that a variable is set to; nil when it is not known.
  func words(ofText name: String) -> [ShellWord]? { texts[name] }

  /// Whether the script sets a variable.
  func isChanged(_ name: String) -> Bool { settings[name] != nil }

  /// Some words, with arrays replaced by their own words.
  ///
  /// PowerShell passes an array to a program item by item, as `@NAME` and as `$NAME`.
  func expandingLists(_ words: [ShellWord], isPowerShell: Bool) -> [ShellWord] {
    guard !lists.isEmpty else { return words }
    return words.flatMap { word -> [ShellWord] in
      if isPowerShell, let name = word.literal, name.hasPrefix("@"), name.utf8.count > 1 {
        return lists["$\(name.dropFirst().lowercased())"] ?? [word]
      }
      guard let variable = word.onlyVariable, variable.form == .items || isPowerShell else {
        return [word]
      }
      return lists[variable.name] ?? [word]
    }
  }

  /// Passes a variable on to programs.
  mutating func export(_ name: String) { exported.insert(name) }

  /// The entries of a hash table, or of the variable that holds it.
  func entry(_ key: String, of table: String) -> ScriptValue? {
    settings["\(table).\(key.lowercased())"]
  }

  /// Whether a hash table of this name was read.
  func hasEntries(_ table: String) -> Bool {
    tables.contains(table)
  }

  /// Whether a pattern of a `case` or a test matches a text; nil when that takes more than the run
  /// may spend.
  func matches(_ pattern: String, _ text: String) -> Bool? {
    let work = pattern.utf8.count * text.utf8.count / 1_024
    guard budget.spend(work, on: .scriptSteps) else { return nil }
    return Glob.matches(pattern, text, hasSingle: true)
  }

  // MARK: Words

  /// The value of a word.
  func value(_ word: ShellWord) -> ScriptValue { value(parts: word.parts) }

  private func value(parts: [ShellPart]) -> ScriptValue {
    let values = parts.map(value)
    if values.count == 1 { return values[0] }
    // A line with the token and nothing else.
    let whole = values.filter { $0.text?.allSatisfy(\.isWhitespace) != true }
    if whole.count == 1, whole[0].isToken { return whole[0] }
    let texts = values.map(\.text)
    let paths = values.map { $0.text ?? $0.path }
    let length = paths.reduce(0) { $0 + ($1?.utf8.count ?? 0) }
    guard length <= ScriptValue.lengthLimit else { return .unknown }
    let path = paths.contains(nil) ? nil : paths.compactMap(\.self).joined()
    if texts.contains(nil) { return ScriptValue(state: .unknown, path: path) }
    return ScriptValue(texts.compactMap(\.self).joined())
  }

  /// The value of a part of a word.
  func value(_ part: ShellPart) -> ScriptValue {
    switch part.content {
    case .literal(let text): return ScriptValue(text)
    case .variable(let variable): return value(variable)
    case .argument(let number):
      return number <= arguments.count ? argument(number) : .unknown
    case .substitution(let script): return output(of: script, at: part.range.lowerBound)
    case .process, .list, .other: return .unknown
    }
  }

  private func value(_ variable: ShellVariable) -> ScriptValue {
    guard variable.form == .value else { return .unknown }
    let value = value(variable.name)
    if let fallback = variable.fallback { return self.value(value, fallback) }
    return variable.isRequired && value.isEmpty ? .unknown : value
  }

  private func value(_ value: ScriptValue, _ fallback: ShellVariable.Fallback) -> ScriptValue {
    switch value.state {
    case .unknown: .unknown
    case .undefined: self.value(parts: fallback.parts)
    case .text(let text) where text.isEmpty && fallback.coversEmpty:
      self.value(parts: fallback.parts)
    default: value
    }
  }

  private func output(of script: ShellScript, at place: Int) -> ScriptValue {
    guard let first = script.commands.first else { return .unknown }
    if script.commands.count == 1, first.words.count == 1, first.words[0].literal == "pwd" {
      return value("PWD")
    }
    var value = ScriptOutput(first, self, piped: nil, place: place).value
    for command in script.commands.dropFirst() {
      guard command.isPipedInto else { return .unknown }
      value = ScriptOutput(command, self, piped: value, place: place).value
    }
    return value
  }
}
