/// A pattern with wildcards for paths, as GitLab writes it in `include:local` or git in
/// `.gitignore`.
///
/// Paths are compared byte by byte. All places that a pattern may have reached are followed at
/// once, so the time is the product of the lengths for any pattern.
package struct PathPattern: Sendable {
  /// A part of a pattern.
  private enum Step: Sendable {
    case byte(UInt8)
    /// Any byte but a slash.
    case any
    /// One of some bytes, or none of them; never a slash.
    case set(Set<UInt8>, isNegated: Bool)
    /// Any run of bytes without a slash.
    case run
    /// Any run of bytes.
    case deepRun
    /// Any folders, or none: before a run with the slash that ends it; both may be left out.
    case folders
  }

  private static let slash = UInt8(ascii: "/")
  private static let star = UInt8(ascii: "*")

  /// The bytes before the first wildcard.
  private var prefix: [UInt8] = []
  /// All that follows.
  private var steps: [Step] = []

  /// Longer patterns match nothing, as no path is longer.
  private static let lengthLimit = 4_096

  /// Whether a whole path matches.
  package func matches(_ path: String) -> Bool {
    var count = 0
    return matches(path, steps: &count)
  }

  /// Whether a whole path matches.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - count: Grows by the steps that this takes.
  /// - Returns: Whether it does.
  package func matches(_ path: String, steps count: inout Int) -> Bool {
    count += 1
    guard path.utf8.starts(with: prefix) else { return false }
    let rest = path.utf8.dropFirst(prefix.count)
    guard !steps.isEmpty else { return rest.isEmpty }
    var reached = Array(repeating: false, count: steps.count + 1)
    reach(0, &reached)
    for byte in rest {
      count += steps.count
      var next = Array(repeating: false, count: steps.count + 1)
      for place in steps.indices where reached[place] {
        switch steps[place] {
        case .byte(let expected): if byte == expected { reach(place + 1, &next) }
        case .any: if byte != Self.slash { reach(place + 1, &next) }
        case .set(let bytes, let isNegated):
          if byte != Self.slash, bytes.contains(byte) != isNegated { reach(place + 1, &next) }
        case .run: if byte != Self.slash { reach(place, &next) }
        case .deepRun: reach(place, &next)
        case .folders: break
        }
      }
      guard next.contains(true) else { return false }
      reached = next
    }
    return reached[steps.count]
  }

  /// Notes that a place is reached, with those that are reached from it without a byte.
  private func reach(_ place: Int, _ reached: inout [Bool]) {
    guard !reached[place] else { return }
    reached[place] = true
    guard place < steps.count else { return }
    switch steps[place] {
    case .run, .deepRun: reach(place + 1, &reached)
    case .folders:
      reach(place + 1, &reached)
      reach(place + 3, &reached)
    default: break
    }
  }

  private mutating func append(_ step: Step) {
    if steps.isEmpty, case .byte(let byte) = step {
      prefix.append(byte)
    } else {
      steps.append(step)
    }
  }

  private mutating func appendFolders() {
    append(.folders)
    append(.deepRun)
    append(.byte(Self.slash))
  }
}

extension PathPattern {
  /// A wildcard of `include:local`, and of `paths` in the configuration; every text is one.
  ///
  /// `*` stays inside one folder, `**` crosses folders.
  ///
  /// Source: GitLab 18.9, `app/models/repository.rb`, which turns `**/` into `(.*?\/)?`, `**` into
  /// `.*?` and `*` into `([^\/])*?`, anchored at both ends.
  package init(include text: String) {
    var rest = Array(text.utf8)[...]
    guard rest.count <= Self.lengthLimit else {
      append(.set([], isNegated: false))
      return
    }
    while let first = rest.first {
      if rest.starts(with: "**/".utf8) {
        appendFolders()
        rest = rest.dropFirst(3)
      } else if rest.starts(with: "**".utf8) {
        append(.deepRun)
        rest = rest.dropFirst(2)
      } else {
        append(first == Self.star ? .run : .byte(first))
        rest = rest.dropFirst()
      }
    }
  }

  /// A pattern of `.gitignore`, without its markers: `!`, the slash at its start or end.
  ///
  /// `**` crosses folders between slashes only.
  ///
  /// Source: git, `gitignore(5)`, `wildmatch.c` with `WM_PATHNAME`.
  package init(ignore text: Substring) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.lengthLimit else {
      append(.set([], isNegated: false))
      return
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let start = index
      index += 1
      switch byte {
      case Self.star:
        while index < bytes.count, bytes[index] == Self.star { index += 1 }
        let isWhole = index - start > 1 && (start == 0 || bytes[start - 1] == Self.slash)
        if isWhole, index < bytes.count, bytes[index] == Self.slash {
          appendFolders()
          index += 1
        } else {
          append(isWhole && index == bytes.count ? .deepRun : .run)
        }
      case UInt8(ascii: "?"): append(.any)
      case UInt8(ascii: "\\") where index < bytes.count:
        append(.byte(bytes[index]))
        index += 1
      case UInt8(ascii: "["):
        // Without an end it matches nothing.
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "]"))
        append(end.map { Self.set(bytes[index..<$0]) } ?? .set([], isNegated: false))
        index = end.map { $0 + 1 } ?? bytes.count
      default: append(.byte(byte))
      }
    }
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
}
