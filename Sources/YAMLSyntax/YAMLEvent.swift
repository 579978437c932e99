/// What libyaml tells about a file, piece by piece, with positions in the whole file.
struct YAMLEvent {
  /// The kinds of events that matter to a tree.
  enum Kind {
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
  /// The resolved tag, such as `tag:yaml.org,2002:str` or `!reference`; nil when there is none.
  var tag: String?
  /// The anchor's name, or the name that an alias refers to.
  var anchor: String?
}

/// Why libyaml gave up.
package struct YAMLSyntaxError: Error, Sendable {
  /// Where.
  package let position: TextPosition
  /// What libyaml says, without the place.
  package let problem: String
  /// What it was doing (`while parsing a block mapping`), and where that began.
  package let context: String?
  /// Where the construct of `context` began.
  package let contextPosition: TextPosition?
  /// The place as Psych words it in GitLab's message: relative to the document.
  package let documentLine: Int
  /// The column that belongs to `documentLine`.
  package let documentColumn: Int

  /// The message of Psych, and so of GitLab.
  package var psychMessage: String {
    let context = context.map { " \($0)" } ?? ""
    return
      "(<unknown>): \(problem)\(context) at line \(documentLine) column \(documentColumn)"
  }
}
