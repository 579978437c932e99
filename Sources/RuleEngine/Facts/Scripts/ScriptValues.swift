import GitLabCI
import ShellSyntax
import YAMLSyntax

/// The variables of a job's script that hold an ID token or something of a secret.
struct ScriptValues {
  /// The kind of value in a variable.
  enum Kind: String {
    case idToken
    /// A secret itself: `file: false`.
    case secret
    /// The path of a file that holds the secret.
    case secretFile
  }

  /// A variable.
  struct Item {
    let kind: Kind
    /// The token or the secret.
    let symbol: Symbol
    let keyNode: NodeID
    /// The name of the token's or the secret's own variable.
    let origin: String
  }

  private(set) var items: [String: Item] = [:]
  /// The names of variables that PowerShell's `$name` hides, by that name; nil until a script has one.
  private var hidden: [String: Set<String>]?
  private var needles: [[UInt8]] = []
  /// With more names than these, reading a text is as quick as searching it for all of them.
  private static let needleLimit = 100

  /// The variables of a job.
  ///
  /// - Parameters:
  ///   - job: The job.
  ///   - tree: The tree that holds it.
  ///   - includesTokens: Whether ID tokens count.
  init(_ job: Job, in tree: borrowing NodeTree, includesTokens: Bool = true) {
    if includesTokens {
      // A variable of the same name hides a token.
      for token in job.idTokens where !job.defines(token.symbol) {
        add(token.entry, .idToken, tree)
      }
    }
    for secret in job.secrets {
      guard let provider = secret.provider, !provider.isNull else { continue }
      let file = tree.entry(.file, in: secret.entry.value.node).map(\.value)
      switch file.map(tree.kind) ?? .null {
      case .null: add(secret.entry, .secretFile, tree)
      case .bool: add(secret.entry, file.map(tree.bool) == true ? .secretFile : .secret, tree)
      default: items[tree.text(secret.symbol)] = nil
      }
    }
  }

  private mutating func add(_ entry: Named, _ kind: Kind, _ tree: NodeTree) {
    let name = tree.text(entry.symbol)
    guard VariableReference.isIdentifier(name) else { return }
    let item = Item(kind: kind, symbol: entry.symbol, keyNode: entry.keyNode, origin: name)
    set(name, item)
  }

  private mutating func set(_ name: String, _ item: Item) {
    items[name] = item
    let isPowerShell = name.hasPrefix("$")
    if !isPowerShell { hidden?[Self.hiding(name), default: []].insert(name) }
    // PowerShell's own names know no case.
    if needles.count <= Self.needleLimit { needles.append(isPowerShell ? [] : Array(name.utf8)) }
  }

  /// The variables and what they hold, as one text.
  var signature: String {
    items.map { "\($0.key) \($0.value.kind.rawValue)" }.sorted().joined(separator: ",")
  }

  /// Forgets a variable, because its value may change here.
  mutating func forget(_ name: String) {
    items[name] = nil
    // PowerShell's `$name` hides the `$NAME` that the runner sets.
    guard name.hasPrefix("$") else { return }
    var hidden = hidden ?? Dictionary(grouping: items.keys, by: Self.hiding).mapValues { Set($0) }
    for other in hidden.removeValue(forKey: name) ?? [] { items[other] = nil }
    self.hidden = hidden
  }

  /// The name in PowerShell that hides a variable which the runner sets.
  private static func hiding(_ name: String) -> String { "$\(name.lowercased())" }

  /// Follows what a command changes: a variable that gets the value of another one holds the same.
  mutating func follow(_ command: ShellCommand) {
    var copies: [String: Item] = [:]
    let assignments = command.words.isEmpty ? command.assignments : command.declarations
    for assignment in assignments where !command.isConditional {
      copies[assignment.name] = copied(assignment.value)
    }
    for name in command.changedVariables { forget(name) }
    for (name, item) in copies { set(name, item) }
  }

  /// The kind of value that a copy of this word has.
  private func copied(_ word: ShellWord) -> Item? {
    if let variable = word.onlyVariable, variable.form == .value,
      let item = items[variable.name], item.kind == .secretFile
    {
      return item
    }
    guard let value = ExposedValue.find(in: word.parts, self).first, let item = items[value.name]
    else { return nil }
    let kind = item.kind == .idToken ? Kind.idToken : .secret
    return Item(kind: kind, symbol: item.symbol, keyNode: item.keyNode, origin: item.origin)
  }

  /// The form of a variable in a script.
  static func written(_ name: String) -> String { name.hasPrefix("$") ? name : "$\(name)" }

  /// The name of the token's or the secret's own variable, for one that holds the same.
  func origin(of name: String) -> String { items[name]?.origin ?? name }

  /// Whether a text may name one of them.
  func areNamed(in text: ArraySlice<UInt8>) -> Bool {
    needles.count > Self.needleLimit || needles.contains { ByteSearch.contains($0, in: text) }
  }

  /// The kind of value in a variable; nil for any other value.
  subscript(name: String) -> Kind? { items[name]?.kind }
}
