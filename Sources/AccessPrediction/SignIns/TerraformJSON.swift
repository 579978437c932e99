import TextFormats

/// Terraform's JSON syntax, read into the same blocks as its own language.
///
/// Source: Terraform, "JSON Configuration Syntax".
enum TerraformJSON {
  /// Kinds of blocks that have a name after the kind.
  private static let named: Set<String> = ["provider", "variable", "resource", "data", "module"]
  /// Kinds of blocks that have arguments alone.
  private static let plain: Set<String> = ["locals", "terraform"]

  /// The blocks of a file; none when it cannot be read.
  static func blocks(_ bytes: [UInt8]) -> [TerraformReader.Block] {
    guard case .mapping(let kinds)? = JSONValue(reading: bytes) else { return [] }
    return kinds.sorted { $0.key < $1.key }.flatMap { kind, value in
      if plain.contains(kind) { return contents(value).map { block([kind], $0) } }
      guard named.contains(kind), case .mapping(let names) = value else { return [] }
      return names.sorted { $0.key < $1.key }.flatMap { name, value in
        contents(value).map { block([kind, name], $0) }
      }
    }
  }

  /// The value of an argument, which may be a template.
  static func value(_ json: JSONValue) -> TerraformFolder.Value {
    switch json {
    case .text(let text): TerraformReader.value(text)
    case .bool(let value): .text(value ? "true" : "false")
    default: .unknown
    }
  }

  /// The contents of a block, or of several of one name.
  private static func contents(_ value: JSONValue) -> [[String: JSONValue]] {
    switch value {
    case .mapping(let members): [members]
    case .list(let items): items.flatMap(contents)
    default: []
    }
  }

  private static func block(
    _ labels: [String],
    _ members: [String: JSONValue]
  ) -> TerraformReader.Block {
    var block = TerraformReader.Block(labels: labels)
    block.arguments = members.mapValues(value)
    guard labels == ["terraform"] else { return block }
    for (name, value) in members["backend"].map(contents)?.first ?? [:] {
      block.blocks += contents(value).map { self.block(["backend", name], $0) }
    }
    for providers in members["required_providers"].map(contents) ?? [] {
      block.blocks.append(self.block(["required_providers"], providers))
    }
    return block
  }
}
