/// Invisible characters: they hide a difference between two names, or a whole message.
///
/// Source: Unicode's `Default_Ignorable_Code_Point`, and the characters that join and select shapes
/// where UTS #51 (emoji) and the writing systems use them.
enum InvisibleText {
  private static let joiner: Unicode.Scalar = "\u{200D}"

  /// Whether a character of a text is invisible and has no use at its place.
  ///
  /// - Parameters:
  ///   - scalar: The character.
  ///   - previous: The one before; nil at the start.
  ///   - next: The one after; nil at the end.
  /// - Returns: Whether it hides something.
  static func hides(
    _ scalar: Unicode.Scalar,
    after previous: Unicode.Scalar?,
    before next: Unicode.Scalar?
  ) -> Bool {
    // Nearly all text ends here.
    guard scalar.value >= 0xAD, isInvisible(scalar) else { return false }
    guard let previous else { return true }
    switch scalar.value {
    case 0x200C, 0x200D: return !joins(scalar, previous, next)
    case 0x180B...0x180D, 0x180F: return !(0x1820...0x18AA).contains(previous.value)
    case 0xFE00...0xFE0F: return !hasShapes(previous, next)
    case 0xE0100...0xE01EF: return !isIdeograph(previous)
    case 0xE0020...0xE007F: return !isFlag(previous)
    default: return true
    }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isDefaultIgnorableCodePoint || (0xFFF9...0xFFFB).contains(scalar.value)
  }

  /// Emoji are joined to one picture; in some scripts letters join, or are kept from it.
  private static func joins(
    _ scalar: Unicode.Scalar,
    _ previous: Unicode.Scalar,
    _ next: Unicode.Scalar?
  ) -> Bool {
    guard let next else { return false }
    if isJoining(previous), isJoining(next) { return true }
    return scalar == joiner && next.properties.isEmoji && next.value > 0x7F
      && (previous.properties.isEmoji || previous.properties.isEmojiModifier
        || previous == "\u{FE0F}")
  }

  /// Arabic, Syriac, N'Ko and Mandaic, the scripts of India and its neighbours, and Mongolian.
  private static func isJoining(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0620...0x08FF, 0x0900...0x0DFF, 0x0F00...0x109F, 0x1780...0x18AF: true
    default: false
    }
  }

  /// Emoji and a few symbols come as text and as picture.
  private static func hasShapes(_ scalar: Unicode.Scalar, _ next: Unicode.Scalar?) -> Bool {
    // Digits are emoji only as keys.
    if scalar.isASCII { return next == "\u{20E3}" }
    return scalar.properties.isEmoji || isIdeograph(scalar)
  }

  private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isIdeographic
  }

  /// A black flag is followed by the letters of a region.
  private static func isFlag(_ previous: Unicode.Scalar) -> Bool {
    previous.value == 0x1F3F4 || (0xE0020...0xE007E).contains(previous.value)
  }
}
