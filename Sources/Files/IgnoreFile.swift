/// The patterns of `.gitignore` files, as git reads them.
///
/// Known are comments, negation, anchoring by a slash, `*`, `?`, `[...]`, `**` and patterns for
/// folders only. Each pattern counts below the folder of its file; the last that matches wins.
package struct IgnoreRules: Sendable {
  private struct Rule {
    var folder: String
    var pattern: [UInt8]
    var isNegated: Bool
    var isFolderOnly: Bool
    var isAnchored: Bool
  }

  private var rules: [Rule] = []

  /// No rules.
  package init() {}

  /// Takes in a `.gitignore` file.
  ///
  /// - Parameters:
  ///   - text: Its content.
  ///   - folder: The folder it lies in, relative to the root.
  package mutating func add(_ text: String, in folder: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      var pattern = line
      while pattern.last == " ", !pattern.hasSuffix("\\ ") { pattern.removeLast() }
      if pattern.isEmpty || pattern.first == "#" { continue }
      let isNegated = pattern.first == "!"
      if isNegated { pattern.removeFirst() }
      let isFolderOnly = pattern.last == "/"
      if isFolderOnly { pattern.removeLast() }
      let isAnchored = pattern.contains("/")
      if pattern.first == "/" { pattern.removeFirst() }
      guard !pattern.isEmpty else { continue }
      rules.append(
        Rule(
          folder: folder,
          pattern: Array(pattern.utf8),
          isNegated: isNegated,
          isFolderOnly: isFolderOnly,
          isAnchored: isAnchored
        )
      )
    }
  }

  /// Whether a path is ignored by its own name; what lies in an ignored folder is not asked.
  package func ignores(_ path: String, isFolder: Bool) -> Bool {
    for rule in rules.reversed() where isFolder || !rule.isFolderOnly {
      guard let local = RepositoryPath.relative(path, to: rule.folder) else { continue }
      let subject = rule.isAnchored ? local : RepositoryPath.name(of: local)
      if Self.matches(rule.pattern[...], Array(subject.utf8)[...]) { return !rule.isNegated }
    }
    return false
  }

  /// Whether a pattern matches a whole text.
  ///
  /// Follows all places that the pattern may have reached at once, so the time is the product of
  /// the lengths whatever the pattern.
  private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    let steps = steps(of: pattern)
    var reached = closure([0], steps)
    for byte in text {
      var next: Set<Int> = []
      for place in reached where place < steps.count {
        switch steps[place] {
        case .byte(let expected): if byte == expected { next.insert(place + 1) }
        case .any: if byte != UInt8(ascii: "/") { next.insert(place + 1) }
        case .set(let bytes, let isNegated):
          if byte != UInt8(ascii: "/"), bytes.contains(byte) != isNegated {
            next.insert(place + 1)
          }
        case .run: if byte != UInt8(ascii: "/") { next.insert(place) }
        case .folders: next.insert(place)
        }
      }
      reached = closure(next, steps)
      if reached.isEmpty { return false }
    }
    return reached.contains(steps.count)
  }

  private enum Step {
    case byte(UInt8)
    case any
    case set(Set<UInt8>, isNegated: Bool)
    case run
    case folders
  }

  private static func steps(of pattern: ArraySlice<UInt8>) -> [Step] {
    var steps: [Step] = []
    var index = pattern.startIndex
    while index < pattern.endIndex {
      let byte = pattern[index]
      index += 1
      switch byte {
      case UInt8(ascii: "*"):
        var isDeep = false
        while index < pattern.endIndex, pattern[index] == UInt8(ascii: "*") {
          isDeep = true
          index += 1
        }
        steps.append(isDeep ? .folders : .run)
        // `**/` may also stand for no folder at all.
        if isDeep, index < pattern.endIndex, pattern[index] == UInt8(ascii: "/") { index += 1 }
      case UInt8(ascii: "?"): steps.append(.any)
      case UInt8(ascii: "\\") where index < pattern.endIndex:
        steps.append(.byte(pattern[index]))
        index += 1
      case UInt8(ascii: "["):
        guard let end = pattern[index...].firstIndex(of: UInt8(ascii: "]")) else {
          steps.append(.byte(byte))
          continue
        }
        steps.append(set(pattern[index..<end]))
        index = end + 1
      default: steps.append(.byte(byte))
      }
    }
    return steps
  }

  private static func set(_ body: ArraySlice<UInt8>) -> Step {
    var body = Array(body)
    let isNegated = body.first == UInt8(ascii: "!") || body.first == UInt8(ascii: "^")
    if isNegated { body.removeFirst() }
    var bytes: Set<UInt8> = []
    var index = 0
    while index < body.count {
      if index + 2 < body.count, body[index + 1] == UInt8(ascii: "-"),
        body[index] <= body[index + 2]
      {
        bytes.formUnion(body[index]...body[index + 2])
        index += 3
      } else {
        bytes.insert(body[index])
        index += 1
      }
    }
    return .set(bytes, isNegated: isNegated)
  }

  private static func closure(_ places: Set<Int>, _ steps: [Step]) -> Set<Int> {
    var result = places
    for var place in places {
      while place < steps.count {
        switch steps[place] {
        case .run, .folders: break
        default:
          place = steps.count
          continue
        }
        place += 1
        result.insert(place)
      }
    }
    return result
  }
}
