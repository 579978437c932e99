package import GitLabCI
import TextFormats
import YAMLSyntax

/// Pipelines as GitLab's pipeline editor shows them under *Full configuration*: includes are merged,
/// `extends` and `!reference` resolved, `default` is not applied.
///
/// Source: `Gitlab::Ci::Config#metadata`, key `merged_yaml`.
package struct FullConfiguration {
  /// In bytes; configurations can share their parts many times over.
  private static let limit = 50_000_000
  private static let edgeStages = [".pre", ".post"]

  private let tree: NodeTree
  private var json = JSONText(limit: limit)

  /// A pipeline with its name and the jobs that start it.
  package struct Source {
    let pipeline: Pipeline
    let jobs: Set<String>?
    let heading: String?

    /// A pipeline.
    ///
    /// - Parameters:
    ///   - pipeline: The pipeline.
    ///   - jobs: The names of the jobs to show; nil for the whole configuration.
    ///   - heading: A comment for the first line; nil for none.
    package init(_ pipeline: Pipeline, jobs: Set<String>?, heading: String? = nil) {
      (self.pipeline, self.jobs, self.heading) = (pipeline, jobs, heading)
    }
  }

  /// One YAML document for each pipeline that has something to show; nil when they would be larger
  /// than fifty megabytes.
  package static func render(_ sources: [Source]) -> String? {
    var documents: [String] = []
    for source in sources {
      guard let root = source.pipeline.composition.root else { continue }
      let keys = source.jobs.map { jobs in
        Set(
          source.pipeline.jobs.filter { jobs.contains(source.pipeline.name(of: $0)) }.map(\.symbol)
        )
      }
      if keys?.isEmpty ?? false { continue }
      var writer = Self(tree: source.pipeline.tree)
      writer.write(root, keys)
      guard !writer.json.isCut else { return nil }
      let heading = source.heading.map { "# \(TerminalText.sanitised($0))\n" } ?? ""
      documents.append(heading + YAMLText.render(json: writer.json.text))
    }
    return documents.joined(separator: "---\n")
  }

  private init(tree: NodeTree) {
    self.tree = tree
  }

  private mutating func write(_ root: NodeID, _ keys: Set<Symbol>?) {
    let tree = tree
    json.object { json in
      for entry in tree.entries(root) where keys?.contains(entry.key) ?? true {
        let isStages = entry.key == Keyword.stages.symbol
        json.key(tree.text(entry.key))
        if isStages, tree.kind(entry.value) == .sequence {
          Self.stages(entry.value, tree, &json)
        } else {
          Self.value(entry.value, tree, &json)
        }
      }
    }
  }

  /// GitLab puts the stages `.pre` and `.post` around those of the configuration.
  private static func stages(_ list: NodeID, _ tree: NodeTree, _ json: inout JSONText) {
    json.list { json in
      json.value(edgeStages[0])
      for item in tree.items(list) where !edgeStages.contains(tree.rubyText(item.value)) {
        value(item.value, tree, &json)
      }
      json.value(edgeStages[1])
    }
  }

  private static func value(_ node: NodeID, _ tree: NodeTree, _ json: inout JSONText) {
    guard !json.isCut else { return json.value(nil) }
    switch tree.kind(node) {
    case .null, .unknown: json.value(nil)
    case .bool: json.value(tree.bool(node))
    case .int, .float: json.literal(tree.rubyText(node))
    case .mapping:
      json.object { json in
        for entry in tree.entries(node) {
          json.key(tree.text(entry.key))
          value(entry.value, tree, &json)
        }
      }
    case .sequence, .reference:
      json.array(tree.items(node)) { value($1.value, tree, &$0) }
    default: json.value(tree.rubyText(node))
    }
  }
}
