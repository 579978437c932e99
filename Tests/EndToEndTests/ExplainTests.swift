import Testing

@Suite struct ExplainTests {
  @Test(arguments: [
    ("AADSTS700213", "AADSTS700213 (no federated credential has the token's subject)"),
    ("700213", "AKV402 subject-mismatch"), ("forbiddenbyrbac", "stage vault"),
    ("secrets_provider_not_found", "glab variable list"),
    ("AADSTS7002999", "only its kind is known"),
    ("AKV10022", "  the US government cloud: https://vault.usgovcloudapi.net\n"),
    ("vault_host_unknown", "  China's cloud: .vault.azure.cn\n"),
    ("AADSTS70023", "AKV109 token-outlives-limit"),
    ("AADSTS500133", "no rule: the pipeline does not show it"),
    ("AADSTS700213", "If it is a managed identity:\n  az identity federated-credential list"),
  ])
  func explainsCodes(code: String, text: String) throws {
    let outcome = try Tool.run(["explain", code])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(text), "\(outcome.output)")
  }

  @Test(arguments: ["AKV202", "AADSTS700213"], [60, 100, 200])
  func fillsTheTerminal(code: String, width: Int) throws {
    let outcome = try Tool.run(["explain", code], environment: ["COLUMNS": "\(width)"])
    let section = outcome.output.split(separator: "\n\n").first { $0.hasPrefix("What happens") }
    let lines = try #require(section).split(separator: "\n").map(\.count)
    #expect(lines.allSatisfy { $0 <= width })
    #expect(lines.max() ?? 0 > width - 20 || lines.count == 2)
  }

  @Test(arguments: [
    ("ForbidenByRbac", "did you mean ForbiddenByRbac?"), ("AKV2O2", "did you mean AKV202?"),
    ("secret_provider_not_found", "did you mean secrets_provider_not_found?"),
  ])
  func guessesMisspeltCodes(code: String, hint: String) throws {
    let outcome = try Tool.run(["explain", "AKV202", code])
    #expect(outcome.status == 2)
    #expect(outcome.output.hasPrefix("AKV202"))
    #expect(outcome.errors.contains(hint), "\(outcome.errors)")
  }
}
