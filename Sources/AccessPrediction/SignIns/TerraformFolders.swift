import Files
import TextFormats

/// The Terraform files of a repository, folder by folder, each read once and only when a script
/// runs Terraform there.
///
/// A class, because it remembers; it lives for one check on one thread.
final class TerraformFolders {
  /// The maximum number of bytes of a file that are read.
  private static let limit = 1_000_000

  private let repository: (any RepositoryFiles)?
  private var paths: [String]?
  private var known: [String: TerraformFolder] = [:]
  private var knownValues: [String: [String: TerraformFolder.Value]?] = [:]

  init(_ repository: (any RepositoryFiles)?) {
    self.repository = repository
  }

  /// The settings in the files of a folder; nil if there are none, or if one cannot be read.
  func folder(_ path: String) -> TerraformFolder? {
    if let folder = known[path] { return folder.isEmpty ? nil : folder }
    var folder = TerraformFolder()
    let files = files(in: path)
    for file in files where Self.isConfiguration(file) {
      guard let bytes = contents(file) else {
        folder = TerraformFolder()
        break
      }
      folder.read(bytes, file)
    }
    for file in Self.variableFiles(files) {
      folder.set(values(inFile: file))
    }
    known[path] = folder
    return folder.isEmpty ? nil : folder
  }

  /// The names of all arguments that the providers of Azure have in some file of the repository.
  private(set) lazy var providerArguments: Set<String> = {
    let files = (repository?.allPaths() ?? []).filter(Self.isConfiguration)
    var all = TerraformFolder()
    for file in files { contents(file).map { all.read($0, file) } }
    return Set(all.providers.flatMap(\.arguments.keys))
  }()

  /// The settings in the files of a folder, those that the script wrote there included.
  func folder(_ path: String, in environment: ScriptEnvironment) -> TerraformFolder? {
    let prefix = path.isEmpty ? "" : path + "/"
    let written = environment.files.keys.filter { file in
      file.hasPrefix(prefix) && !file.dropFirst(prefix.count).utf8.contains(UInt8(ascii: "/"))
        && Self.endings.contains(where: file.hasSuffix)
    }
    let own = folder(path)
    guard !written.isEmpty else { return own }
    var folder = own ?? TerraformFolder()
    for file in written.sorted() {
      guard let text = environment.writtenText(file),
        environment.budget.spend(text.utf8.count / 32, on: .scriptSteps)
      else { continue }
      if Self.isConfiguration(file) { folder.read(Array(text.utf8), file) }
    }
    for file in Self.variableFiles(written) {
      let text = environment.writtenText(file)
      folder.set(text.flatMap { Self.values(in: Array($0.utf8), file) })
    }
    // The other files may come from a program.
    return own == nil && !folder.mentionsAzure && folder.backend == nil ? nil : folder
  }

  /// Whether a file is one of Terraform's or OpenTofu's configuration, in their language or JSON.
  private static func isConfiguration(_ path: String) -> Bool {
    [".tf", ".tofu", ".tf.json", ".tofu.json"].contains(where: path.hasSuffix)
  }

  private static let endings = [
    ".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json",
  ]

  /// The values in a file of variables or of a backend's settings, by name; nil when it cannot be
  /// read.
  func values(inFile path: String) -> [String: TerraformFolder.Value]? {
    if let values = knownValues[path] { return values }
    let values = contents(path).flatMap { Self.values(in: $0, path) }
    knownValues[path] = values
    return values
  }

  /// The values in the text of such a file, by name.
  static func values(in bytes: [UInt8], _ path: String) -> [String: TerraformFolder.Value]? {
    guard path.hasSuffix(".json") else {
      var reader = TerraformReader(bytes)
      return reader.readArguments()
    }
    guard case .mapping(let members)? = JSONValue(reading: bytes) else { return nil }
    return members.mapValues(TerraformJSON.value)
  }

  private func contents(_ path: String) -> [UInt8]? {
    guard let repository, let bytes = try? repository.read(path), bytes.count <= Self.limit,
      repository.budget.spend(bytes.count / 256, on: .scriptSteps)
    else { return nil }
    return bytes
  }

  private func files(in folder: String) -> [String] {
    let all = paths ?? repository?.allPaths() ?? []
    paths = all
    let prefix = folder.isEmpty ? "" : folder + "/"
    return all.filter { path in
      path.hasPrefix(prefix) && !path.dropFirst(prefix.count).utf8.contains(UInt8(ascii: "/"))
    }
  }

  /// The files of variables that Terraform reads automatically, in ascending precedence.
  ///
  /// Source: Terraform, "Input variables: variable definition precedence".
  private static func variableFiles(_ files: [String]) -> [String] {
    let fixed = ["terraform.tfvars", "terraform.tfvars.json"].flatMap { name in
      files.filter { $0 == name || $0.hasSuffix("/\(name)") }
    }
    return fixed
      + files.filter { $0.hasSuffix(".auto.tfvars") || $0.hasSuffix(".auto.tfvars.json") }.sorted()
  }
}

/// The sign-in settings that the Terraform files of one folder write out.
struct TerraformFolder {
  /// The value of an argument.
  enum Value: Hashable {
    case text(String)
    /// `var.NAME`
    case variable(String)
    /// `local.NAME`
    case local(String)
    /// A variable of the shell that wrote the file.
    case shell(String)
    case unknown
  }

  /// The arguments of the providers of Azure, with the provider's name.
  private(set) var providers: [(name: String, arguments: [String: Value])] = []
  /// The arguments of the backend `azurerm`; nil when there is none.
  private(set) var backend: [String: Value]?
  /// The defaults of variables.
  private(set) var defaults: [String: Value] = [:]
  /// The values of variables in the files that Terraform reads automatically.
  private(set) var settings: [String: Value] = [:]
  /// The values of `locals`.
  private(set) var locals: [String: Value] = [:]
  /// Whether a provider of Azure is used, or a module that may use one.
  private(set) var mentionsAzure = false
  private(set) var isEmpty = true

  /// Whether the backend is written out, so that `terraform init` gets no further settings.
  var hasWholeBackend: Bool { backend?["storage_account_name"] != nil }

  private static let azure = ["azurerm", "azuread", "azapi", "azurestack"]

  /// Takes a file in.
  mutating func read(_ bytes: [UInt8], _ path: String) {
    isEmpty = false
    if path.hasSuffix(".json") {
      for block in TerraformJSON.blocks(bytes) { take(block) }
      return
    }
    var reader = TerraformReader(bytes)
    while let block = reader.nextBlock() { take(block) }
  }

  private mutating func take(_ block: TerraformReader.Block) {
    mentionsAzure = mentionsAzure || Self.mayUseAzure(block)
    switch block.labels.first {
    case "provider":
      guard block.labels.count == 2, Self.azure.contains(block.labels[1]) else { return }
      providers.append((block.labels[1], block.arguments))
    case "terraform":
      for inner in block.blocks where inner.labels == ["backend", "azurerm"] {
        backend = inner.arguments
      }
    case "variable":
      guard block.labels.count == 2, let value = block.arguments["default"] else { return }
      defaults[block.labels[1]] = value
    case "locals": locals.merge(block.arguments) { first, _ in first }
    default: break
    }
  }

  /// Sets variables; all that are set are unknown when a file of them cannot be read.
  mutating func set(_ values: [String: Value]?) {
    guard let values else {
      settings = settings.mapValues { _ in .unknown }
      return
    }
    settings.merge(values) { _, new in new }
  }

  private static func mayUseAzure(_ block: TerraformReader.Block) -> Bool {
    switch block.labels.first {
    case "module": return true
    case "provider", "resource", "data", "ephemeral":
      return block.labels.dropFirst().first.map { name in azure.contains { name.hasPrefix($0) } }
        ?? false
    case "terraform":
      return block.blocks.contains { inner in
        inner.labels == ["required_providers"] && azure.contains { inner.arguments[$0] != nil }
      }
    default: return false
    }
  }
}
