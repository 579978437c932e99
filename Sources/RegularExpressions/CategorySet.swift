/// A set of Unicode's general categories.
struct CategorySet: OptionSet, Sendable {
  let rawValue: UInt32

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  private init(_ category: Unicode.GeneralCategory) {
    self.init(rawValue: 1 << Self.number(category))
  }

  private init(_ categories: [Unicode.GeneralCategory]) {
    self.init(rawValue: categories.reduce(0) { $0 | 1 << Self.number($1) })
  }

  /// All categories.
  static let all = Self(rawValue: 1 << 30 - 1)
  /// The letters that come in upper and lower case.
  static let cased = Self([.uppercaseLetter, .lowercaseLetter, .titlecaseLetter])

  /// The categories that are not in it.
  var inverted: Self { Self(rawValue: Self.all.rawValue & ~rawValue) }

  /// Whether a scalar's category is in it.
  func contains(_ scalar: Unicode.Scalar) -> Bool {
    rawValue >> Self.number(scalar.properties.generalCategory) & 1 == 1
  }

  /// The categories with a name such as `L` or `Lu`.
  init?(named name: String) {
    switch name {
    case "Any": self = .all
    case "L": self = [Self.cased, Self([.modifierLetter, .otherLetter])]
    case "M": self.init([.nonspacingMark, .spacingMark, .enclosingMark])
    case "N": self.init([.decimalNumber, .letterNumber, .otherNumber])
    case "P":
      self.init([
        .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
        .initialPunctuation, .finalPunctuation, .otherPunctuation,
      ])
    case "S": self.init([.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol])
    case "Z": self.init([.spaceSeparator, .lineSeparator, .paragraphSeparator])
    // RE2 counts code points that are assigned to nothing as in no category.
    case "C": self.init([.control, .format, .surrogate, .privateUse])
    default:
      guard let category = Self.category(named: name) else { return nil }
      self.init(category)
    }
  }

  private static func category(named name: String) -> Unicode.GeneralCategory? {
    switch name {
    case "Lu": .uppercaseLetter
    case "Ll": .lowercaseLetter
    case "Lt": .titlecaseLetter
    case "Lm": .modifierLetter
    case "Lo": .otherLetter
    case "Mn": .nonspacingMark
    case "Mc": .spacingMark
    case "Me": .enclosingMark
    case "Nd": .decimalNumber
    case "Nl": .letterNumber
    case "No": .otherNumber
    case "Pc": .connectorPunctuation
    case "Pd": .dashPunctuation
    case "Ps": .openPunctuation
    case "Pe": .closePunctuation
    case "Pi": .initialPunctuation
    case "Pf": .finalPunctuation
    case "Po": .otherPunctuation
    case "Sm": .mathSymbol
    case "Sc": .currencySymbol
    case "Sk": .modifierSymbol
    case "So": .otherSymbol
    case "Zs": .spaceSeparator
    case "Zl": .lineSeparator
    case "Zp": .paragraphSeparator
    case "Cc": .control
    case "Cf": .format
    case "Cs": .surrogate
    case "Co": .privateUse
    default: nil
    }
  }

  private static func number(_ category: Unicode.GeneralCategory) -> UInt32 {
    switch category {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    case .unassigned: 29
    @unknown default: 29
    }
  }
}
