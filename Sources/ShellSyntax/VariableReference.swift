package import TextFormats

/// The places in a text where a variable is expanded.
///
/// The runner expands `$NAME` and `${NAME}` in a secret's token, name and version; GitLab
/// expands those and `%NAME%` in an audience.
package enum VariableReference {
  /// The names of the variables in a text, in order.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - includesPercent: Whether `%NAME%` counts, as it does in what GitLab expands.
  /// - Returns: The names, duplicates included.
  package static func names(in text: String, includesPercent: Bool = false) -> [String] {
    names(in: Array(text.utf8)[...], includesPercent: includesPercent)
  }

  /// The names of the variables in a text that is given as bytes.
  package static func names(
    in bytes: ArraySlice<UInt8>,
    includesPercent: Bool = false
  ) -> [String] {
    var names: [String] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard
        bytes[index] == UInt8(ascii: "$") || includesPercent && bytes[index] == UInt8(ascii: "%")
      else {
        index += 1
        continue
      }
      guard let (name, end) = reference(bytes, at: index, includesPercent: includesPercent) else {
        index += 1
        continue
      }
      names.append(String(decoding: name, as: UTF8.self))
      index = end
    }
    return names
  }

  /// Whether a text has a variable that GitLab would expand.
  package static func occurs(in text: String) -> Bool {
    !names(in: text, includesPercent: true).isEmpty
  }

  /// A text with expanded variables.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - value: The value of a variable; nil when it is not known.
  /// - Returns: The text; nil when a value is not known.
  package static func expanding(_ text: String, _ value: (String) -> String?) -> String? {
    let bytes = Array(text.utf8)[...]
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard let (name, end) = reference(bytes, at: index, includesPercent: true) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      guard let value = value(String(decoding: name, as: UTF8.self)) else { return nil }
      result += value.utf8
      index = end
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A text with those variables replaced that have a value; the others stay as they are written.
  package static func expandingReferences(
    _ text: String,
    _ value: (String) -> String?
  ) -> String {
    let bytes = Array(text.utf8)[...]
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if let (name, end) = reference(bytes, at: index, includesPercent: true) {
        let value = value(String(decoding: name, as: UTF8.self))
        result += value.map { Array($0.utf8) } ?? Array(bytes[index..<end])
        index = end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A text with expanded variables, with parts that may be known only later.
  ///
  /// Source: GitLab 18.9, `lib/expand_variables.rb`, `lib/gitlab/ci/variables/collection/item.rb`.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - keepsPairs: Whether `$$` and `%%` stay as they are, as within the values of variables.
  ///   - value: The value of a variable; nil when nothing is known of it.
  /// - Returns: The text; nil when nothing is known of a variable.
  package static func expanding(
    _ text: String,
    keepsPairs: Bool,
    _ value: (String) -> PartialText?
  ) -> PartialText? {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "%") }) else {
      return PartialText(text)
    }
    let bytes = Array(text.utf8)[...]
    var result = PartialText("")
    var literal: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if keepsPairs, byte == UInt8(ascii: "$") || byte == UInt8(ascii: "%"),
        bytes[(index + 1)...].first == byte
      {
        literal += [byte, byte]
        index += 2
        continue
      }
      guard let (name, end) = reference(bytes, at: index, includesPercent: true) else {
        literal.append(byte)
        index += 1
        continue
      }
      guard let value = value(String(decoding: name, as: UTF8.self)) else { return nil }
      result.append(.literal(String(decoding: literal, as: UTF8.self)))
      literal = []
      result.append(value)
      index = end
    }
    result.append(.literal(String(decoding: literal, as: UTF8.self)))
    return result
  }

  /// The variable's name, when a text is one variable and nothing else.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - includesPercent: Whether `%NAME%` counts, as it does in what GitLab expands.
  /// - Returns: Its name; nil when there is anything else in the text.
  package static func only(in text: String, includesPercent: Bool = false) -> String? {
    let bytes = Array(text.utf8)[...]
    guard let (name, end) = reference(bytes, at: 0, includesPercent: includesPercent),
      end == bytes.count
    else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// Whether a name can be referred to: letters, digits and underscores, no digit first.
  package static func isIdentifier(_ name: String) -> Bool {
    let bytes = name.utf8
    return !bytes.isEmpty && nameEnd(bytes, from: bytes.startIndex) == bytes.endIndex
  }

  private static func reference(
    _ bytes: ArraySlice<UInt8>,
    at start: Int,
    includesPercent: Bool
  ) -> (name: ArraySlice<UInt8>, end: Int)? {
    let isPercent = includesPercent && bytes[start...].first == UInt8(ascii: "%")
    guard isPercent || bytes[start...].first == UInt8(ascii: "$") else { return nil }
    let isBraced = !isPercent && bytes[(start + 1)...].first == UInt8(ascii: "{")
    let nameStart = start + (isBraced ? 2 : 1)
    let end = nameEnd(bytes, from: nameStart)
    guard end > nameStart else { return nil }
    let name = bytes[nameStart..<end]
    guard isBraced || isPercent else { return (name, end) }
    let closing = isBraced ? UInt8(ascii: "}") : UInt8(ascii: "%")
    return bytes[end...].first == closing ? (name, end + 1) : nil
  }

  private static func nameEnd<Bytes: Collection<UInt8>>(
    _ bytes: Bytes,
    from start: Bytes.Index
  ) -> Bytes.Index {
    var end = start
    while end < bytes.endIndex {
      switch bytes[end] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"):
        break
      case UInt8(ascii: "0")...UInt8(ascii: "9") where end > start: break
      default: return end
      }
      bytes.formIndex(after: &end)
    }
    return end
  }
}
