import Testing

/// A rule of a user about one of the types that expressions see.
struct PolicyCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The keys of the rule, besides its ID and name.
  let rule: String
  /// Its findings, as `path:line:column message`.
  let expected: [String]
  /// The pipeline.
  var pipeline = Self.deployment

  init(
    _ testDescription: String,
    _ rule: String,
    finds expected: [String],
    in pipeline: String = Self.deployment
  ) {
    self.testDescription = testDescription
    self.rule = rule
    self.expected = expected
    self.pipeline = pipeline
  }

  /// Two jobs: one that works on the default branch, and one that fails everywhere.
  static let deployment = """
    variables:
      AZURE_KEY_VAULT_SERVER_URL: https://shop.vault.azure.net
      AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555
    deploy:
      id_tokens: {JWT: {aud: https://gitlab.com}}
      secrets:
        PASSWORD: {azure_key_vault: {name: password}, token: $JWT, file: false}
      script:
        - az login --service-principal -u $AZURE_CLIENT_ID -t $AZURE_TENANT_ID --federated-token "$JWT"
        - az keyvault list --vault-name=shop
        - echo "$PASSWORD"
      rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]
    release:
      id_tokens: {JWT: {aud: https://example.com}}
      secrets:
        KEY: {azure_key_vault: {name: key}, token: $JWT}
      script: ./release.sh
      rules: [{if: $CI_COMMIT_TAG}]

    """

  static let configuration = """
    gitlab:
      url: https://gitlab.com
      project: example/shop
      version: "18.9"
      tier: premium
      default_branch: main
      protected: {branches: [main], tags: [v*]}
    azure:
      identities:
        - client_id: 11111111-2222-3333-4444-555555555555
          tenant_id: 66666666-7777-8888-9999-000000000000
          kind: managed_identity
          credentials:
            - name: main
              issuer: https://gitlab.com
              subject: project_path:example/shop:ref_type:branch:ref:main
              audiences: [https://gitlab.com]
            - name: nightly
              issuer: https://gitlab.com
              subject: project_path:example/shop:ref_type:branch:ref:nightly
              audiences: [https://gitlab.com]
    variables:
      - key: AZURE_TENANT_ID
        value: 66666666-7777-8888-9999-000000000000
        protected: true
    """

  static let snapshot = """
    {
     "schema": 1,
     "date": "2026-11-20",
     "gitlab": {"lint": {"valid": false, "errors": ["jobs:deploy config is wrong"]}},
     "vaults": [
      {
       "url": "https://shop.vault.azure.net",
       "exists": true,
       "secrets": [
        {
         "name": "password",
         "versions": [
          {
           "id": "3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c",
           "enabled": true,
           "created": "2026-08-23T10:00:00Z"
          }
         ]
        }
       ]
      }
     ]
    }
    """
}

extension PolicyCase {
  static let all = evidence + runs + scripts

  static let evidence = [
    PolicyCase(
      "credentials that no job uses",
      """
      for: credential
      assert: size(credential.runs) > 0
      message: '{{ credential.name }} of {{ credential.identity.client_id }}'
      """,
      finds: [".akvlint.yml:18:11 nightly of 11111111-2222-3333-4444-555555555555"]
    ),
    PolicyCase(
      "jobs and scenarios of a credential",
      """
      for: credential
      when: has(credential.subject) && credential.audiences == ['https://gitlab.com']
      assert: credential.runs.all(r, r.is_fork)
      message: "{{ credential.runs.map(r, r.job.name + ' ' + r.scenario).join(', ') }}"
      """,
      finds: [".akvlint.yml:14:11 deploy default-branch, deploy schedule"]
    ),
    PolicyCase(
      "users of credentials and claims of runs",
      """
      for: credential
      when: credential.kind == 'classic' && size(credential.users) > 0
      assert: "credential.runs.all(r, r.claims['ref_protected'] == 'false')"
      message: "{{ credential.users.map(j, j.name) }} {{ credential.runs[0].claims['ref_type'] }}"
      """,
      finds: [".akvlint.yml:14:11 deploy branch"]
    ),
    PolicyCase(
      "kinds of identities",
      """
      for: identity
      assert: identity.kind == 'application' && identity.is_used
      message: >-
        {{ identity.kind }} with {{ size(identity.credentials) }} of {{ identity.credential_limit }}
      """,
      finds: [".akvlint.yml:10:7 managed_identity with 2 of 20"]
    ),
    PolicyCase(
      "settings of the project",
      """
      for: project
      assert: "'release/*' in project.protected_branches"
      message: '{{ project.path }} {{ project.oldest_version_number }} {{ project.tier }}'
      """,
      finds: [".akvlint.yml:2:3 example/shop 1809 premium"]
    ),
    PolicyCase(
      "unknown settings are undecided",
      """
      for: project
      assert: project.override_role == 'maintainer'
      message: who may set variables
      """,
      finds: []
    ),
    PolicyCase(
      "age of secrets",
      """
      for: vault_secret
      assert: vault_secret.age < 60
      message: '{{ vault_secret.secret.name }} is {{ vault_secret.age }} days old'
      """,
      finds: [".gitlab-ci.yml:7:5 PASSWORD is 92 days old"]
    ),
    PolicyCase(
      "errors of GitLab's lint API",
      """
      for: lint_error
      assert: lint_error.is_reported
      at: lint_error.place
      message: '{{ lint_error.message }}'
      """,
      finds: [".gitlab-ci.yml:4:1 jobs:deploy config is wrong"]
    ),
    PolicyCase(
      "includes by name",
      """
      for: include
      assert: include.kind == 'local' || include.name.startsWith('shop/')
      at: include.ref_place
      message: '{{ include.kind }} {{ include.name }} {{ include.ref }}'
      """,
      finds: [
        ".gitlab-ci.yml:3:30 project other/ci main", ".gitlab-ci.yml:4:16 component a/b@1.2 1.2",
      ],
      in: """
        include:
          - local: ci/build.yml
          - {project: other/ci, ref: main, file: a.yml}
          - component: a/b@1.2
          - {project: shop/ci, ref: main, file: a.yml}

        """
    ),
  ]

  static let runs = [
    PolicyCase(
      "causes of failures",
      """
      for: failure
      when: failure.happens
      assert: failure.is_inevitable
      at: failure.place
      message: '{{ failure.cause }} {{ failure.scenarios }}'
      """,
      finds: []
    ),
    PolicyCase(
      "failures of jobs that never work",
      """
      for: failure
      assert: '!failure.is_inevitable'
      at: failure.audience_place
      message: '{{ failure.cause }} {{ failure.token.name }} {{ failure.scenarios }}'
      """,
      finds: [".gitlab-ci.yml:14:26 audience JWT tag"]
    ),
    PolicyCase(
      "runs by their claims",
      """
      for: run
      when: run.verdict == 'works'
      assert: run.subject.endsWith(':ref:release')
      message: '{{ run.scenario }} {{ run.credential }} {{ run.subject }}'
      """,
      finds: [
        ".gitlab-ci.yml:4:1 default-branch main project_path:example/shop:ref_type:branch:ref:main"
      ]
    ),
    PolicyCase(
      "variables of runs",
      """
      for: run
      when: run.starts && run.variables.exists(v, v.name == 'AZURE_TENANT_ID')
      assert: run.variables.all(v, v.origin.startsWith('variables'))
      message: "{{ run.variables.filter(v, v.name == 'AZURE_TENANT_ID')[0].origin }}"
      """,
      finds: [
        ".gitlab-ci.yml:4:1 .akvlint.yml:24", ".gitlab-ci.yml:13:1 .akvlint.yml:24",
      ]
    ),
    PolicyCase(
      "variables that are withheld",
      """
      for: run
      assert: run.withheld_by != 'protection'
      message: '{{ run.scenario }}: {{ run.reason }}'
      """,
      finds: [
        ".gitlab-ci.yml:4:1 other-branch: AZURE_TENANT_ID is missing: it is protected, and the "
          + "ref is not"
      ],
      in: deployment.replacing("rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]", with: "")
    ),
    PolicyCase(
      "predictions with their client",
      """
      for: prediction
      when: prediction.scenario == 'default-branch' && prediction.runs
      assert: prediction.client_id == ''
      message: '{{ prediction.client_id }} {{ prediction.credential }} {{ prediction.is_fork }}'
      """,
      finds: [".gitlab-ci.yml:4:1 11111111-2222-3333-4444-555555555555 main false"]
    ),
    PolicyCase(
      "access to vaults",
      """
      for: access
      assert: access.vault_url == 'https://prod.vault.azure.net'
      at: access.vault_place
      message: '{{ access.vault_name }} {{ access.client_id }} {{ access.secret.name }}'
      """,
      finds: [
        ".gitlab-ci.yml:2:31 shop 11111111-2222-3333-4444-555555555555 KEY",
        ".gitlab-ci.yml:2:31 shop 11111111-2222-3333-4444-555555555555 PASSWORD",
      ]
    ),
  ]

  static let scripts = [
    PolicyCase(
      "commands by their options",
      """
      for: command
      when: command.program == 'az' && command.subcommand == 'keyvault list'
      assert: "!('--vault-name' in command.options)"
      at: command.options['--vault-name']
      message: "{{ command.options['--vault-name'].text }}"
      """,
      finds: [".gitlab-ci.yml:10:37 shop"]
    ),
    PolicyCase(
      "words with variables",
      """
      for: command
      when: command.program == 'az'
      assert: "!command.arguments.exists(w, 'JWT' in w.variables)"
      message: "{{ command.arguments.map(w, w.text).join(' ') }}"
      """,
      finds: [
        ".gitlab-ci.yml:9:7 login --service-principal -u $AZURE_CLIENT_ID -t $AZURE_TENANT_ID --federated-token $JWT"
      ]
    ),
    PolicyCase(
      "uses of tokens",
      """
      for: variable_use
      when: has(variable_use.token)
      assert: variable_use.command.program == 'curl'
      message: '{{ variable_use.name }} in {{ variable_use.command.program }}'
      """,
      finds: [".gitlab-ci.yml:9:95 JWT in az"]
    ),
    PolicyCase(
      "printed secrets and sign-ins",
      """
      for: script
      assert: size(script.printed) == 0
      message: "{{ script.printed }}; {{ script.sign_ins.map(s, s.tool) }}; {{ script.functions }}"
      """,
      finds: [".gitlab-ci.yml:4:1 PASSWORD; az login; "]
    ),
    PolicyCase(
      "sign-ins",
      """
      for: sign_in
      assert: sign_in.token.aud.text == 'api://AzureADTokenExchange'
      at: sign_in.place
      message: '{{ sign_in.tool }} {{ sign_in.token.name }} {{ sign_in.works }}{{ sign_in.code }}'
      """,
      finds: [".gitlab-ci.yml:9:7 az login JWT true"]
    ),
    PolicyCase(
      "mentions of variables",
      """
      for: mention
      when: mention.kind == 'script'
      assert: mention.is_defined
      message: '{{ mention.name }}'
      """,
      finds: [".gitlab-ci.yml:11:13 PASSWORD"]
    ),
    PolicyCase(
      "texts that are not there",
      """
      for: mention
      mentions: [NOWHERE]
      assert: mention.is_defined
      message: '{{ mention.name }}'
      """,
      finds: []
    ),
  ]
}
