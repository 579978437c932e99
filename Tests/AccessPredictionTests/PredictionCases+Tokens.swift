extension PredictionCase {
  /// Which token is sent.
  static let tokens: [PredictionCase] = [
    PredictionCase(
      title: "the token is named",
      job: job("rules: [{when: always}]"),
      expected: "works"
    ),
    PredictionCase(
      title: "braces are the same",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: "${T}"}}
        rules: [{when: always}]
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "no token is named, there is one",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}}}
        rules: [{when: always}]
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "no token is named, the first of two serves",
      job: #"""
        id_tokens: {A: {aud: https://vault.example.com}, B: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}}}
        rules: [{when: always}]
        """#,
      expected: "fails exchange AADSTS700212"
    ),
    PredictionCase(
      title: "the second of two is named",
      job: #"""
        id_tokens: {A: {aud: https://vault.example.com}, B: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $B}}
        rules: [{when: always}]
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "no token at all",
      job: #"""
        secrets: {S: {azure_key_vault: {name: n}}}
        rules: [{when: always}]
        """#,
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "a token without the dollar sign",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: T}}
        rules: [{when: always}]
        """#,
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "an empty token",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: ''}}
        rules: [{when: always}]
        """#,
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "text around the token",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: Bearer $T}}
        rules: [{when: always}]
        """#,
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "a token without a definition",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $U}}
        rules: [{when: always}]
        """#,
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "a token without a definition in an open world",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $U}}
        rules: [{when: always}]
        """#,
      global:
        "variables: {AZURE_KEY_VAULT_SERVER_URL: https://vault.vault.azure.net, AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555, AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000}",
      variables: nil,
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "a variable instead of a token",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $U}}
        rules: [{when: always}]
        """#,
      global: "variables: {U: text}",
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "the removed variable",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $CI_JOB_JWT_V2}}
        rules: [{when: always}]
        """#,
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "a variable hides the token",
      job: job("rules: [{when: always}]"),
      global: "variables: {T: text}",
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "a variable of the settings hides the token",
      job: job("rules: [{when: always}]"),
      variables: PredictionCase.usualVariables + "\n- {key: T, value: text}",
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "the first secret's token serves the others",
      job: #"""
        id_tokens: {A: {aud: x}, B: {aud: https://gitlab.com}}
        secrets: {R: {azure_key_vault: {name: n}, token: $A}, S: {azure_key_vault: {name: n}, token: $B}}
        rules: [{when: always}]
        """#,
      expected: "fails exchange AADSTS700212"
    ),
    PredictionCase(
      title: "a Vault secret's token does not serve Azure",
      job: #"""
        id_tokens: {A: {aud: x}, B: {aud: https://gitlab.com}}
        secrets: {R: {vault: {engine: {name: kv-v2, path: e}, path: p, field: f}, token: $A}, S: {azure_key_vault: {name: n}, token: $B}}
        variables: {VAULT_SERVER_URL: https://vault.example.com}
        rules: [{when: always}]
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "a Vault secret without its server stops the Azure secrets, too",
      job: #"""
        id_tokens: {A: {aud: x}, B: {aud: https://gitlab.com}}
        secrets: {R: {vault: {engine: {name: kv-v2, path: e}, path: p, field: f}, token: $A}, S: {azure_key_vault: {name: n}, token: $B}}
        rules: [{when: always}]
        """#,
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "the default's token",
      job: #"""
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        rules: [{when: always}]
        """#,
      global: "default: {id_tokens: {T: {aud: https://gitlab.com}}}",
      expected: "works"
    ),
    PredictionCase(
      title: "the default's token, which the job's own hides",
      job: #"""
        id_tokens: {U: {aud: x}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        rules: [{when: always}]
        """#,
      global: "default: {id_tokens: {T: {aud: https://gitlab.com}}}",
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "the default's token, not inherited",
      job: #"""
        inherit: {default: false}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        rules: [{when: always}]
        """#,
      global: "default: {id_tokens: {T: {aud: https://gitlab.com}}}",
      expected: "fails token AADSTS50027"
    ),
    PredictionCase(
      title: "a token through extends",
      job: #"""
        extends: .a
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        rules: [{when: always}]
        """#,
      global: ".a: {id_tokens: {T: {aud: https://gitlab.com}}}",
      expected: "works"
    ),
    PredictionCase(
      title: "no tokens: an empty mapping hides the default's",
      job: #"""
        id_tokens: {}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        rules: [{when: always}]
        """#,
      global: "default: {id_tokens: {T: {aud: https://gitlab.com}}}",
      expected: "fails token AADSTS50027"
    ),
  ]
}
