import GitLabCI
import ShellSyntax
import TextFormats
import YAMLSyntax

/// A part of a job's script, taken apart, with the texts that it is made of.
struct ScriptText {
  let script: ShellScript
  private let starts: [(offset: Int, node: NodeID)]

  /// Where a byte of the text is written.
  func site(_ offset: Int) -> ScriptSite? {
    guard let text = starts.last(where: { $0.offset <= offset }) else { return nil }
    return ScriptSite(node: text.node, offset: offset - text.offset)
  }

  /// Takes the texts of a script apart, as the one script that the runner makes of them; each alone
  /// when that cannot be read.
  static func read(_ nodes: [NodeID], in tree: NodeTree, isPowerShell: Bool) -> [ScriptText] {
    var bytes: [UInt8] = []
    var starts: [(offset: Int, node: NodeID)] = []
    for node in nodes {
      starts.append((bytes.count, node))
      bytes += tree.text(node)
      bytes.append(0x0A)
    }
    if isPowerShell {
      return [ScriptText(script: ShellScript(powerShell: bytes[...]), starts: starts)]
    }
    let script = ShellScript(bytes[...])
    guard script.uncertainFrom != nil, nodes.count > 1 else {
      return [ScriptText(script: script, starts: starts)]
    }
    return nodes.map {
      ScriptText(script: ShellScript(tree.text($0)), starts: [(offset: 0, node: $0)])
    }
  }
}

extension Job {
  /// Whether its script is PowerShell, by its image, its tags or its lines.
  func usesPowerShell(in tree: NodeTree, root: NodeID?) -> Bool {
    let defaults = root.flatMap { tree.present(.default, in: $0) }
    let names = [Keyword.image, .tags].flatMap { keyword in
      let value =
        tree.present(keyword, in: node) ?? defaults.flatMap { tree.present(keyword, in: $0) }
      return value.map { self.names($0, in: tree) } ?? []
    }
    let isNamed = names.contains { name in
      let bytes = Array(ASCII.lowercased(name).utf8)
      return ["powershell", "pwsh", "windows"].contains {
        ByteSearch.contains(Array($0.utf8), in: bytes[...])
      }
    }
    let texts = script.map { tree.text($0.node) }
    let mentions = { (text: String) in
      let needle = Array(text.utf8)
      return texts.contains { ByteSearch.contains(needle, in: $0) }
    }
    if mentions("pwsh -") || mentions("powershell -") { return isNamed && mentions("\n$env:") }
    return isNamed ? mentions("$env:") || mentions("-Az") || !mentions("$CI_") : mentions("$env:")
  }

  private func names(_ value: NodeID, in tree: NodeTree) -> [String] {
    switch tree.kind(value) {
    case .sequence: tree.flattened(value).map { tree.string($0.value) }
    case .mapping: tree.present(.name, in: value).map { [tree.string($0)] } ?? []
    default: [tree.string(value)]
    }
  }
}
