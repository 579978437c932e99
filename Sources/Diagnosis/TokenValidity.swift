/// The times in `Current time: 2026-11-20T08:15:42.6Z, assertion valid from …, expiry time of
/// assertion …`.
struct TokenValidity: Hashable {
  /// When Entra ID read the token.
  let now: String
  /// When the token begins to be valid.
  let start: String
  /// When it ends to be.
  let end: String

  /// Reads the text after `Current time: `; nil when it does not have the three times.
  init?(_ text: String) {
    let times = text.split { " ,".contains($0) }.filter(Self.isTime).map { String($0.prefix(19)) }
    guard times.count >= 3 else { return nil }
    (now, start, end) = (times[0], times[1], times[2])
  }

  /// Whether the token was read before it was valid; times of this form sort like texts.
  var isEarly: Bool { now < start }
  /// Whether it was read after it was.
  var isLate: Bool { now > end }

  private static func isTime(_ word: Substring) -> Bool {
    let shape = "0000-00-00T00:00:00"
    return word.count >= shape.count
      && zip(word, shape).allSatisfy { $1 == "0" ? $0.isNumber : $0 == $1 }
  }
}
