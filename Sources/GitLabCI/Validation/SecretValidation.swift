import YAMLSyntax

/// What GitLab asks of `id_tokens` and `secrets`.
/// Source: GitLab 18.9, `entry/id_token.rb` and `ee/…/entry/secret.rb` with its providers.
extension ErrorCollector {
  private static let providerNames = SecretProvider.keywords.map(\.text.description)
    .joined(separator: ", ")

  // MARK: ID tokens

  mutating func validateIDTokens(_ entry: Entry, _ path: EntryPath) {
    var path = path.child(entry)
    path.subject = .idToken
    if isUnknown(entry.value) || tree.kind(entry.value) == .null { return }
    guard tree.kind(entry.value) == .mapping else {
      report(path, "config should be a hash", "id_tokens must map names to tokens", at: entry.value)
      return
    }
    for token in tree.entries(entry.value) where !isUnknown(token.value) {
      var tokenPath = path.child(token)
      tokenPath.entry = token.key
      validateIDToken(token, tokenPath)
    }
  }

  private mutating func validateIDToken(_ token: Entry, _ path: EntryPath) {
    guard let audience = tree.entry(.aud, in: token.value) else {
      report(
        path, "config missing required keys: aud",
        "the ID token \"\(tree.text(token.key))\" needs \"aud\"")
      return
    }
    reportUnknownKeys(unknownKeys(token.value, allowed: [.aud]), path) { _ in nil }
    let kind = tree.kind(audience.value)
    guard !isUnknown(audience.value), !kind.isString, kind != .symbol, !isStrings(audience.value)
    else { return }
    report(
      path, "aud should be an array of strings or a string",
      "\"aud\" must be a text or a list of texts", at: audience.value)
  }

  // MARK: Secrets

  mutating func validateSecrets(_ entry: Entry, _ path: EntryPath) {
    var path = path.child(entry)
    path.subject = .secret
    if isUnknown(entry.value) || tree.kind(entry.value) == .null { return }
    guard tree.kind(entry.value) == .mapping else {
      report(path, "config should be a hash", "secrets must map names to secrets", at: entry.value)
      return
    }
    for secret in tree.entries(entry.value) where !isUnknown(secret.value) {
      var secretPath = path.child(secret)
      secretPath.entry = secret.key
      validateSecret(secret, secretPath)
    }
  }

  private mutating func validateSecret(_ secret: Entry, _ path: EntryPath) {
    let name = tree.text(secret.key)
    guard tree.kind(secret.value) == .mapping else {
      if tree.kind(secret.value) == .null {
        reportProviders(path, "the secret \"\(name)\" names no provider")
      } else {
        report(path, "config should be a hash", "the secret \"\(name)\" must be a mapping")
      }
      return
    }
    let allowed = SecretProvider.keywords + [.file, .token]
    let unknown = unknownKeys(secret.value, allowed: allowed)
    var children = path
    children.isHidden = reportUnknownKeys(unknown, path) { _ in nil } || path.isHidden
    let providers = SecretProvider.keywords.compactMap { tree.entry($0, in: secret.value) }
    if providers.count != 1 {
      let count = providers.isEmpty ? "no provider" : "several providers"
      // A misspelt provider is one mistake: the unknown key.
      if unknown.isEmpty { reportProviders(path, "the secret \"\(name)\" names \(count)") }
      children.isHidden = true
    }
    if let token = tree.entry(.token, in: secret.value), tree.kind(token.value) != .null,
      !tree.kind(token.value).isString, !isUnknown(token.value)
    {
      report(path, "token should be a string", "\"token\" must be a text", at: token.value)
    }
    if let file = tree.entry(.file, in: secret.value), tree.kind(file.value) != .null,
      tree.kind(file.value) != .bool, !isUnknown(file.value)
    {
      report(
        children.child(file), "config should be a boolean value", "\"file\" must be true or false",
        at: file.value)
    }
    for provider in providers where !isUnknown(provider.value) {
      validateProvider(provider, secret, path, children)
    }
  }

  private mutating func reportProviders(_ path: EntryPath, _ message: String) {
    report(path, "config must use exactly one of these keys: \(Self.providerNames)", message)
  }

  private mutating func validateProvider(
    _ provider: Entry, _ secret: Entry, _ path: EntryPath, _ children: EntryPath
  ) {
    // Null is accepted, and then never fetched.
    guard tree.kind(provider.value) != .null else { return }
    var place = children.child(provider)
    if Keyword(provider.key) != .azureKeyVault { place.subject = .otherProvider }
    switch Keyword(provider.key) {
    case .azureKeyVault: validateAzure(provider, place)
    case .vault: validateVault(provider, place)
    case .gcpSecretManager:
      let token = tree.value(.token, in: secret.value)
      if token.map({ isBlank($0) }) ?? true {
        var place = path
        place.subject = .otherProvider
        report(
          place, "token is required with gcp secrets manager",
          "a secret of Google Cloud needs \"token\"")
      }
      validateGoogle(provider, place)
    case .awsSecretsManager: validateAWS(provider, place)
    default: validateGitLab(provider, place)
    }
  }

  // MARK: Providers

  private mutating func validateAzure(_ provider: Entry, _ path: EntryPath) {
    guard isMapping(provider, path) else { return }
    let unknown = unknownKeys(provider.value, allowed: [.name, .version])
    reportUnknownKeys(unknown, path) { entry in
      entry.key == Keyword.file.symbol || entry.key == Keyword.token.symbol ? .misplaced : nil
    }
    requireName(.name, in: provider, path)
    guard let version = tree.entry(.version, in: provider.value), !isUnknown(version.value) else {
      return
    }
    let kind = tree.kind(version.value)
    guard kind != .null, !kind.isString else { return }
    let isNumber = kind == .int
    report(
      path, "version should be a string",
      isNumber
        ? "the version \(tree.string(version.value)) is a number to YAML; quote it"
        : "\"version\" must be a text", at: version.value,
      subject: isNumber ? .versionNumber : nil)
  }

  private mutating func isMapping(_ provider: Entry, _ path: EntryPath) -> Bool {
    if tree.kind(provider.value) == .mapping { return true }
    let key = tree.text(provider.key)
    report(path, "config should be a hash", "\"\(key)\" must be a mapping", at: provider.value)
    return false
  }

  /// A key that must hold a text that is not blank.
  private mutating func requireName(
    _ keyword: Keyword, in mapping: Entry, _ path: EntryPath, label: String? = nil
  ) {
    let name = keyword.text.description
    let label = label ?? String(name.map { $0 == "_" ? " " : $0 })
    guard let entry = tree.entry(keyword, in: mapping.value), tree.kind(entry.value) != .null else {
      let key = tree.text(mapping.key)
      report(path, "\(label) can't be blank", "\"\(key)\" needs \"\(name)\"")
      return
    }
    guard !isUnknown(entry.value) else { return }
    if !tree.kind(entry.value).isString {
      report(path, "\(label) should be a string", "\"\(name)\" must be a text", at: entry.value)
    } else if isBlank(entry.value) {
      report(path, "\(label) can't be blank", "\"\(name)\" is blank", at: entry.value)
    }
  }

  private mutating func validateVault(_ provider: Entry, _ path: EntryPath) {
    switch tree.kind(provider.value) {
    case .string, .date, .time:
      if isBlank(provider.value) {
        report(path, "config can't be blank", "\"vault\" is blank", at: provider.value)
      }
    case .mapping:
      reportUnknownKeys(unknownKeys(provider.value, allowed: [.engine, .path, .field]), path) { _ in
        nil
      }
      requireName(.path, in: provider, path)
      requireName(.field, in: provider, path)
      validateEngine(provider, path)
    default: reportHashOrString(provider, path)
    }
  }

  private mutating func validateEngine(_ provider: Entry, _ path: EntryPath) {
    guard let engine = tree.entry(.engine, in: provider.value), tree.kind(engine.value) != .null
    else {
      report(path, "engine can't be blank", "\"vault\" needs \"engine\"")
      return
    }
    guard !isUnknown(engine.value) else { return }
    guard tree.kind(engine.value) == .mapping else {
      report(
        path, "engine should be a hash", "\"engine\" must be a mapping of name and path",
        at: engine.value)
      return
    }
    let place = path.child(engine)
    reportUnknownKeys(unknownKeys(engine.value, allowed: [.name, .path]), place) { _ in nil }
    for keyword in [Keyword.name, .path] {
      if tree.entry(keyword, in: engine.value) == nil {
        let name = keyword.text.description
        report(place, "config missing required keys: \(name)", "\"engine\" needs \"\(name)\"")
      } else {
        requireName(keyword, in: engine, place)
      }
    }
  }

  /// GitLab does not turn this message to lower case.
  private mutating func reportHashOrString(_ provider: Entry, _ path: EntryPath) {
    let location = (["jobs"] + path.keys.map(tree.text)).joined(separator: ":")
    let key = tree.text(provider.key)
    raw(
      "\(location) should be a hash or a string", "\"\(key)\" must be a mapping or a text", path,
      at: provider.value)
  }

  private mutating func validateGoogle(_ provider: Entry, _ path: EntryPath) {
    guard isMapping(provider, path) else { return }
    reportUnknownKeys(unknownKeys(provider.value, allowed: [.name, .version]), path) { _ in nil }
    requireName(.name, in: provider, path)
    guard let version = tree.entry(.version, in: provider.value), !isUnknown(version.value) else {
      return
    }
    switch tree.kind(version.value) {
    case .null, .string, .date, .time, .symbol, .int: break
    default:
      report(
        path, "version must be an alphanumeric string", "\"version\" must be a text or a number",
        at: version.value)
    }
  }

  private mutating func validateAWS(_ provider: Entry, _ path: EntryPath) {
    switch tree.kind(provider.value) {
    case .string, .date, .time:
      let text = tree.text(provider.value)
      if isBlank(provider.value) {
        report(
          path, "config can't be blank", "\"aws_secrets_manager\" is blank", at: provider.value)
      } else if text.count(where: { $0 == UInt8(ascii: "#") }) > 1 {
        report(
          path, "config must contain at most one '#'",
          "the short form is ID#FIELD, with one # at most", at: provider.value)
      }
    case .mapping:
      let keys: [Keyword] = [
        .secretID, .region, .versionID, .versionStage, .roleArn, .roleSessionName, .field,
      ]
      reportUnknownKeys(unknownKeys(provider.value, allowed: keys), path) { _ in nil }
      requireName(.secretID, in: provider, path, label: "secret")
      for keyword in keys.dropFirst() {
        guard let entry = tree.entry(keyword, in: provider.value),
          tree.kind(entry.value) != .null, !tree.kind(entry.value).isString,
          !isUnknown(entry.value)
        else { continue }
        let name = keyword.text.description
        let label = keyword == .versionID ? "version" : String(name.map { $0 == "_" ? " " : $0 })
        report(path, "\(label) should be a string", "\"\(name)\" must be a text", at: entry.value)
      }
    default: reportHashOrString(provider, path)
    }
  }

  private mutating func validateGitLab(_ provider: Entry, _ path: EntryPath) {
    guard isMapping(provider, path) else { return }
    reportUnknownKeys(unknownKeys(provider.value, allowed: [.name, .source]), path) { _ in nil }
    requireName(.name, in: provider, path)
    guard let source = tree.entry(.source, in: provider.value), tree.kind(source.value) != .null,
      !isUnknown(source.value)
    else { return }
    let text = tree.rubyText(source.value)
    let group = text.hasPrefix("group/") ? text.dropFirst("group/".count) : ""
    let isGroup =
      !group.isEmpty
      && group.utf8.allSatisfy {
        ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || (0x30...0x39).contains($0)
          || [0x5F, 0x2D, 0x2E, 0x2F].contains($0)
      }
    guard text != "project", !isGroup else { return }
    report(
      path, "source must follow the format group/group_full_path or 'project'",
      "\"source\" must be 'project' or group/PATH", at: source.value)
  }
}
