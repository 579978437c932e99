extension NodeTree {
  /// Reads a pipeline's file into the tree, by GitLab's rules for documents.
  ///
  /// Every document is loaded and must be a mapping, used or not; a blank first one is dropped, and
  /// so are other blank ones. A byte order mark is left in, which hides all keys but the first.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/config/loader/multi_doc_yaml.rb`, `yaml.rb`.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - headerKey: The key that makes a first document a header (GitLab's `spec`).
  /// - Returns: Its documents, as far as they can be read, and why GitLab refuses them.
  package mutating func loadPipeline(_ source: SourceText, headerKey: Symbol) -> LoadedFile {
    let file = add(source)
    var loaded = LoadedFile(file: file)
    var documents: [(piece: Range<Int>, root: NodeID?)] = []
    for piece in DocumentSplitter.allPieces(of: source) {
      do throws(DocumentError) {
        let root = try read(piece, keepsMark: true, into: &loaded)
        guard let root, !isBlankDocument(root) else { continue }
        documents.append((piece, root))
      } catch {
        if loaded.error == nil { loaded.error = error }
        documents.append((piece, nil))
      }
    }
    for root in documents.compactMap(\.root) where kind(root) != .mapping {
      if loaded.error == nil { loaded.error = .notMapping(location(root).span) }
    }
    choose(documents, headerKey: headerKey, of: source, into: &loaded)
    return loaded
  }

  /// Chooses the documents that count; what can be read of a file that GitLab refuses is kept.
  private func choose(
    _ documents: [(piece: Range<Int>, root: NodeID?)],
    headerKey: Symbol,
    of source: SourceText,
    into loaded: inout LoadedFile
  ) {
    func mapping(_ root: NodeID?) -> NodeID? {
      root.flatMap { kind($0) == .mapping ? $0 : nil }
    }
    guard let first = documents.first, let last = documents.last else { return }
    let header = mapping(first.root).flatMap { value(headerKey, in: $0) == nil ? nil : $0 }
    let hasHeader = documents.count > 1 && header != nil
    if hasHeader { loaded.header = header }
    loaded.content = mapping(hasHeader ? last.root : first.root)
    let unused = hasHeader ? documents.dropFirst().dropLast() : documents.dropFirst()
    guard loaded.error == nil else { return }
    loaded.ignoredDocuments += unused.compactMap { firstLine(of: $0.piece, in: source) }
  }

  /// Whether Ruby takes a document for blank: null, false, an empty text or collection.
  private func isBlankDocument(_ root: NodeID) -> Bool {
    switch kind(root) {
    case .null: true
    case .bool: !bool(root)
    case .mapping: entries(root).isEmpty
    case .sequence: items(root).isEmpty
    case .string:
      string(root).unicodeScalars.allSatisfy(\.properties.isWhitespace)
    default: false
    }
  }
}
