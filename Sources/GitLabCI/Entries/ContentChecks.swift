import RegularExpressions
import ShellSyntax
import TextFormats
import YAMLSyntax

extension EntryCheck {
  /// The fault of a value's content.
  func contentFault(_ value: NodeID?, _ tree: NodeTree) -> Fault? {
    if case .presence = self, let value, !tree.isBlank(value) { return nil }
    if let value, tree.isOpenText(value) { return nil }
    switch self {
    case .presence(let says):
      return Fault(says, value == nil ? "is missing" : "is empty")
    case .absence(let says):
      guard let value, !tree.isBlank(value) else { return nil }
      return Fault(says, "is not allowed here")
    case .inclusion(let words, let says):
      if let value, tree.isStringOrSymbol(value), Self.contains(words, value, tree) { return nil }
      // Rails accepts a list of allowed values as well.
      if let value, tree.kind(value) == .sequence,
        tree.items(value).allSatisfy({ Self.contains(words, $0.value, tree) })
      {
        return nil
      }
      var fault = Fault(says, Self.oneOf(words, value, tree))
      fault.values = value.map { [tree.printed($0)] } ?? []
      return fault
    case .allowedValues(let words):
      let text = value.map { tree.printed($0) } ?? ""
      if words.contains(text) { return nil }
      var fault = Fault("unknown value: \(text)", Self.oneOf(words, value, tree))
      fault.values = [text]
      return fault
    case .allowedItems(let words): return Self.itemsFault(words, value, tree)
    case .integer(let range): return Self.integerFault(range, value, tree)
    case .length(let max, let says):
      guard let value, tree.kind(value).isScalar, tree.text(value).count > max,
        tree.rubyText(value).unicodeScalars.count > max
      else { return nil }
      return Fault(says, "has more than \(max) characters")
    case .count(let range, let tooFew, let tooMany):
      return Self.countFault(range, tooFew, tooMany, value, tree)
    case .format(let says, let isRight):
      guard let value else { return Fault(says, "is missing") }
      return isRight(tree.printed(value)) ? nil : Fault(says, Self.inOurWords(says))
    case .duration(let limit, let orNever, let orVariable):
      if orVariable, let value, VariableReference.occurs(in: tree.printed(value)) { return nil }
      return Self.durationFault(limit, orNever, value, tree)
    case .pattern: return Self.patternFault(value, tree)
    case .condition: return Self.conditionFault(value, tree)
    case .cacheKey: return Self.cacheKeyFault(value, tree)
    default: return nil
    }
  }

  // MARK: Words

  private static func contains(_ words: [String], _ value: NodeID, _ tree: NodeTree) -> Bool {
    guard tree.kind(value).isScalar else { return false }
    let text = tree.text(value)
    return words.contains { $0.utf8.elementsEqual(text) }
  }

  private static func oneOf(_ words: [String], _ value: NodeID?, _ tree: NodeTree) -> String {
    let list = words.count > 10 ? "one of GitLab's values" : words.joined(separator: ", ")
    let wanted = words.count == 1 || words.count > 10 ? "must be \(list)" : "must be one of \(list)"
    guard let value, tree.kind(value).isScalar else { return wanted }
    let text = tree.rubyText(value)
    let hint = Spelling.suggestion(for: text, among: words, isQuoted: false)
    return "\(wanted), not \"\(text)\"\(hint)"
  }

  private static func itemsFault(
    _ words: [String],
    _ value: NodeID?,
    _ tree: NodeTree
  ) -> Fault? {
    guard let value, tree.kind(value) == .sequence else { return nil }
    let wrong = tree.items(value).filter { item in
      !tree.isUnknown(item.value)
        && !(tree.isA(.string, item.value) && contains(words, item.value, tree))
    }
    guard let first = wrong.first else { return nil }
    let names = wrong.flatMap { joined($0.value, tree) }
    var fault = Fault(
      "contains unknown values: \(names.joined(separator: ", "))",
      "cannot contain \"\(names.first ?? "[]")\": each must be "
        + (words.count > 10 ? "one of GitLab's values" : "one of \(words.joined(separator: ", "))"),
      at: first
    )
    fault.values = names
    return fault
  }

  /// The texts that Ruby's `join` joins: those of lists in lists, too.
  private static func joined(_ value: NodeID, _ tree: NodeTree) -> [String] {
    guard tree.kind(value) == .sequence else { return [tree.printed(value)] }
    return tree.items(value).flatMap { joined($0.value, tree) }
  }

  /// GitLab's messages about formats are clear enough, but for their grammar.
  private static func inOurWords(_ says: String) -> String {
    says.hasPrefix("should be ") ? "must be \(says.dropFirst(10))" : says
  }

  // MARK: Numbers

  private static func integerFault(
    _ range: ClosedRange<Int>,
    _ value: NodeID?,
    _ tree: NodeTree
  ) -> Fault? {
    var wanted: String {
      "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
    guard let value else { return Fault("is not a number", wanted) }
    var number: Int?
    switch tree.kind(value) {
    case .int: number = tree.int(value) ?? .max
    // Rails takes a number in quotes for a number.
    case .string: number = Int(tree.string(value))
    default: break
    }
    guard let number else {
      let isNumber = tree.kind(value) == .float || Double(tree.string(value)) != nil
      return Fault(isNumber ? "must be an integer" : "is not a number", wanted)
    }
    if number < range.lowerBound {
      return Fault("must be greater than or equal to \(range.lowerBound)", wanted)
    }
    guard number > range.upperBound else { return nil }
    return Fault("must be less than or equal to \(range.upperBound)", wanted)
  }

  private static func countFault(
    _ range: ClosedRange<Int>,
    _ tooFew: String,
    _ tooMany: String,
    _ value: NodeID?,
    _ tree: NodeTree
  ) -> Fault? {
    let count =
      switch value.map(tree.kind) {
      case nil: 0
      case .sequence: value.map { tree.items($0).count } ?? 0
      case .mapping: value.map { tree.entries($0).count } ?? 0
      // Ruby counts the characters of a string where a list was meant.
      default: value.map { tree.rubyText($0).unicodeScalars.count } ?? 0
      }
    if count < range.lowerBound { return Fault(tooFew, "is empty") }
    if count <= range.upperBound { return nil }
    return Fault(tooMany, "has more than \(range.upperBound) elements")
  }

  private static func durationFault(
    _ limit: Double?,
    _ orNever: Bool,
    _ value: NodeID?,
    _ tree: NodeTree
  ) -> Fault? {
    var seconds: Double?
    if let value, tree.isA(.string, value) {
      let text = tree.string(value)
      if orNever, text.lowercased() == "never" { return nil }
      seconds = ChronicDuration.seconds(text)
    }
    guard let seconds else {
      var fault = Fault("should be a duration", "must be a duration such as \"1 hour\"")
      if limit != nil { fault.also = ["should not exceed the limit"] }
      return fault
    }
    guard let limit, seconds > limit else { return nil }
    let words = limit == ChronicDuration.week ? "a week" : "a month"
    return Fault("should not exceed the limit", "is longer than \(words)")
  }

  // MARK: Expressions

  private static func patternFault(_ value: NodeID?, _ tree: NodeTree) -> Fault? {
    let says = "must be a regular expression with re2 syntax"
    guard let value, tree.isA(.string, value) else {
      return Fault(says, "must be a regular expression between slashes")
    }
    do throws(PatternError) {
      if try RubyPattern(tree.text(value)) != nil { return nil }
      return Fault(says, "must be a regular expression between slashes")
    } catch {
      return Fault(says, "is not a valid regular expression: \(error.message)")
    }
  }

  static func conditionFault(_ value: NodeID?, _ tree: NodeTree) -> Fault? {
    let says = "invalid expression syntax"
    guard let value, tree.isA(.string, value) else {
      return Fault(says, "must be a condition in a string")
    }
    do throws(ConditionError) {
      guard try Condition(utf8: tree.text(value)).crashesGitLab else { return nil }
      return GitLabCrash.fault("compares what GitLab cannot compare")
    } catch {
      return Fault(says, "is not a valid condition: \(error.message)")
    }
  }

  private static func cacheKeyFault(_ value: NodeID?, _ tree: NodeTree) -> Fault? {
    guard let value, tree.isStringOrSymbol(value) else {
      return Fault("should be a string or symbol", "must be a string")
    }
    let path = tree.rubyText(value)
    if path.utf8.contains(UInt8(ascii: "/")) || path.lowercased().contains("%2f") {
      return Fault("cannot contain the \"/\" character", "cannot contain a slash")
    }
    let plain = path.lowercased().split(separator: "%2e", omittingEmptySubsequences: false)
    let decoded = plain.joined(separator: ".")
    guard decoded == "." || decoded == ".." else { return nil }
    return Fault("cannot be \".\" or \"..\"", "cannot be \".\" or \"..\"")
  }
}
