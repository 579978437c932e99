extension CredentialCase {
  /// Runs on one ref need exact subjects.
  static let exact: [CredentialCase] = [
    CredentialCase(
      title: "the default branch and its schedules share one subject",
      expected: ["add \(main): \(onMain)"]
    ),
    CredentialCase(
      title: "credentials that are not known may exist already",
      credentials: nil,
      expected: ["add \(main): \(onMain)"],
      undecided: ["may already exist"]
    ),
    CredentialCase(
      title: "what exists and is needed is kept",
      credentials: PredictionCase.mainCredential,
      expected: ["keep \(main): \(onMain)"]
    ),
    CredentialCase(
      title: "what no run needs is removed",
      credentials: PredictionCase.mainCredential + "\n"
        + PredictionCase.credential("project_path:g/p:ref_type:branch:ref:old", name: "old"),
      expected: [
        "keep \(main): \(onMain)", "remove project_path:g/p:ref_type:branch:ref:old",
      ],
      undecided: ["no selected run is on old"]
    ),
    CredentialCase(
      title: "another project's credential is kept",
      credentials: PredictionCase.credential("project_path:g/q:ref_type:branch:ref:main"),
      expected: [
        "keep project_path:g/q:ref_type:branch:ref:main", "add \(main): \(onMain)",
      ]
    ),
    CredentialCase(
      title: "a slash at the end of the audience makes another credential",
      credentials: PredictionCase.credential(main, audience: "https://gitlab.com/"),
      expected: ["remove \(main)", "add \(main): \(onMain)"]
    ),
    CredentialCase(
      title: "a scenario of the configuration, by its name",
      rules: "[{if: $CI_COMMIT_BRANCH}]",
      settings: "scenarios: [{name: nightly, source: schedule, ref: develop}]\n",
      runs: ["nightly"],
      expected: ["add project_path:g/p:ref_type:branch:ref:develop: job@nightly"]
    ),
    CredentialCase(
      title: "one run by its name",
      rules: "[{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]",
      runs: ["job@schedule"],
      expected: ["add \(main): job@schedule"],
      undecided: ["cannot distinguish these runs"]
    ),
    CredentialCase(
      title: "a fork is never selected",
      rules: "[{if: $CI_MERGE_REQUEST_IID}]",
      expected: ["add project_path:g/p:ref_type:branch:ref:feature/example: job@merge-request"],
      undecided: ["feature/example is only an example"]
    ),
    CredentialCase(
      title: "before GitLab 18.2.2 the token of a fork names the parent",
      rules: "[{if: $CI_MERGE_REQUEST_IID}]",
      gitLab: usualGitLab + "\n  version: '18.1'",
      expected: [],
      undecided: ["the same as that of a fork's merge request"]
    ),
    CredentialCase(
      title: "the components of the subject are the project's",
      gitLab: usualGitLab + "\n  sub_claim: [project_id, ref_type, ref, ref_protected]",
      expected: [
        "add project_id:42:ref_type:branch:ref:main:ref_protected:true: \(onMain)"
      ]
    ),
    CredentialCase(
      title: "the default branch is not known",
      gitLab: "gitlab: {url: 'https://gitlab.com', project: g/p, project_id: 42}",
      expected: [],
      undecided: ["project_path:g/p:ref_type:branch:ref:…"]
    ),
    CredentialCase(
      title: "an audience for each job, and Entra ID takes an issuer and a subject once",
      pipeline: job(
        "a",
        rules: "[{if: $CI_COMMIT_BRANCH == 'main' && $CI_PIPELINE_SOURCE == 'push'}]"
      )
        + job(
          "b",
          audience: "api://AzureADTokenExchange",
          rules: "[{if: $CI_COMMIT_BRANCH == 'main' && $CI_PIPELINE_SOURCE == 'push'}]"
        ),
      expected: [
        "add \(main): a@default-branch",
        "add claims['sub'] eq '\(main)' and claims['project_id'] eq '42': b@default-branch",
      ]
    ),
    CredentialCase(
      title: "a job without its variables needs no credential",
      variables: """
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net, protected: true}
        - {key: AZURE_CLIENT_ID, value: \(PredictionCase.client), protected: true}
        - {key: AZURE_TENANT_ID, value: \(PredictionCase.tenant), protected: true}
        """,
      settings: "scenarios: [{name: other-branch, ref: work}, {name: hotfix, ref: main}]\n",
      expected: ["add \(main): job@default-branch, job@schedule, job@hotfix"]
    ),
    CredentialCase(
      title: "what only a job without its variables could use is removed",
      rules: "[{if: $CI_COMMIT_BRANCH}]",
      credentials: PredictionCase.credential(
        "project_path:g/p:ref_type:branch:ref:feature/example"
      ),
      variables: """
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net, protected: true}
        - {key: AZURE_CLIENT_ID, value: \(PredictionCase.client), protected: true}
        - {key: AZURE_TENANT_ID, value: \(PredictionCase.tenant), protected: true}
        """,
      expected: [
        "remove project_path:g/p:ref_type:branch:ref:feature/example", "add \(main): \(onMain)",
      ]
    ),
    CredentialCase(
      title: "a sign-in in a script counts",
      pipeline: """
        job:
          rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]
          id_tokens: {T: {aud: 'api://AzureADTokenExchange'}}
          script: az login --service-principal -u $AZURE_CLIENT_ID -t $AZURE_TENANT_ID --federated-token "$T"
        """,
      expected: ["add \(main): \(onMain)"]
    ),
  ]

  /// Patterns of refs need expressions.
  static let patterns: [CredentialCase] = [
    CredentialCase(
      title: "protected tags",
      rules: "[{if: $CI_COMMIT_TAG}]",
      expected: ["add \(matches("ref_type:tag:ref:v*")): job@tag"]
    ),
    CredentialCase(
      title: "protected branches, in a scenario on one of them",
      rules: "[{if: $CI_COMMIT_BRANCH =~ /^release/}]",
      gitLab: usualGitLab.replacing("[main]", "[main, release/*]"),
      settings: "scenarios: [{name: release, ref: release/1.0}]\n",
      expected: ["add \(matches("ref_type:branch:ref:release/*")): job@release"]
    ),
    CredentialCase(
      title: "a job that runs for one protected branch only",
      rules: "[{if: $CI_COMMIT_BRANCH == 'release/1.0'}]",
      gitLab: usualGitLab.replacing("[main]", "[main, release/*]"),
      settings: "scenarios: [{name: release, ref: release/1.0}]\n",
      expected: ["add project_path:g/p:ref_type:branch:ref:release/1.0: job@release"]
    ),
    CredentialCase(
      title: "tags of a rule",
      rules: #"[{if: '$CI_COMMIT_TAG =~ /^v\d+\.\d+\.\d+$/'}]"#,
      gitLab: usualGitLab.replacing(", tags: [v*]", ""),
      expected: ["add \(matches("ref_type:tag:ref:v*.*.*")): job@tag"]
    ),
    CredentialCase(
      title: "branches of only",
      pipeline: """
        job:
          script: x
          id_tokens: {T: {aud: 'https://gitlab.com'}}
          secrets: {S: {azure_key_vault: {name: n}, token: $T}}
          only: [/^feature\\/.+$/]
        """,
      expected: ["add \(matches("ref_type:branch:ref:feature/*")): job@other-branch"]
    ),
    CredentialCase(
      title: "an expression over a path needs the project's ID",
      rules: "[{if: $CI_COMMIT_TAG}]",
      gitLab: PredictionCase.usualGitLab,
      expected: ["add project_path:g/p:ref_type:tag:ref:v1.0.0: job@tag"],
      undecided: ["needs the project's ID"]
    ),
    CredentialCase(
      title: "a subject by ID needs no further claim",
      rules: "[{if: $CI_COMMIT_TAG}]",
      gitLab: usualGitLab + "\n  sub_claim: [project_id, ref_type, ref]",
      expected: ["add claims['sub'] matches 'project_id:42:ref_type:tag:ref:v*': job@tag"]
    ),
    CredentialCase(
      title: "Entra ID takes no expressions for this instance",
      rules: "[{if: $CI_COMMIT_TAG}]",
      gitLab: usualGitLab.replacing("https://gitlab.com", "https://git.example.org"),
      expected: ["add project_path:g/p:ref_type:tag:ref:v1.0.0: job@tag"],
      undecided: ["only for gitlab.com"]
    ),
    CredentialCase(
      title: "an expression that would accept another run is not used",
      rules: "[{if: $CI_COMMIT_TAG}]",
      settings: "scenarios: [{name: preview, ref: refs/tags/v2.0.0-rc1}]\n",
      runs: ["tag"],
      expected: ["add project_path:g/p:ref_type:tag:ref:v1.0.0: job@tag"],
      undecided: ["would also accept job@preview"]
    ),
    CredentialCase(
      title: "an expression that accepts more than the selected runs is narrowed",
      rules: "[{if: $CI_COMMIT_BRANCH}]",
      credentials: PredictionCase.flexible(
        "claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:*'"
      ),
      runs: ["default-branch", "schedule"],
      expected: ["narrow \(main): \(onMain)"]
    ),
    CredentialCase(
      title: "an expression that accepts all projects is narrowed",
      credentials: PredictionCase.flexible("claims['sub'] matches '*'"),
      expected: ["narrow \(main): \(onMain)"]
    ),
    CredentialCase(
      title: "an expression for the group may serve other projects",
      credentials: PredictionCase.flexible("claims['sub'] matches 'project_path:g/*'"),
      expected: ["keep claims['sub'] matches 'project_path:g/*': \(onMain)"]
    ),
    CredentialCase(
      title: "a credential of another issuer is not this pipeline's",
      credentials: PredictionCase.credential(
        "repo:g/p:ref:refs/heads/main",
        issuer: "https://token.actions.githubusercontent.com"
      ),
      expected: ["keep repo:g/p:ref:refs/heads/main", "add \(main): \(onMain)"]
    ),
    CredentialCase(
      title: "what others accept is removed instead of narrowed",
      rules: "[{if: $CI_COMMIT_BRANCH}]",
      credentials: PredictionCase.mainCredential + "\n"
        + PredictionCase.flexible("claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:*'"),
      runs: ["default-branch", "schedule"],
      expected: [
        "keep \(main): \(onMain)",
        "remove claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:*'",
      ],
      undecided: ["it also accepts job@other-branch"]
    ),
  ]
}

extension String {
  fileprivate func replacing(_ text: String, _ other: String) -> String {
    var result = ""
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(text) {
        result += other
        rest = rest.dropFirst(text.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}
