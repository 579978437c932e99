import AzureFederation
package import GitLabCI
import YAMLSyntax

/// Reads `.akvlint.yml`. Whatever a branch writes in it, it can switch nothing on and name no
/// host that gets a token: there are no such keys.
package struct ConfigurationReader {
  private var reader: StrictReader
  private var configuration = Configuration()
  private let rules: [(id: String, name: String)]
  private let files: any RepositoryFiles

  /// Reads a configuration.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - path: Its path in the repository; files that it names are relative to its folder.
  ///   - rules: The rules that there are.
  ///   - files: Where the files that it names are read.
  /// - Returns: What it says, with all its mistakes under `problems`.
  package static func read(
    _ bytes: [UInt8], path: String, rules: [(id: String, name: String)],
    files: any RepositoryFiles
  ) -> Configuration {
    var failed = Configuration()
    do throws(ConfigurationProblem) {
      let (reader, root, loaded) = try StrictReader.load(bytes, path: path)
      var configuration = Self(reader: reader, rules: rules, files: files)
      for notice in loaded.notices {
        if case .duplicateKey(_, let second) = notice {
          configuration.reader.report(
            "the key \"\(reader.tree.string(second))\" stands twice", at: second)
        }
      }
      if let root { configuration.read(root) }
      configuration.configuration.problems += configuration.reader.problems
      return configuration.configuration
    } catch {
      failed.problems = [error]
      return failed
    }
  }

  private init(
    reader: StrictReader, rules: [(id: String, name: String)],
    files: any RepositoryFiles
  ) {
    self.reader = reader
    self.rules = rules
    self.files = files
  }

  private mutating func read(_ root: NodeID) {
    let members = reader.members(
      root, "the configuration",
      allowed: [
        "gitlab", "azure", "variables", "includes", "scenarios", "rules", "paths", "rule_packs",
      ])
    if let node = members["gitlab"] { gitLab(node) }
    if let node = members["azure"] { azure(node) }
    if let node = members["variables"] { variables(node) }
    for node in reader.list(members["includes"], "\"includes\"") { include(node) }
    for node in reader.list(members["scenarios"], "\"scenarios\"") { scenario(node) }
    if let node = members["rules"] { ruleSettings(node) }
    for node in reader.list(members["paths"], "\"paths\"") { pathSetting(node) }
    configuration.rulePacks = reader.strings(members["rule_packs"], "\"rule_packs\"")
  }

  // MARK: GitLab

  private mutating func gitLab(_ node: NodeID) {
    let members = reader.members(
      node, "\"gitlab\"",
      allowed: [
        "url", "project", "version", "ci_config_path", "default_branch", "protected", "sub_claim",
      ])
    var gitLab = Configuration.GitLab()
    gitLab.url = reader.string(members["url"], "\"url\"")
    if let url = gitLab.url, let node = members["url"], !url.hasPrefix("https://"),
      !url.hasPrefix("http://")
    {
      reader.report("\"url\" must be the instance's URL, such as https://gitlab.com", at: node)
    }
    gitLab.project = reader.string(members["project"], "\"project\"")
    gitLab.version = reader.string(members["version"], "\"version\"")
    gitLab.rootFile = reader.string(members["ci_config_path"], "\"ci_config_path\"")
    gitLab.defaultBranch = reader.string(members["default_branch"], "\"default_branch\"")
    if let node = members["protected"] {
      let refs = reader.members(node, "\"protected\"", allowed: ["branches", "tags"])
      gitLab.protectedBranches = reader.strings(refs["branches"], "\"branches\"")
      gitLab.protectedTags = reader.strings(refs["tags"], "\"tags\"")
    }
    gitLab.subjectComponents = reader.strings(members["sub_claim"], "\"sub_claim\"")
    configuration.gitLab = gitLab
  }

  // MARK: Azure

  private mutating func azure(_ node: NodeID) {
    let members = reader.members(node, "\"azure\"", allowed: ["cloud", "identities"])
    if let node = members["cloud"], let name = reader.string(node, "\"cloud\"") {
      if let cloud = Cloud(rawValue: name) {
        configuration.cloud = cloud
      } else {
        let names = Cloud.allCases.map(\.rawValue).joined(separator: ", ")
        reader.report("there is no cloud \"\(name)\"; known are \(names)", at: node)
      }
    }
    for node in reader.list(members["identities"], "\"identities\"") { identity(node) }
  }

  private mutating func identity(_ node: NodeID) {
    let members = reader.members(
      node, "an identity", allowed: ["client_id", "tenant_id", "credentials"])
    let clientID = reader.required("client_id", in: members, of: node, "an identity")
    let tenantID = reader.string(members["tenant_id"], "\"tenant_id\"")
    for (key, value) in [("client_id", clientID), ("tenant_id", tenantID)] {
      if let value, let node = members[key], !GUID.isValid(value) {
        reader.report("\"\(key)\" must be a GUID, not \"\(value)\"", at: node)
      }
    }
    let credentials = members["credentials"].flatMap { self.credentials($0) }
    guard let clientID else { return }
    configuration.evidence.identities.append(
      Identity(clientID: clientID, tenantID: tenantID, credentials: credentials))
  }

  private mutating func credentials(_ node: NodeID) -> [FederatedCredential]? {
    guard reader.tree.kind(node).isString else { return inlineCredentials(node) }
    let path = reader.tree.string(node)
    guard let bytes = file(path, at: node) else { return nil }
    do throws(ConfigurationProblem) {
      let (credentials, problems) = try CredentialReader.read(bytes, path: path)
      configuration.problems += problems
      return credentials
    } catch {
      configuration.problems.append(error)
      return nil
    }
  }

  private mutating func inlineCredentials(_ node: NodeID) -> [FederatedCredential]? {
    for item in reader.list(node, "\"credentials\"") {
      _ = reader.members(
        item, "a federated credential",
        allowed: [
          "id", "name", "issuer", "subject", "audiences", "description",
          "claimsMatchingExpression",
        ])
    }
    guard reader.tree.kind(node) == .sequence else { return nil }
    var credentials = CredentialReader(StrictReader(tree: reader.tree, path: reader.path))
    let found = credentials.list(node)
    configuration.problems += credentials.reader.problems
    return found
  }

  private mutating func file(_ path: String, at node: NodeID) -> [UInt8]? {
    do throws(FileError) {
      let folder = RepositoryPath.folder(of: reader.path)
      return try files.read(
        RepositoryPath.normalised(folder.isEmpty ? path : "\(folder)/\(path)"))
    } catch {
      let reason =
        switch error {
        case .missing: "there is no file \(path)"
        case .outside: "\(path) leads out of the repository"
        case .notRegular: "\(path) is no regular file"
        case .tooLarge: "\(path) is too large"
        case .unreadable(let text): "\(path) could not be read: \(text)"
        }
      reader.report(reason, at: node)
      return nil
    }
  }

  // MARK: Variables

  private mutating func variables(_ node: NodeID) {
    configuration.evidence.variables.isClosed = true
    for item in reader.list(node, "\"variables\"") { variable(item) }
  }

  private mutating func variable(_ node: NodeID) {
    let line = reader.tree.location(node).span.start.line
    let source = "\(reader.path):\(line)"
    if reader.tree.kind(node).isString {
      append(key: reader.tree.string(node), source: source)
      return
    }
    let members = reader.members(
      node, "a variable", allowed: ["key", "value", "protected", "environment_scope", "file"])
    if let fileNode = members["file"] {
      guard let path = reader.string(fileNode, "\"file\""), let bytes = file(path, at: fileNode)
      else { return }
      export(bytes, path: path)
      return
    }
    guard let key = reader.required("key", in: members, of: node, "a variable") else { return }
    append(
      key: key, value: reader.string(members["value"], "\"value\""),
      isProtected: reader.bool(members["protected"], "\"protected\"") ?? false,
      scope: reader.string(members["environment_scope"], "\"environment_scope\"") ?? "*",
      source: source)
  }

  /// The body of `GET /projects/:id/variables`.
  private mutating func export(_ bytes: [UInt8], path: String) {
    do throws(ConfigurationProblem) {
      let (export, root, _) = try StrictReader.load(bytes, path: path)
      let tree = export.tree
      func text(_ key: String, _ node: NodeID) -> String? {
        tree.symbol(key).flatMap { tree.value($0, in: node) }.flatMap {
          tree.kind($0).isString ? tree.string($0) : nil
        }
      }
      guard let root, tree.kind(root) == .sequence else {
        throw ConfigurationProblem(
          path: path, span: root.map { tree.location($0).span } ?? Self.start,
          message: "expected the list that GET /projects/:id/variables answers")
      }
      for item in tree.items(root) {
        guard let key = text("key", item.value) else {
          throw ConfigurationProblem(
            path: path, span: tree.location(item.value).span,
            message: "this variable has no \"key\"")
        }
        let protected = tree.symbol("protected").flatMap { tree.value($0, in: item.value) }
        append(
          key: key, value: text("value", item.value),
          isProtected: protected.map { tree.bool($0) } ?? false,
          scope: text("environment_scope", item.value) ?? "*", source: path)
      }
    } catch {
      configuration.problems.append(error)
    }
  }

  private static let start = TextSpan(
    start: TextPosition(line: 1, column: 1), end: TextPosition(line: 1, column: 1))

  private mutating func append(
    key: String, value: String? = nil, isProtected: Bool = false, scope: String = "*",
    source: String
  ) {
    configuration.evidence.variables.items.append(
      Evidence.ProjectVariable(
        key: key, value: value, isProtected: isProtected, environmentScope: scope,
        source: source))
  }

  // MARK: The rest

  private mutating func include(_ node: NodeID) {
    let members = reader.members(node, "an include", allowed: ["project", "path"])
    guard let project = reader.required("project", in: members, of: node, "an include"),
      let path = reader.required("path", in: members, of: node, "an include")
    else { return }
    configuration.includes.append(Configuration.IncludeMapping(project: project, path: path))
  }

  private mutating func scenario(_ node: NodeID) {
    let members = reader.members(
      node, "a scenario", allowed: ["name", "source", "ref", "variables"])
    guard let name = reader.required("name", in: members, of: node, "a scenario") else { return }
    var variables: [String: String] = [:]
    if let node = members["variables"] {
      if reader.tree.kind(node) != .mapping {
        reader.report("\"variables\" of a scenario must be a mapping", at: node)
      }
      for entry in reader.tree.entries(node) {
        variables[reader.tree.text(entry.key)] = reader.tree.rubyText(entry.value)
      }
    }
    configuration.scenarios.append(
      Configuration.Scenario(
        name: name, source: reader.string(members["source"], "\"source\""),
        ref: reader.string(members["ref"], "\"ref\""), variables: variables))
  }

  private mutating func ruleSettings(_ node: NodeID) {
    guard reader.tree.kind(node) == .mapping else {
      if reader.tree.kind(node) != .null { reader.report("\"rules\" must be a mapping", at: node) }
      return
    }
    for entry in reader.tree.entries(node) {
      let key = reader.tree.text(entry.key)
      guard let rule = rules.first(where: { $0.id == key || $0.name == key }) else {
        let names = rules.flatMap { [$0.id, $0.name] }
        let hint = Spelling.closest(to: key, among: names).map { "; did you mean \"\($0)\"?" }
        reader.report("there is no rule \"\(key)\"\(hint ?? "")", at: entry.keyNode)
        continue
      }
      guard configuration.rules[rule.id] == nil else {
        reader.report("the rule \(rule.id) (\(rule.name)) is set twice", at: entry.keyNode)
        continue
      }
      configuration.rules[rule.id] = setting(entry.value)
    }
  }

  private mutating func setting(_ node: NodeID) -> Configuration.RuleSetting {
    var value = node
    if reader.tree.kind(node) == .mapping {
      let members = reader.members(node, "a rule's setting", allowed: ["severity", "params"])
      guard let severity = members["severity"] else {
        return Configuration.RuleSetting(severity: nil, isOff: false)
      }
      value = severity
    }
    // `off` without quotes is a boolean to YAML 1.1.
    if reader.tree.kind(value) == .bool, !reader.tree.bool(value) {
      return Configuration.RuleSetting(severity: nil, isOff: true)
    }
    let text = reader.tree.string(value)
    if text == "off" { return Configuration.RuleSetting(severity: nil, isOff: true) }
    guard ["error", "warning", "info"].contains(text) else {
      reader.report("a severity is error, warning, info or off, not \"\(text)\"", at: value)
      return Configuration.RuleSetting(severity: nil, isOff: false)
    }
    return Configuration.RuleSetting(severity: text, isOff: false)
  }

  private mutating func pathSetting(_ node: NodeID) {
    let members = reader.members(node, "a path", allowed: ["match", "ignore"])
    guard let match = reader.required("match", in: members, of: node, "a path") else { return }
    let ignored = reader.strings(members["ignore"], "\"ignore\"")
    for name in ignored
    where name != "all" && !rules.contains(where: { $0.id == name || $0.name == name }) {
      reader.report("there is no rule \"\(name)\"", at: members["ignore"] ?? node)
    }
    configuration.paths.append(Configuration.PathSetting(match: match, ignore: ignored))
  }
}
