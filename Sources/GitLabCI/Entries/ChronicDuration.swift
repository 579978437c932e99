/// Durations in words, as the gem that GitLab uses (gitlab-chronic-duration) reads them.
package enum ChronicDuration {
  static let week = 604_800.0
  static let month = 2_592_000.0
  /// The longest timeout: Rails' month, a twelfth of a year.
  static let timeoutLimit = 2_629_746.0

  private static let joinWords: Set<Substring> = ["and", "with", "plus"]
  private static let units: [Substring: Double] = {
    var units: [Substring: Double] = [:]
    let names: [(seconds: Double, names: [Substring])] = [
      (1, ["seconds", "second", "secs", "sec", "s"]),
      (60, ["minutes", "minute", "mins", "min", "m"]),
      (3600, ["hours", "hour", "hrs", "hr", "h"]),
      (86_400, ["days", "day", "dy", "d"]),
      (week, ["weeks", "week", "wks", "wk", "w"]),
      (month, ["months", "month", "mos", "mo"]),
      (31_557_600, ["years", "year", "yrs", "yr", "y"]),
    ]
    for (seconds, names) in names {
      for name in names { units[name] = seconds }
    }
    return units
  }()
  /// The units of `1:02:03`, from the right; weeks are left out.
  private static let clockUnits = [1, 60, 3600, 86_400, month, 31_557_600]
  private static let numberWords: [Substring: String] = {
    let small: [Substring] = [
      "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
      "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
      "nineteen", "twenty",
    ]
    let tens: [Substring] = [
      "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ]
    var words: [Substring: String] = [:]
    for (index, word) in small.enumerated() { words[word] = String(index + 1) }
    for (index, word) in tens.enumerated() { words[word] = String(index * 10 + 30) }
    return words
  }()

  /// The seconds of a duration; nil when GitLab does not accept it, zero included.
  package static func seconds(_ text: String) -> Double? {
    if let seconds = plainSeconds(text.utf8) { return seconds }
    let lower = text.lowercased()
    if let clock = clock(lower) { return clock > 0 ? clock : nil }
    var total = 0.0
    var number: Double?
    var isFirst = true
    for word in words(lower) {
      if let value = Double(word) {
        // A number that follows a number has no unit; the first of them then counts nothing.
        number = value
      } else if let unit = units[word] {
        total += (number ?? (isFirst ? 1 : 0)) * unit
        number = nil
      } else if !joinWords.contains(word) {
        return nil
      } else {
        continue
      }
      isFirst = false
    }
    total += number ?? 0
    return total > 0 ? total : nil
  }

  /// The seconds of a duration of one number and one unit, as most are: `30 days`, `90m`.
  private static func plainSeconds(_ text: String.UTF8View) -> Double? {
    let digits = text.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    guard (1...9).contains(digits.count), let number = Double(Substring(digits)), number > 0 else {
      return nil
    }
    var name = text[digits.endIndex...]
    if name.first == UInt8(ascii: " ") { name = name.dropFirst() }
    return units[Substring(name)].map { number * $0 }
  }

  /// Numbers are separate from words even without a space; commas around words do not count.
  private static func words(_ text: String) -> [Substring] {
    var words: [Substring] = []
    for piece in text.split(whereSeparator: \.isWhitespace) {
      if let number = numberWords[piece] {
        words.append(number[...])
        continue
      }
      var rest = piece
      while let first = rest.first {
        let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        if number.isEmpty || number.last == "." {
          let word = rest.prefix { !($0.isASCII && $0.isNumber) }
          words.append(contentsOf: stripped(word))
          rest = rest[word.endIndex...]
          if word.isEmpty {
            words.append(Substring(String(first)))
            rest = rest.dropFirst()
          }
        } else {
          words.append(number)
          rest = rest[number.endIndex...]
        }
      }
    }
    return words
  }

  private static func stripped(_ word: Substring) -> [Substring] {
    var word = word
    if word.first == "," { word = word.dropFirst() }
    if word.last == "," { word = word.dropLast() }
    return [word]
  }

  private static func clock(_ text: String) -> Double? {
    let parts = text.filter { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...clockUnits.count).contains(parts.count) else { return nil }
    var total = 0.0
    for (part, unit) in zip(parts.reversed(), clockUnits) {
      guard let value = Double(part), part.allSatisfy({ $0.isNumber || $0 == "." }) else {
        return nil
      }
      total += value * unit
    }
    return total
  }
}
