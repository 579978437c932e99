import GitLabCI
import TextFormats
package import YAMLSyntax

extension Pipeline {
  private static let powerShellWords = WordSearch([
    "$env:", "$Env:", "${env:", "powershell", "pwsh", "windows", "Windows", "Connect-Az", "Write-",
    "Invoke-",
  ])

  /// Whether the script of any job may be PowerShell.
  package var mayUsePowerShell: Bool { tree.mentions(Self.powerShellWords) }
}

extension Job {
  /// Whether its script is PowerShell, by its image, its tags or its lines.
  package func usesPowerShell(in tree: NodeTree, root: NodeID?) -> Bool {
    let images = names(.image, in: tree, root: root)
    if images.contains(where: PublicImage.isOne) { return false }
    let isNamed = (images + names(.tags, in: tree, root: root)).contains(
      where: Self.namesPowerShell
    )
    let texts = script.map { tree.text($0.node) }
    let mentions = { (text: String) in
      let needle = Array(text.utf8)
      return texts.contains { ByteSearch.contains(needle, in: $0) }
    }
    let isRead = ["$env:", "$Env:", "${env:"].contains(where: mentions)
    if mentions("pwsh -") || mentions("powershell -") { return isNamed && mentions("\n$env:") }
    return isRead || isNamed && (mentions("-Az") || !mentions("$CI_"))
      || texts.contains(where: Self.beginsPowerShell)
  }

  /// Whether nothing but PowerShell can run a script that is PowerShell: it is named, or there is no
  /// image that might lack it.
  func mustUsePowerShell(in tree: NodeTree, root: NodeID?) -> Bool {
    let images = names(.image, in: tree, root: root)
    return images.isEmpty
      || (images + names(.tags, in: tree, root: root)).contains(where: Self.namesPowerShell)
      || script.contains { Self.beginsPowerShell(tree.text($0.node)) }
  }

  private static func namesPowerShell(_ name: String) -> Bool {
    let bytes = Array(ASCII.lowercased(name).utf8)
    return ["powershell", "pwsh", "windows"].contains {
      ByteSearch.contains(Array($0.utf8), in: bytes[...])
    }
  }

  /// The names of a job's image or tags, its own or those of all jobs.
  private func names(_ keyword: Keyword, in tree: NodeTree, root: NodeID?) -> [String] {
    let defaults = root.flatMap { tree.present(.default, in: $0) }
    let value =
      tree.present(keyword, in: node) ?? defaults.flatMap { tree.present(keyword, in: $0) }
      ?? (keyword == .image ? root.flatMap { tree.present(keyword, in: $0) } : nil)
    return value.map { names($0, in: tree) } ?? []
  }

  /// Whether a text begins as no text of a shell does: with `Verb-Noun` or `$name =`.
  private static func beginsPowerShell(_ text: ArraySlice<UInt8>) -> Bool {
    let start = text.drop { $0 <= 0x20 }
    let word = start.prefix { $0 > 0x20 }
    if word.first == UInt8(ascii: "$") {
      let rest = start.dropFirst(word.count).drop { $0 == 0x20 }
      return rest.first == UInt8(ascii: "=") && rest.dropFirst().first == 0x20
    }
    let parts = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        part.count > 1 && part.first.map { $0 &- UInt8(ascii: "A") < 26 } ?? false
          && part.dropFirst().allSatisfy { ($0 | 0x20) &- UInt8(ascii: "a") < 26 }
          && part.dropFirst().contains { $0 &- UInt8(ascii: "a") < 26 }
      }
  }

  private func names(_ value: NodeID, in tree: NodeTree) -> [String] {
    switch tree.kind(value) {
    case .sequence: tree.flattened(value).map { tree.string($0.value) }
    case .mapping: tree.present(.name, in: value).map { [tree.string($0)] } ?? []
    default: [tree.string(value)]
    }
  }
}
