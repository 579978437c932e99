extension PredictionCase {
  private static let parts = """
    id_tokens: {T: {aud: $AUD}}
    secrets: {S: {azure_key_vault: {name: n}, token: $T}}
    rules: [{when: on_success}]
    """

  /// Each combination of `parallel:matrix` is a job of its own; the one that fares worst decides.
  static let matrix: [PredictionCase] = [
    PredictionCase(
      title: "matrix: nothing depends on it",
      job: Self.usualJob + "\nparallel: {matrix: [{REGION: [eu, us]}]}",
      expected: "works"
    ),
    PredictionCase(
      title: "matrix: all audiences match",
      job: parts + "\nparallel: {matrix: [{AUD: https://gitlab.com, REGION: [eu, us]}]}",
      expected: "works"
    ),
    PredictionCase(
      title: "matrix: one audience of two does not match",
      job: parts + "\nparallel: {matrix: [{AUD: [https://gitlab.com, other]}]}",
      expected: "fails exchange AADSTS700212"
    ),
    PredictionCase(
      title: "matrix: an audience in another row does not match",
      job: parts + "\nparallel: {matrix: [{AUD: https://gitlab.com}, {AUD: other, REGION: eu}]}",
      expected: "fails exchange AADSTS700212"
    ),
    PredictionCase(
      title: "matrix: rules see its variables and drop the bad combination",
      job: """
        id_tokens: {T: {aud: $AUD}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        parallel: {matrix: [{AUD: [https://gitlab.com, other]}]}
        rules: [{if: $AUD == "https://gitlab.com"}]
        """,
      expected: "works"
    ),
    PredictionCase(
      title: "matrix: rules drop all combinations",
      job: """
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        parallel: {matrix: [{TIER: [dev, test]}]}
        rules: [{if: $TIER == "production"}]
        """,
      expected: "no"
    ),
    PredictionCase(
      title: "matrix: the environment of one combination lacks a variable",
      job: Self.usualJob + "\nenvironment: $TIER\nparallel: {matrix: [{TIER: [dev, prod]}]}",
      variables: """
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net}
        - {key: AZURE_CLIENT_ID, value: \(client), environment_scope: prod}
        - {key: AZURE_TENANT_ID, value: \(tenant)}
        """,
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "matrix: its variable wins over that of the job",
      job: parts + "\nvariables: {AUD: other}\nparallel: {matrix: [{AUD: [https://gitlab.com]}]}",
      expected: "works"
    ),
    PredictionCase(
      title: "matrix: a rule's variable wins over it",
      job: """
        id_tokens: {T: {aud: $AUD}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        parallel: {matrix: [{AUD: [a, b]}]}
        rules: [{if: $CI, variables: {AUD: https://gitlab.com}}]
        """,
      expected: "works"
    ),
    PredictionCase(
      title: "matrix: a row without the variable takes the job's",
      job: parts
        + "\nvariables: {AUD: https://gitlab.com}\n"
        + "parallel: {matrix: [{REGION: eu}, {AUD: https://gitlab.com}]}",
      expected: "works"
    ),
    PredictionCase(
      title: "parallel as a number changes nothing",
      job: Self.usualJob + "\nparallel: 3",
      expected: "works"
    ),
    PredictionCase(
      title: "workflow: its rule's variable decides in a job's rule",
      job: """
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        rules: [{if: $DEPLOY == "yes"}]
        """,
      global: "workflow: {rules: [{if: $CI_COMMIT_BRANCH == 'main', variables: {DEPLOY: 'yes'}}, "
        + "{when: always}]}",
      expected: "works"
    ),
    PredictionCase(
      title: "workflow: another rule's variable does not",
      job: """
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        rules: [{if: $DEPLOY == "yes"}]
        """,
      global: "workflow: {rules: [{if: $CI_COMMIT_BRANCH == 'main', variables: {DEPLOY: 'yes'}}, "
        + "{when: always}]}",
      scenario: "other-branch",
      expected: "no"
    ),
  ]
}
