/// A place in a file: line and column, both from 1; the column counts Unicode scalars.
///
/// A byte order mark at the start of the file has no column of its own, as in editors.
package struct TextPosition: Hashable, Comparable, Sendable {
  /// The line, from 1.
  package var line: UInt32
  /// The column in Unicode scalars, from 1.
  package var column: UInt32

  /// A position from its line and column, both from 1.
  package init(line: Int, column: Int) {
    self.line = UInt32(clamping: line)
    self.column = UInt32(clamping: column)
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.line == right.line ? left.column < right.column : left.line < right.line
  }
}

/// A range in one file; the end is exclusive.
package struct TextSpan: Hashable, Sendable {
  /// Where the range starts.
  package var start: TextPosition
  /// Where the range ends: the first position after it.
  package var end: TextPosition

  /// A range from its two ends.
  package init(start: TextPosition, end: TextPosition) {
    self.start = start
    self.end = end
  }

  /// Whether a position lies inside the range.
  package func contains(_ position: TextPosition) -> Bool {
    start <= position && position < end
  }
}

/// One file of a tree, by its number in `NodeTree.files`.
package struct FileID: Hashable, Sendable {
  /// The index in `NodeTree.files`.
  package let index: UInt32

  init(_ index: Int) {
    self.index = UInt32(index)
  }

  /// The first file of a tree.
  package static let first = Self(0)
}

/// A range in one of a tree's files.
package struct Location: Hashable, Sendable {
  /// The file.
  package var file: FileID
  /// The range in it.
  package var span: TextSpan

  /// A location from its file and range.
  package init(file: FileID, span: TextSpan) {
    self.file = file
    self.span = span
  }
}
