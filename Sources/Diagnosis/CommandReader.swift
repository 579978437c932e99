import AzureFederation

/// Reads the commands that a job types, which name the vault and the secret where messages do not.
enum CommandReader {
  /// The values that a command gives, those that it writes out.
  static func facts(_ line: ArraySlice<UInt8>) -> [FailureFact: String] {
    guard line.count <= 4096 else { return [:] }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ").map(unquoted)
    let isAboutSecret =
      words.contains("keyvault") && words.contains("secret")
      || words.contains { $0.hasSuffix("AzKeyVaultSecret") }
    var facts: [FailureFact: String] = [:]
    for (word, next) in zip(words, words.dropFirst() + [""]) {
      let (option, value) = split(word, next)
      if let fact = fact(of: option, isAboutSecret) { note(value, fact, &facts) }
      if let url = url(in: word) { readURL(url, &facts) }
    }
    return facts
  }

  private static func fact(of option: Substring, _ isAboutSecret: Bool) -> FailureFact? {
    switch option {
    case "--vault-name", "-VaultName": .vault
    case "--name", "-n", "-Name": isAboutSecret ? .secret : nil
    case "--version", "-v", "-Version": isAboutSecret ? .version : nil
    case "--username", "-u", "-ApplicationId": .application
    case "--tenant", "-t", "-Tenant", "-TenantId": .tenant
    default: nil
    }
  }

  /// An option with its value, which is after an equals sign or the next word.
  private static func split(
    _ word: Substring,
    _ next: Substring
  ) -> (option: Substring, value: Substring) {
    guard word.hasPrefix("--"), let sign = word.firstIndex(of: "=") else { return (word, next) }
    return (word[..<sign], unquoted(word[word.index(after: sign)...]))
  }

  private static func readURL(_ text: Substring, _ facts: inout [FailureFact: String]) {
    let host = text.dropFirst("https://".count).prefix { !"/?:\"'".contains($0) }
    note(host, .host, &facts)
    guard let cloud = Cloud(vaultHost: String(host)) else { return }
    note(host.dropLast(cloud.vaultSuffix.count), .vault, &facts)
    let path = text.dropFirst("https://".count + host.count).prefix { !"?\"'".contains($0) }
    let parts = path.split(separator: "/")
    guard parts.first == "secrets", parts.count >= 2 else { return }
    note(parts[1], .secret, &facts)
    if parts.count == 3 { note(parts[2], .version, &facts) }
  }

  private static func note(
    _ value: Substring,
    _ fact: FailureFact,
    _ facts: inout [FailureFact: String]
  ) {
    guard facts[fact] == nil, !value.contains("$"), !value.hasPrefix("-"),
      !FactReader.isMasked(String(value))
    else { return }
    facts[fact] = FactReader.checked(String(value), as: fact)
  }

  private static func unquoted(_ word: Substring) -> Substring {
    var word = word.drop { "\"'".contains($0) }
    while let last = word.last, "\"';".contains(last) { word.removeLast() }
    return word
  }

  /// Where the first URL of a word begins.
  private static func url(in word: Substring) -> Substring? {
    guard let colon = word.firstIndex(of: ":"), word[colon...].hasPrefix("://"),
      word[..<colon].hasSuffix("https")
    else { return nil }
    return word[word.index(colon, offsetBy: -5)...]
  }
}
