/// An event of libyaml, with positions in the whole file.
struct YAMLEvent: Sendable {
  /// The kinds of events that matter to a tree.
  enum Kind: Sendable {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias
    case scalar
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
  }

  var kind: Kind
  var span: TextSpan
  var style: NodeStyle = .plain
  /// A scalar's value in the pool that `LibYAMLParser.next` appends to.
  var text: Range<Int> = 0..<0
  /// Whether a scalar is a string because of its quotes alone; a tag takes that away.
  var isQuoted = false
  /// Its tag and its anchor, when it has one of them; few events have.
  var properties: Properties?

  /// The properties written before a node.
  ///
  /// A class, so that the many events without them are copied at no cost.
  final class Properties: Sendable {
    /// The resolved tag, such as `tag:yaml.org,2002:str` or `!reference`; nil when there is none.
    let tag: String?
    /// The anchor's name, or the name that an alias refers to.
    let anchor: String?

    /// Properties; nil when there are none.
    init?(tag: String?, anchor: String?) {
      if tag == nil, anchor == nil { return nil }
      self.tag = tag
      self.anchor = anchor
    }
  }
}

/// The reason why libyaml gave up.
package struct YAMLSyntaxError: Error, Sendable {
  /// Where.
  package let position: TextPosition
  /// libyaml's message, without the position.
  package let problem: String
  /// libyaml's context (`while parsing a block mapping`) and where it began.
  package let context: String?
  /// Where the construct of `context` began.
  package let contextPosition: TextPosition?
  /// The place as Psych words it in GitLab's message: relative to the document.
  package let documentLine: Int
  /// The column that belongs to `documentLine`.
  package let documentColumn: Int

  /// The message for people: libyaml's, which does not say it when a tab is the reason.
  ///
  /// - Parameter source: The file.
  /// - Returns: The message, without the position.
  package func words(in source: SourceText) -> String {
    let context = context.map { " \($0)" } ?? ""
    let offset = source.offset(of: position)
    let isTab = offset < source.bytes.count && source.bytes[offset] == UInt8(ascii: "\t")
    let hint = isTab ? "; YAML does not allow tabs for indentation, use spaces" : ""
    return "\(problem)\(context)\(hint)"
  }

  /// The message of Psych, and so of GitLab.
  package var psychMessage: String {
    let context = context.map { " \($0)" } ?? ""
    return
      "(<unknown>): \(problem)\(context) at line \(documentLine) column \(documentColumn)"
  }
}
