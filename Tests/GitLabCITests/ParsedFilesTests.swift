import Files
import GitLabCI
import Testing
import YAMLSyntax

/// Pipelines whose included files were parsed for another pipeline.
@Suite struct ParsedFilesTests {
  private static let template = """
    spec: {inputs: {stage: {default: test}}}
    ---
    .base: &base
      stage: $[[ inputs.stage ]]
      variables: {A: one, "B": 2, 3: x}
      tags: [one, two]
      script: ["echo $[[ inputs.stage ]]", !reference [.other, script]]
    .other: {script: [x]}
    deploy:
      <<: *base
      extends: .other
    list: [*base, {a: [b]}]
    """

  private static let root = """
    include: [{project: g/t, file: t.yml, inputs: {stage: build}}, {project: g/t, file: u.yml}]
    own: {extends: .base, variables: {A: two}}

    """

  private func composed(_ parsed: ParsedFiles?, _ root: String) -> Pipeline {
    var library = IncludeLibrary()
    library.use(
      InMemoryFiles(text: [
        "projects/g/t/t.yml": Self.template, "projects/g/t/u.yml": "second: {script: y}",
      ]),
      folder: "copies",
      parsed: parsed
    )
    let source = SourceText(path: ".gitlab-ci.yml", bytes: Array(root.utf8))
    return Pipeline(source, in: InMemoryFiles(text: [:]), library: library)
  }

  /// A value with where each of its parts is written and how it came there.
  private func outline(_ id: NodeID, _ tree: NodeTree) -> String {
    let location = tree.location(id)
    let place = "\(tree.file(location.file).path) \(location.span)"
    switch tree.kind(id) {
    case .mapping:
      let entries = tree.entries(id).map { entry in
        let way = tree.steps(entry.origin).map { "\($0.kind)" }.joined(separator: ",")
        return "\(tree.text(entry.key)) (\(way)): \(outline(entry.value, tree))"
      }
      return "\(place) {\(entries.joined(separator: "; "))}"
    case .sequence, .reference:
      let items = tree.items(id).map { outline($0.value, tree) }
      return "\(place) [\(items.joined(separator: "; "))]"
    default: return "\(place) \(tree.kind(id)) \(tree.rubyText(id))"
    }
  }

  @Test("The second pipeline is what it is without sharing, node by node")
  func same() throws {
    let parsed = ParsedFiles()
    for root in [Self.root, "a: {script: x}\n" + Self.root, Self.root + "z: {script: x}\n"] {
      let (shared, plain) = (composed(parsed, root), composed(nil, root))
      let (first, second) = try (
        #require(shared.composition.root), #require(plain.composition.root)
      )
      #expect(outline(first, shared.tree) == outline(second, plain.tree))
      #expect(
        shared.jobs.map { shared.tree.text($0.symbol) }
          == plain.jobs.map { plain.tree.text($0.symbol) }
      )
      #expect(shared.sources.map(\.path) == plain.sources.map(\.path))
    }
  }

  @Test("A file that Psych reads otherwise than it looks keeps its findings")
  func notices() {
    let parsed = ParsedFiles()
    for _ in 0..<2 {
      var library = IncludeLibrary()
      library.use(
        InMemoryFiles(text: ["projects/g/t/t.yml": "a: {x: 1, x: 2, script: y}\n"]),
        folder: "copies",
        parsed: parsed
      )
      let root = SourceText(
        path: ".gitlab-ci.yml",
        bytes: Array("include: [{project: g/t, file: t.yml}]\n".utf8)
      )
      let pipeline = Pipeline(root, in: InMemoryFiles(text: [:]), library: library)
      #expect(pipeline.composition.files.map(\.notices.count) == [0, 1])
    }
  }
}
