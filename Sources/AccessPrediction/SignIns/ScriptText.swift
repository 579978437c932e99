import Files
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
  static func read(
    _ nodes: [NodeID],
    in tree: NodeTree,
    isPowerShell: Bool,
    within budget: Budget
  ) -> [ScriptText] {
    var bytes: [UInt8] = []
    var starts: [(offset: Int, node: NodeID)] = []
    for node in nodes {
      starts.append((bytes.count, node))
      bytes += tree.text(node)
      bytes.append(0x0A)
    }
    guard budget.spend(bytes.count / 32, on: .scriptSteps) else { return [] }
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
