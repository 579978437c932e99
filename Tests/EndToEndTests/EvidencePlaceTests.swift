import Testing

/// Findings about values outside the pipeline are at the value.
@Suite struct EvidencePlaceTests {
  private static let pipeline = """
    deploy:
      script: x
      rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]
      id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
      secrets: {P: {azure_key_vault: {name: n}, token: $AZURE_JWT}}

    """
  private static let exports = [
    "variables.json": """
    [
      {"key": "AZURE_KEY_VAULT_SERVER_URL", "value": "http://kv.vault.azure.net"},
      {"variable_type": "env_var", "key": "AZURE_CLIENT_ID",
       "value": "shop", "protected": false},
      {"key": "AZURE_TENANT_ID", "value": "contoso.com"}
    ]
    """,
    "credentials.json": """
    {"value": [
      {"name": "main", "issuer": "https://gitlab.com", "audiences": ["https://gitlab.com"],
       "subject": "project_path:acme/shop:ref_type:branch:ref:*"},
      {"name": "two", "issuer": "https://gitlab.com", "subject": "project_path:acme/shop",
       "audiences": ["https://gitlab.com", "api://AzureADTokenExchange"]},
      {"name": "any", "issuer": "https://gitlab.com", "audiences": ["https://gitlab.com"],
       "claimsMatchingExpression":
         {"languageVersion": 1, "value": "claims['sub'] matches 'project_path:acme/shop:*'"}}
    ]}
    """,
  ]

  private func places(_ files: [String: String]) throws -> [String] {
    let repository = try TemporaryRepository(
      text: [".gitlab-ci.yml": Self.pipeline].merging(files) { $1 }
    )
    let output = try Tool.run(["--format", "concise"], in: repository.path).output
    return output.split(separator: "\n").map { line in
      let rule = line.split(separator: "[").last?.dropLast() ?? ""
      return line.prefix { $0 != " " }.dropLast() + " \(rule)"
    }
  }

  @Test func exportsOfVariables() throws {
    let places = try places(
      Self.exports.merging([".akvlint.yml": "variables: [{file: variables.json}]\n"]) { $1 }
    )
    for place in ["2:50 AKV304", "4:13 AKV305", "5:39 AKV306"] {
      #expect(places.contains("variables.json:\(place)"), "\(places)")
    }
  }

  @Test func exportsOfCredentials() throws {
    let places = try places(
      Self.exports.merging([
        ".akvlint.yml": """
        gitlab: {url: https://gitlab.com, project: acme/shop, default_branch: main}
        azure:
          identities:
            - client_id: 11111111-2222-3333-4444-555555555555
              credentials: credentials.json
        variables:
          - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://kv.vault.azure.net}
          - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}
          - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}

        """
      ]) { $1 }
    )
    for place in ["2:3 AKV406", "4:3 AKV405", "6:3 AKV408"] {
      #expect(places.contains("credentials.json:\(place)"), "\(places)")
    }
  }

  @Test func variablesOfTheConfiguration() throws {
    let places = try places([
      ".akvlint.yml": """
      variables:
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://kv.vault.azure.net}
        - key: AZURE_CLIENT_ID
          protected: false
          value: shop
        - {key: AZURE_TENANT_ID, value: contoso.com}

      """
    ])
    for place in ["5:12 AKV305", "6:35 AKV306"] {
      #expect(places.contains(".akvlint.yml:\(place)"), "\(places)")
    }
  }

  @Test func mistakesInExports() throws {
    let places = try places([
      ".akvlint.yml": "variables: [{file: variables.json}]\n",
      "variables.json": "[\n  {\"key\": \"A\", \"protected\": \"yes\"}\n]\n",
    ])
    #expect(places == ["variables.json:2:29 AKV901"])
  }
}
