/// The style of a node.
package enum NodeStyle: UInt8, Sendable {
  case plain
  case singleQuoted
  case doubleQuoted
  case literal
  case folded
  case block
  case flow
}

/// One node of a tree, by its number in it.
package struct NodeID: Hashable, Sendable {
  /// The index in the tree.
  package let index: UInt32

  init(_ index: Int) {
    self.index = UInt32(index)
  }
}

/// The kind of a node's value, by Psych's rules for scalars.
package enum NodeKind: UInt8, Sendable {
  case null
  case bool
  case int
  case float
  case string
  /// A Ruby symbol: a plain scalar that starts with a colon.
  case symbol
  /// An unquoted date, which GitLab refuses.
  case date
  /// An unquoted date and time, which GitLab refuses.
  case time
  case sequence
  case mapping
  /// A sequence with the tag `!reference`.
  case reference
  /// A value that is known to exist but not what it is, because something it depends on
  /// could not be read.
  case unknown

  /// Its name in rule expressions and reports.
  package var name: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .string: "string"
    case .symbol: "symbol"
    case .date: "date"
    case .time: "time"
    case .sequence: "sequence"
    case .mapping: "mapping"
    case .reference: "reference"
    case .unknown: "unknown"
    }
  }

  /// Whether the value is one scalar.
  package var isScalar: Bool {
    rawValue <= NodeKind.time.rawValue
  }

  /// Whether GitLab sees a Ruby String.
  ///
  /// Dates count: the file is refused because of them (AKV002), and what follows should be
  /// judged as if they had been quoted.
  package var isString: Bool {
    self == .string || self == .date || self == .time
  }
}

/// A value in a tree: its kind, where it is written, and where its text or children are stored.
///
/// Small and without references on purpose: a pipeline of 10,000 lines has some 25,000 of them.
package struct Node: Sendable {
  /// The kind of the value.
  package var kind: NodeKind
  /// Its style.
  package var style: NodeStyle
  /// The number of levels of collections that it holds, itself included; capped at 255.
  var height: UInt8 = 0
  /// The range of its text (`NodeTree.text`), entries or items.
  var first: UInt32
  /// The number of bytes, entries or items.
  package internal(set) var count: UInt32
  /// The memory that Ruby would use for it, through aliases, in bytes; capped.
  var size: UInt32 = 0
  /// Where it is written.
  package var location: Location
}

/// The way of a value to where it is used.
package enum OriginKind: UInt8, Sendable {
  /// An alias (`*name`).
  case anchor
  /// A merge key (`<<`).
  case mergeKey
  /// The `extends` keyword.
  case extends
  /// The `default` keyword, or a deprecated global one.
  case `default`
  /// The `include` keyword.
  case include
  /// The `!reference` tag.
  case reference
  /// An input: a text that was nothing but `$[[ inputs.name ]]`.
  case input

  /// Its name in reports: the word that people write.
  package var name: String {
    switch self {
    case .anchor: "anchor"
    case .mergeKey: "merge"
    case .extends: "extends"
    case .default: "default"
    case .include: "include"
    case .reference: "reference"
    case .input: "input"
    }
  }
}

/// The last step of the way on which a value came, by its number in the tree; none when the value
/// is written where it is used.
package struct OriginID: Hashable, Sendable {
  let index: UInt32

  /// The value is written where it is used.
  package static let none = Self(index: 0)
}

/// One step of a value's way: how it came, from which place, and what happened before.
package struct Origin: Hashable, Sendable {
  /// The way of the value.
  package let kind: OriginKind
  /// The node that brought it: the alias, the `extends` value, the include, the text with the input.
  package let site: NodeID
  /// The step before.
  package let parent: OriginID
}

/// One key with its value in a mapping.
package struct Entry: Sendable {
  /// The key, for comparing.
  package var key: Symbol
  /// The key as written.
  package var keyNode: NodeID
  /// The value.
  package var value: NodeID
  /// The way the entry came into this mapping.
  package var origin: OriginID

  /// An entry.
  package init(key: Symbol, keyNode: NodeID, value: NodeID, origin: OriginID = .none) {
    self.key = key
    self.keyNode = keyNode
    self.value = value
    self.origin = origin
  }
}

/// One element of a sequence.
package struct Item: Sendable {
  /// The element.
  package var value: NodeID
  /// The way it came into this sequence.
  package var origin: OriginID

  /// An element.
  package init(value: NodeID, origin: OriginID = .none) {
    self.value = value
    self.origin = origin
  }
}
