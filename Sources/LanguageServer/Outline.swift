import GitLabCI
import RuleEngine
import TextFormats
import YAMLSyntax

/// The file's jobs with their ID tokens and secrets, as they are written.
struct Outline {
  /// One line of it.
  private struct Symbol {
    var name: String
    var detail: String
    var kind: Int
    var key: NodeID
    var value: NodeID
    var children: [Symbol] = []
  }

  /// Numbers of the protocol.
  enum Kind {
    static let module = 2
    static let template = 5
    static let job = 12
    static let secret = 13
    static let token = 20
  }

  private let view: DocumentView

  init(_ view: DocumentView) {
    self.view = view
  }

  /// Writes the outline; empty while the file is not valid YAML.
  func write(_ json: inout JSONText) {
    guard let pipeline = view.pipelines.first?.pipeline,
      let content = pipeline.file(view.path)?.content
    else {
      json.array([String]())
      return
    }
    let tree = pipeline.tree
    let jobs = Set(pipeline.jobs.map(\.symbol))
    let symbols = tree.entries(content).filter { tree.location($0.keyNode).file == file(pipeline) }
      .map { entry in
        let name = tree.text(entry.key)
        let isJob = jobs.contains(entry.key)
        return Symbol(
          name: name,
          detail: "",
          kind: !isJob ? Kind.module : name.hasPrefix(".") ? Kind.template : Kind.job,
          key: entry.keyNode,
          value: entry.value,
          children: children(entry.value, .idTokens, Kind.token, tree)
            + children(entry.value, .secrets, Kind.secret, tree)
        )
      }
    json.array(symbols) { write($1, tree, &$0) }
  }

  private func file(_ pipeline: Pipeline) -> FileID? {
    pipeline.file(view.path)?.file
  }

  private func children(
    _ mapping: NodeID,
    _ keyword: Keyword,
    _ kind: Int,
    _ tree: NodeTree
  ) -> [Symbol] {
    guard let value = tree.value(keyword, in: mapping) else { return [] }
    // The entries of an anchor or merge key are located elsewhere.
    let own = tree.location(mapping)
    return tree.entries(value).filter { entry in
      let key = tree.location(entry.keyNode)
      return key.file == own.file && own.span.contains(key.span.start)
    }
    .map { entry in
      let name = tree.text(entry.key)
      let detail = keyword == .idTokens ? "ID token" : "secret"
      return Symbol(
        name: name,
        detail: detail,
        kind: kind,
        key: entry.keyNode,
        value: entry.value
      )
    }
  }

  private func write(_ symbol: Symbol, _ tree: NodeTree, _ json: inout JSONText) {
    let key = tree.location(symbol.key).span
    let value = tree.location(symbol.value)
    let isBelow = value.file == tree.location(symbol.key).file && value.span.end > key.end
    json.object { json in
      // Clients refuse an empty name.
      json.member("name", symbol.name.isEmpty ? "\"\"" : symbol.name)
      if !symbol.detail.isEmpty { json.member("detail", symbol.detail) }
      json.member("kind", symbol.kind)
      json.key("range")
      let all = TextSpan(start: key.start, end: isBelow ? value.span.end : key.end)
      view.encoding.write(all, in: view.source, &json)
      json.key("selectionRange")
      view.encoding.write(key, in: view.source, &json)
      json.key("children")
      json.array(symbol.children) { write($1, tree, &$0) }
    }
  }
}
