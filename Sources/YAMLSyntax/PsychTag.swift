/// The meaning of explicit tags to Psych.
///
/// Source: psych 5.2.3, `lib/psych/visitors/to_ruby.rb`.
enum PsychTag {
  private static let core = "tag:yaml.org,2002:"

  /// The kind of value that a tag makes of a scalar.
  static func kind(of text: ArraySlice<UInt8>, tag: String) -> NodeKind {
    switch tag {
    case "!binary", "\(core)binary", "\(core)str": .string
    case "!float", "\(core)float": .float
    default:
      if isString(tag) {
        .string
      } else if tag.hasPrefix("!ruby/sym") {
        .symbol
      } else {
        PlainScalar.kind(of: text)
      }
    }
  }

  /// Whether a scalar's text is encoded in Base64.
  static func isBinary(_ tag: String) -> Bool {
    tag == "!binary" || tag == "\(core)binary"
  }

  /// Whether a list of pairs becomes a mapping.
  static func isOrderedMap(_ tag: String) -> Bool {
    tag == "!omap" || tag == "\(core)omap"
  }

  /// Whether only the key `elements` of a mapping counts.
  static func hasElements(_ tag: String) -> Bool {
    tag == "!ruby/hash-with-ivars"
  }

  /// Whether a key `<<` with this tag still merges.
  static func allowsMerge(_ tag: String?) -> Bool {
    tag != "\(core)str"
  }

  private static func isString(_ tag: String) -> Bool {
    ["!str", "!ruby/string"].contains { tag == $0 || tag.hasPrefix("\($0):") }
  }

  // MARK: Classes

  /// The class that Psych looks for because of a scalar's tag, which GitLab does not permit.
  static func forbiddenClass(ofScalar tag: String, text: String) -> String? {
    switch tag {
    case "!ruby/class", "!ruby/module": return text.isEmpty ? nil : text
    case "!ruby/regexp": return "Regexp"
    case "!ruby/range": return "Range"
    case "!ruby/encoding": return "Encoding"
    case "!ruby/object:BigDecimal", "!ruby/object:DateTime", "!ruby/object:Complex",
      "!ruby/object:Rational":
      return String(tag.dropFirst("!ruby/object:".count))
    default: return className(in: tag, after: "!str:", "!ruby/string:")
    }
  }

  /// The class that Psych looks for because of a list's tag.
  static func forbiddenClass(ofSequence tag: String) -> String? {
    className(in: tag, after: "!seq:", "!ruby/array:")
  }

  /// The class that Psych looks for because of a mapping's tag.
  static func forbiddenClass(ofMapping tag: String) -> String? {
    switch tag {
    case "!set", "\(core)set": return "Psych::Set"
    case "!omap", "\(core)omap": return "Psych::Omap"
    case "!ruby/range": return "Range"
    case "!ruby/object:Hash": return nil
    default: break
    }
    for (prefix, standard) in [
      ("!ruby/struct", "Struct"), ("!ruby/object", "Object"), ("!ruby/exception", "Exception"),
    ] where tag.hasPrefix(prefix) {
      var name = tag.dropFirst(prefix.count)
      if name.first == ":" { name = name.dropFirst() }
      return name.isEmpty ? standard : String(name)
    }
    return className(
      in: tag,
      after: "!str:",
      "!ruby/string:",
      "!ruby/array:",
      "!ruby/hash-with-ivars:",
      "!map:",
      "!ruby/hash:",
      "!ruby/marshalable:"
    )
  }

  private static func className(in tag: String, after prefixes: String...) -> String? {
    for prefix in prefixes where tag.hasPrefix(prefix) && tag.utf8.count > prefix.utf8.count {
      return String(tag.dropFirst(prefix.count))
    }
    return nil
  }

  // MARK: Binary

  /// The bytes that a Base64 text stands for; what is not in its alphabet is skipped, as in Ruby's
  /// `unpack("m")`.
  static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var bits: UInt32 = 0
    for byte in text {
      if byte == UInt8(ascii: "=") { break }
      guard let value = value(ofBase64: byte) else { continue }
      buffer = buffer << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> bits))
      }
    }
    return result
  }

  private static func value(ofBase64 byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
