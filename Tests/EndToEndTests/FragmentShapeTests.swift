import Testing

/// Shape rules in files that no pipeline of the repository includes.
@Suite struct FragmentShapeTests {
  private func findings(_ text: String, path: String) throws -> (lines: [String], output: String) {
    let repository = try TemporaryRepository(text: [path: text])
    let output = try Tool.run(["-v", "--format", "concise", path], in: repository.path).output
    let lines = output.split(separator: "\n").filter { $0.contains(": error: ") }.map { line in
      let rule = line.split(separator: "[").last?.dropLast() ?? ""
      return line.dropFirst(path.count + 1).prefix { $0 != " " }.dropLast() + " \(rule)"
    }
    return (lines.map(String.init), output)
  }

  /// Mistakes that are wrong in each pipeline that includes the file.
  @Test(arguments: ["f.gitlab-ci.yml", "templates/deploy.yml"])
  func writtenMistakes(path: String) throws {
    let (lines, output) = try findings(
      """
      deploy:
        script: ./deploy.sh
        extends: .of-the-user
        id_tokens: {AZURE_JWT: {aud: 5}}
        secrets:
          A: x
          P: {azure_key_vault: {nam: x}, token: $AZURE_JWT}
          Q: {azure_key_vault: {name: q, version: 123}, token: $AZURE_JWT}
          R: {azure_key_vault: {name: bad_name, version: latest}, token: $AZURE_JWT}
          V: {vault: 7, token: $AZURE_JWT}
      .hidden:
        script: x
        secrets: {A: x}

      """,
      path: path
    )
    #expect(
      lines == [
        "4:32 AKV101", "6:8 AKV201", "7:27 AKV201", "8:45 AKV208", "9:33 AKV210", "9:52 AKV207",
        "10:16 AKV219",
      ],
      "\(output)"
    )
    #expect(output.contains(": a pipeline that includes this file may define"), "\(output)")
    #expect(!output.contains("could not be followed"), "\(output)")
  }

  /// Parts that a pipeline that includes the file may add, or fill in.
  @Test(arguments: ["f.gitlab-ci.yml", "templates/deploy.yml"])
  func whatIsMissing(path: String) throws {
    let (lines, output) = try findings(
      """
      default:
        id_tokens: {DEFAULT_JWT: {}}
      deploy:
        stage: of-the-user
        id_tokens: {AZURE_JWT: {}, OTHER_JWT: }
        secrets:
          A:
          B: {token: $AZURE_JWT}
          C: {azure_key_vault: {version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c}, token: $AZURE_JWT}
          D: {gcp_secret_manager: {version: 1}}
          E: {vault: {path: x}, token: $AZURE_JWT}

      """,
      path: path
    )
    #expect(lines == [], "\(output)")
  }
}
