extension PredictionCase {
  /// The three variables of the provider: precedence, protection, environments.
  static let variables: [PredictionCase] = [
    PredictionCase(
      title: "all three in the settings",
      expected: "works"
    ),
    PredictionCase(
      title: "one is missing",
      variables: settings(),
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "one is blank",
      variables: settings(clientID: "''"),
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "one is white space",
      variables: settings(clientID: "'  '"),
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "a name without a value is enough for GitLab",
      variables: #"""
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net}
        - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}
        - AZURE_CLIENT_ID
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "nothing is known of the settings",
      variables: nil,
      expected: "unknown variables"
    ),
    PredictionCase(
      title: "all three in the YAML, nothing known of the settings",
      global:
        "variables: {AZURE_KEY_VAULT_SERVER_URL: https://vault.vault.azure.net, AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555, AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000}",
      variables: nil,
      expected: "works"
    ),
    PredictionCase(
      title: "blank in the YAML, nothing known of the settings",
      global:
        "variables: {AZURE_KEY_VAULT_SERVER_URL: https://vault.vault.azure.net, AZURE_CLIENT_ID: '', AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000}",
      variables: nil,
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "protected on a protected branch",
      variables: settings(clientID: "\(client), protected: true"),
      expected: "works"
    ),
    PredictionCase(
      title: "protected on another branch",
      variables: settings(clientID: "\(client), protected: true"),
      scenario: "other-branch",
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "protected in a merge request",
      variables: settings(clientID: "\(client), protected: true"),
      scenario: "merge-request",
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "protected in a merge request of a fork",
      variables: settings(clientID: "\(client), protected: true"),
      scenario: "fork-merge-request",
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "protected on a protected tag",
      variables: settings(clientID: "\(client), protected: true"),
      scenario: "tag",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "protected, and the protected refs are unknown",
      variables: settings(clientID: "\(client), protected: true"),
      gitLab: "gitlab: {url: https://gitlab.com, project: g/p, default_branch: main}",
      expected: "unknown variables"
    ),
    PredictionCase(
      title: "for an environment, and the job has none",
      variables: settings(
        clientID: "\(client), environment_scope: production"
      ),
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "for the job's environment",
      job: PredictionCase.usualJob + "\nenvironment: production",
      variables: settings(
        clientID: "\(client), environment_scope: production"
      ),
      expected: "works"
    ),
    PredictionCase(
      title: "for another environment",
      job: PredictionCase.usualJob + "\nenvironment: staging",
      variables: settings(
        clientID: "\(client), environment_scope: production"
      ),
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "for environments by a pattern",
      job: PredictionCase.usualJob + "\nenvironment: review/x/y",
      variables: settings(
        clientID: "\(client), environment_scope: 'review/*'"
      ),
      expected: "works"
    ),
    PredictionCase(
      title: "a pattern that does not match",
      job: PredictionCase.usualJob + "\nenvironment: production",
      variables: settings(
        clientID: "\(client), environment_scope: 'review/*'"
      ),
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "environments are compared in their case",
      job: PredictionCase.usualJob + "\nenvironment: production",
      variables: settings(
        clientID: "\(client), environment_scope: Production"
      ),
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "an environment with a variable in its name",
      job: PredictionCase.usualJob + "\nenvironment: review/$CI_COMMIT_BRANCH",
      variables: settings(
        clientID: "\(client), environment_scope: 'review/main'"
      ),
      expected: "works"
    ),
    PredictionCase(
      title: "an environment as a mapping",
      job: PredictionCase.usualJob + "\nenvironment: {name: production}",
      variables: settings(
        clientID: "\(client), environment_scope: production"
      ),
      expected: "works"
    ),
    PredictionCase(
      title: "the exact scope wins over the pattern",
      job: PredictionCase.usualJob + "\nenvironment: production",
      variables: #"""
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net}
        - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}
        - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555, environment_scope: production}
        - {key: AZURE_CLIENT_ID, value: 99999999-8888-7777-6666-555555555555, environment_scope: 'prod*'}
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "the pattern wins over all environments",
      job: PredictionCase.usualJob + "\nenvironment: production",
      variables: #"""
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net}
        - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}
        - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555, environment_scope: 'prod*'}
        - {key: AZURE_CLIENT_ID, value: 99999999-8888-7777-6666-555555555555}
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "all environments for a job without one",
      variables: #"""
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net}
        - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}
        - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555, environment_scope: '*'}
        - {key: AZURE_CLIENT_ID, value: 99999999-8888-7777-6666-555555555555, environment_scope: production}
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "the settings win over the YAML",
      global: "variables: {AZURE_CLIENT_ID: 99999999-8888-7777-6666-555555555555}",
      expected: "works"
    ),
    PredictionCase(
      title: "the settings win over the job",
      job: PredictionCase.usualJob
        + "\nvariables: {AZURE_CLIENT_ID: 99999999-8888-7777-6666-555555555555}",
      expected: "works"
    ),
    PredictionCase(
      title: "a run's own variables win over the settings",
      settings:
        "scenarios: [{name: nightly, source: schedule, ref: main, variables: {AZURE_CLIENT_ID: 99999999-8888-7777-6666-555555555555}}]",
      scenario: "nightly",
      expected: "unknown exchange"
    ),
    PredictionCase(
      title: "a run's own variables fill a gap",
      variables: settings(),
      settings:
        "scenarios: [{name: nightly, source: schedule, ref: main, variables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}}]",
      scenario: "nightly",
      expected: "works"
    ),
    PredictionCase(
      title: "the job wins over the pipeline",
      job: PredictionCase.usualJob
        + "\nvariables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}",
      global: "variables: {AZURE_CLIENT_ID: 99999999-8888-7777-6666-555555555555}",
      variables: settings(),
      expected: "works"
    ),
    PredictionCase(
      title: "the pipeline's variables reach the job",
      global: "variables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}",
      variables: settings(),
      expected: "works"
    ),
    PredictionCase(
      title: "inherit cuts the pipeline's variables",
      job: PredictionCase.usualJob + "\ninherit: {variables: false}",
      global: "variables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}",
      variables: settings(),
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "inherit lists a variable",
      job: PredictionCase.usualJob + "\ninherit: {variables: [AZURE_CLIENT_ID]}",
      global: "variables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}",
      variables: settings(),
      expected: "works"
    ),
    PredictionCase(
      title: "a rule's variables win over the job's",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        variables: {AZURE_CLIENT_ID: 99999999-8888-7777-6666-555555555555}
        rules: [{if: $CI_COMMIT_BRANCH, variables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}}]
        """#,
      variables: settings(),
      expected: "works"
    ),
    PredictionCase(
      title: "a rule that does not decide gives no variables",
      job: job(
        "rules: [{if: $CI_COMMIT_TAG, variables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}}, {when: on_success}]"
      ),
      variables: settings(),
      expected: "fails variables secrets_provider_not_found"
    ),
    PredictionCase(
      title: "the variables of the workflow rule that holds",
      global:
        "workflow: {rules: [{if: $CI_COMMIT_BRANCH, variables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}}]}",
      variables: settings(),
      expected: "works"
    ),
    PredictionCase(
      title: "the job's variables win over those of the workflow",
      job: PredictionCase.usualJob
        + "\nvariables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}",
      global:
        "workflow: {rules: [{if: $CI_COMMIT_BRANCH, variables: {AZURE_CLIENT_ID: 99999999-8888-7777-6666-555555555555}}]}",
      variables: settings(),
      expected: "works"
    ),
    PredictionCase(
      title: "the workflow's variables win over the pipeline's",
      global: #"""
        variables: {AZURE_CLIENT_ID: 99999999-8888-7777-6666-555555555555}
        workflow: {rules: [{if: $CI_COMMIT_BRANCH, variables: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}}]}
        """#,
      variables: settings(),
      expected: "works"
    ),
    PredictionCase(
      title: "a dotenv report may fill the gap",
      global: "build: {stage: build, script: x, artifacts: {reports: {dotenv: e.env}}}",
      variables: settings(),
      expected: "unknown variables"
    ),
    PredictionCase(
      title: "the settings win over a dotenv report",
      global: "build: {stage: build, script: x, artifacts: {reports: {dotenv: e.env}}}",
      expected: "works"
    ),
    PredictionCase(
      title: "no need, no dotenv report",
      job: PredictionCase.usualJob + "\nneeds: []",
      global: "build: {stage: build, script: x, artifacts: {reports: {dotenv: e.env}}}",
      variables: settings(),
      expected: "fails variables secrets_provider_not_found"
    ),
  ]
}
