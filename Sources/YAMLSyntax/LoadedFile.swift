/// One file, read as GitLab reads it.
package struct LoadedFile: Sendable {
  /// The file's number in the tree.
  package let file: FileID
  /// The document that declares `spec:`, when the file has one.
  package internal(set) var header: NodeID?
  /// The document that is the configuration; nil when it is empty or could not be read.
  package internal(set) var content: NodeID?
  /// The places where Psych differs from the apparent meaning, in the order of the file.
  package internal(set) var notices: [DocumentNotice] = []
  /// Documents that GitLab never reads: where each begins.
  package internal(set) var ignoredDocuments: [TextSpan] = []
  /// The reason why the file could not be read.
  package internal(set) var error: DocumentError?

  /// Whether GitLab refuses the file, for its syntax or because of a type in it.
  package var isRefused: Bool {
    error != nil
      || notices.contains { notice in
        if case .forbiddenType = notice { true } else { false }
      }
  }
}

extension NodeTree {
  /// Reads a file into the tree.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - headerKey: The key that makes a first document a header (GitLab's `spec`).
  /// - Returns: Its documents, or why there are none; never fails otherwise.
  package mutating func load(_ source: SourceText, headerKey: Symbol) -> LoadedFile {
    let file = add(source)
    var loaded = LoadedFile(file: file)
    do throws(DocumentError) {
      try load(source, headerKey: headerKey, into: &loaded)
    } catch {
      loaded.error = error
    }
    return loaded
  }

  private mutating func load(
    _ source: SourceText,
    headerKey: Symbol,
    into loaded: inout LoadedFile
  ) throws(DocumentError) {
    let pieces = DocumentSplitter.pieces(of: source)
    guard let first = pieces.first else { return }
    let root = try read(first, into: &loaded)
    guard pieces.count > 1 else {
      loaded.content = root
      return
    }
    var remaining = pieces[1...]
    loaded.content = root
    if root.map({ value(headerKey, in: $0) != nil }) ?? false {
      // A document of comments alone is none: the one before it is then the last.
      while let last = remaining.popLast() {
        guard let content = try read(last, into: &loaded) else { continue }
        loaded.header = root
        loaded.content = content
        break
      }
    }
    loaded.ignoredDocuments += remaining.compactMap { firstLine(of: $0, in: source) }
  }

  mutating func read(
    _ piece: Range<Int>,
    keepsMark: Bool = false,
    into loaded: inout LoadedFile
  ) throws(DocumentError) -> NodeID? {
    var builder = TreeBuilder(file: loaded.file)
    defer { loaded.notices += builder.notices }
    let (root, ignored) = try builder.read(piece, keepsMark: keepsMark, into: &self)
    if let ignored {
      loaded.ignoredDocuments.append(
        TextSpan(
          start: ignored,
          end: TextPosition(line: Int(ignored.line), column: Int(ignored.column) + 3)
        )
      )
    }
    return root
  }

  /// The first line of a piece with content; a piece without content loses nothing.
  func firstLine(of piece: Range<Int>, in source: SourceText) -> TextSpan? {
    guard let content = DocumentSplitter.contentStart(source.bytes[piece]) else { return nil }
    let start = source.position(of: content)
    let line = source.line(Int(start.line))
    let length = String(decoding: line, as: UTF8.self).unicodeScalars.count
    let end = TextPosition(
      line: Int(start.line),
      column: max(length + 1, Int(start.column) + 1)
    )
    return TextSpan(start: start, end: end)
  }
}
