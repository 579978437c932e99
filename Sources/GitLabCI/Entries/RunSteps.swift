import YAMLSyntax

/// The steps of `run`, by the JSON Schema `run_steps.json` of GitLab; its messages are those of the
/// `json_schemer` gem, which lists what is wrong with each kind of step.
///
/// Source: GitLab 18.9, `app/validators/json_schemas/run_steps.json`.
enum RunSteps {
  private static let text = StepSchema.string(minLength: 0)
  private static let filledText = StepSchema.string(minLength: 1)
  private static let exec = StepSchema.object(
    [("command", .array(text, minItems: 1)), ("work_dir", text)],
    required: ["command"]
  )
  private static let git = StepSchema.object(
    [("url", text), ("dir", text), ("rev", text), ("file", text)],
    required: ["url", "rev"]
  )
  private static let oci = StepSchema.object(
    [("registry", text), ("repository", text), ("tag", text), ("dir", text), ("file", text)],
    required: ["registry", "repository", "tag"]
  )
  private static let step = StepSchema.oneOf([
    text, .object([("git", git)], required: ["git"]), .object([("oci", oci)], required: ["oci"]),
  ])

  /// The kinds of steps; `func` is what newer versions call `step`.
  private static let kinds: [StepSchema] = [
    named("step", step, takesInputs: true),
    .object(
      [
        ("env", .named(.strings)), ("run", .steps), ("outputs", .named(.values)),
        ("delegate", text),
      ],
      required: ["run"]
    ),
    named("action", filledText, takesInputs: true),
    named("script", filledText, takesInputs: false),
    .object([("env", .named(.strings)), ("exec", exec)], required: ["exec"]),
  ]
  private static let newerKind = named("func", step, takesInputs: true)

  private static func named(
    _ keyword: String,
    _ schema: StepSchema,
    takesInputs: Bool
  ) -> StepSchema {
    var properties: [(String, StepSchema)] = [("name", .name), ("env", .named(.strings))]
    if takesInputs { properties.append(("inputs", .named(.values))) }
    return .object(properties + [(keyword, schema)], required: ["name", keyword])
  }

  /// The fault of a list of steps.
  static let fault: @Sendable (NodeTree, NodeID) -> Fault? = { fault($1, $0, takesFunctions: true) }

  /// The same, in versions of GitLab that have no `func`.
  static let faultBeforeFunctions: @Sendable (NodeTree, NodeID) -> Fault? = {
    fault($1, $0, takesFunctions: false)
  }

  private static func fault(_ node: NodeID, _ tree: NodeTree, takesFunctions: Bool) -> Fault? {
    if tree.isUnknown(node) { return nil }
    let errors = errors(in: node, at: "", tree, takesFunctions: takesFunctions)
    guard let first = errors.first else { return nil }
    let wrong = tree.items(node).first {
      !self.errors(inStep: $0.value, at: "", tree, takesFunctions: takesFunctions).isEmpty
    }
    var fault = Fault(
      first,
      wrong.map { "has a step with a mistake: \(words($0.value, tree))" }
        ?? "must be a list of steps",
      at: wrong
    )
    fault.also = Array(errors.dropFirst())
    fault.isOfSchema = true
    return fault
  }

  /// GitLab's messages about a list of steps.
  static func errors(
    in node: NodeID,
    at path: String,
    _ tree: NodeTree,
    takesFunctions: Bool = true
  ) -> [String] {
    guard tree.kind(node) == .sequence else {
      return ["value at \(path.isEmpty ? "root" : "`\(path)`") is not an array"]
    }
    return tree.items(node).enumerated().flatMap { index, item in
      errors(inStep: item.value, at: "\(path)/\(index)", tree, takesFunctions: takesFunctions)
    }
  }

  private static func errors(
    inStep node: NodeID,
    at path: String,
    _ tree: NodeTree,
    takesFunctions: Bool
  ) -> [String] {
    if tree.isUnknown(node) { return [] }
    if takesFunctions, newerKind.errors(node, at: path, tree).isEmpty { return [] }
    return StepSchema.oneOf(kinds).errors(node, at: path, tree)
  }

  /// The fault of a step, by the kind of step that it resembles most.
  private static func words(_ step: NodeID, _ tree: NodeTree) -> String {
    guard tree.kind(step) == .mapping else { return "a step must be a mapping" }
    let found = kinds.map { $0.errors(step, at: "", tree) }
    let closest = found.min { $0.count < $1.count } ?? []
    return closest.first ?? "it fits no kind of step"
  }
}

/// A part of the schema of steps.
indirect enum StepSchema: Sendable {
  /// The values of a mapping with free names.
  enum NamedKind: Sendable {
    case strings
    case values
  }

  case string(minLength: Int)
  /// A name made of letters, digits and underscores.
  case name
  case named(NamedKind)
  case object([(name: String, schema: StepSchema)], required: [String])
  case array(StepSchema, minItems: Int)
  case oneOf([StepSchema])
  /// A list of steps in a step.
  case steps

  private static let namePattern = "^[a-zA-Z_][a-zA-Z0-9_]*$"

  /// The messages of `json_schemer` about a value, in its order: the properties, additional ones,
  /// missing ones.
  func errors(_ node: NodeID, at path: String, _ tree: NodeTree) -> [String] {
    if tree.isUnknown(node) { return [] }
    switch self {
    case .string(let minLength):
      guard tree.isStringOrSymbol(node) else { return ["value at `\(path)` is not a string"] }
      let isShort = tree.rubyText(node).unicodeScalars.count < minLength
      return isShort ? ["string length at `\(path)` is less than: \(minLength)"] : []
    case .name:
      guard tree.isStringOrSymbol(node) else { return ["value at `\(path)` is not a string"] }
      return Self.isName(tree.rubyText(node))
        ? [] : ["string at `\(path)` does not match pattern: \(Self.namePattern)"]
    case .named(let kind): return namedErrors(kind, node, path, tree)
    case .object(let properties, let required):
      return objectErrors(properties, required, node, path, tree)
    case .array(let schema, let minItems):
      guard tree.kind(node) == .sequence else { return ["value at `\(path)` is not an array"] }
      let items = tree.items(node)
      let short =
        items.count < minItems ? ["array size at `\(path)` is less than: \(minItems)"] : []
      return items.enumerated().flatMap { schema.errors($1.value, at: "\(path)/\($0)", tree) }
        + short
    case .oneOf(let schemas):
      let found = schemas.map { $0.errors(node, at: path, tree) }
      switch found.count(where: \.isEmpty) {
      case 0: return found.flatMap(\.self)
      case 1: return []
      default: return ["value at `\(path)` does not match exactly one `oneOf` schema"]
      }
    case .steps: return RunSteps.errors(in: node, at: path, tree)
    }
  }

  private func objectErrors(
    _ properties: [(name: String, schema: StepSchema)],
    _ required: [String],
    _ node: NodeID,
    _ path: String,
    _ tree: NodeTree
  ) -> [String] {
    guard tree.kind(node) == .mapping else { return ["value at `\(path)` is not an object"] }
    var errors: [String] = []
    let entries = tree.entries(node).map { (name: tree.text($0.key), value: $0.value) }
    for property in properties {
      for entry in entries where entry.name == property.name {
        errors += property.schema.errors(entry.value, at: "\(path)/\(property.name)", tree)
      }
    }
    for entry in entries where !properties.contains(where: { $0.name == entry.name }) {
      errors.append(
        "object property at `\(path)/\(entry.name)` is a disallowed additional property"
      )
    }
    let missing = required.filter { name in !entries.contains { $0.name == name } }
    if !missing.isEmpty {
      let list = missing.joined(separator: ", ")
      errors.append("object at `\(path)` is missing required properties: \(list)")
    }
    return errors
  }

  private func namedErrors(
    _ kind: NamedKind,
    _ node: NodeID,
    _ path: String,
    _ tree: NodeTree
  ) -> [String] {
    guard tree.kind(node) == .mapping else { return ["value at `\(path)` is not an object"] }
    var values: [String] = []
    var others: [String] = []
    for entry in tree.entries(node) {
      let name = tree.text(entry.key)
      let place = "\(path)/\(name)"
      if !Self.isName(name) {
        others.append("object property at `\(place)` is a disallowed additional property")
      } else if kind == .strings {
        values += Self.string(minLength: 0).errors(entry.value, at: place, tree)
      }
    }
    return values + others
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !digits.contains(first) else { return false }
    return text.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || digits.contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
    }
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}
