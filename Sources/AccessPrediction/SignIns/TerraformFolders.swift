import Files

/// The Terraform files of a repository, folder by folder, each read once and only when a script
/// runs Terraform there.
///
/// A class, because it remembers; it lives for one check on one thread.
final class TerraformFolders {
  /// So many bytes of a file are read.
  private static let limit = 1_000_000

  private let repository: (any RepositoryFiles)?
  private var paths: [String]?
  private var known: [String: TerraformFolder] = [:]

  init(_ repository: (any RepositoryFiles)?) {
    self.repository = repository
  }

  /// What the files of a folder say; nil when there are none, or they cannot all be read.
  func folder(_ path: String) -> TerraformFolder? {
    if let folder = known[path] { return folder.isEmpty ? nil : folder }
    var folder = TerraformFolder()
    for file in files(in: path) {
      guard let bytes = try? repository?.read(file), bytes.count <= Self.limit else {
        folder = TerraformFolder()
        break
      }
      folder.read(bytes)
    }
    known[path] = folder
    return folder.isEmpty ? nil : folder
  }

  private func files(in folder: String) -> [String] {
    let all = paths ?? repository?.allPaths() ?? []
    paths = all
    let prefix = folder.isEmpty ? "" : folder + "/"
    return all.filter { path in
      (path.hasSuffix(".tf") || path.hasSuffix(".tofu")) && path.hasPrefix(prefix)
        && !path.dropFirst(prefix.count).utf8.contains(UInt8(ascii: "/"))
    }
  }
}

/// The sign-in settings that the Terraform files of one folder write out.
struct TerraformFolder {
  /// The value of an argument.
  enum Value: Hashable {
    case text(String)
    /// `var.NAME`
    case variable(String)
    case unknown
  }

  /// The arguments of the providers of Azure, with the provider's name.
  private(set) var providers: [(name: String, arguments: [String: Value])] = []
  /// The arguments of the backend `azurerm`; nil when there is none.
  private(set) var backend: [String: Value]?
  /// The defaults of variables.
  private(set) var defaults: [String: Value] = [:]
  /// Whether a provider of Azure is mentioned at all.
  private(set) var mentionsAzure = false
  private(set) var isEmpty = true

  private static let azure = ["azurerm", "azuread", "azapi", "azurestack"]

  /// Takes a file in.
  mutating func read(_ bytes: [UInt8]) {
    isEmpty = false
    let text = String(decoding: bytes, as: UTF8.self)
    mentionsAzure = mentionsAzure || Self.azure.contains { text.contains($0) }
    var reader = TerraformReader(bytes)
    while let block = reader.nextBlock() {
      switch block.labels.first {
      case "provider":
        guard block.labels.count == 2, Self.azure.contains(block.labels[1]) else { continue }
        providers.append((block.labels[1], block.arguments))
      case "terraform":
        for inner in block.blocks where inner.labels == ["backend", "azurerm"] {
          backend = inner.arguments
        }
      case "variable":
        guard block.labels.count == 2, let value = block.arguments["default"] else { continue }
        defaults[block.labels[1]] = value
      default: break
      }
    }
  }
}
