extension PredictionCase {
  /// Entra ID's answers.
  static let exchanges: [PredictionCase] = [
    PredictionCase(
      title: "all equal",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['https://gitlab.com']}",
      expected: "works"
    ),
    PredictionCase(
      title: "no credentials are known",
      credentials: "",
      expected: "unknown exchange"
    ),
    PredictionCase(
      title: "the issuer has a slash at its end",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com/', subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['https://gitlab.com']}",
      expected: "fails exchange AADSTS700211"
    ),
    PredictionCase(
      title: "another issuer",
      credentials:
        "- {name: c, issuer: 'https://gitlab.example.com', subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['https://gitlab.com']}",
      expected: "fails exchange AADSTS700211"
    ),
    PredictionCase(
      title: "the issuer in another case",
      credentials:
        "- {name: c, issuer: 'https://GitLab.com', subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['https://gitlab.com']}",
      expected: "fails exchange AADSTS700211"
    ),
    PredictionCase(
      title: "the audience has a slash at its end",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['https://gitlab.com/']}",
      expected: "fails exchange AADSTS700212"
    ),
    PredictionCase(
      title: "the audience in another case",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['https://GitLab.com']}",
      expected: "fails exchange AADSTS700212"
    ),
    PredictionCase(
      title: "Azure's usual audience",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['api://AzureADTokenExchange']}",
      expected: "fails exchange AADSTS700212"
    ),
    PredictionCase(
      title: "Azure's usual audience on both sides",
      job: job("rules: [{when: always}]", audience: "api://AzureADTokenExchange"),
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['api://AzureADTokenExchange']}",
      expected: "works"
    ),
    PredictionCase(
      title: "another branch",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:master', audiences: ['https://gitlab.com']}",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "another project",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/q:ref_type:branch:ref:main', audiences: ['https://gitlab.com']}",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "the subject in another case",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:G/P:ref_type:branch:ref:main', audiences: ['https://gitlab.com']}",
      expected: "fails exchange AADSTS7002138"
    ),
    PredictionCase(
      title: "a wildcard in a classic subject",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:*', audiences: ['https://gitlab.com']}",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "a tag's credential on a branch",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:tag:ref:main', audiences: ['https://gitlab.com']}",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "a tag's credential on a tag",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:tag:ref:v1.0.0', audiences: ['https://gitlab.com']}",
      scenario: "tag",
      expected: "works"
    ),
    PredictionCase(
      title: "another branch's credential in a merge request",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:feature/example', audiences: ['https://gitlab.com']}",
      scenario: "merge-request",
      expected: "works"
    ),
    PredictionCase(
      title: "the parent's credential for a fork",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:feature/example', audiences: ['https://gitlab.com']}",
      scenario: "fork-merge-request",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "the fork's own credential",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:fork/p:ref_type:branch:ref:feature/example', audiences: ['https://gitlab.com']}",
      scenario: "fork-merge-request",
      expected: "works"
    ),
    PredictionCase(
      title: "the second of two matches",
      credentials: #"""
        - {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:tag:ref:x', audiences: ['https://gitlab.com']}
        - {name: d, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['https://gitlab.com']}
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "the issuer is looked at first",
      credentials: "- {name: c, issuer: 'https://x.example', subject: 'x', audiences: ['y']}",
      expected: "fails exchange AADSTS700211"
    ),
    PredictionCase(
      title: "the audience is looked at before the subject",
      credentials: "- {name: c, issuer: 'https://gitlab.com', subject: 'x', audiences: ['y']}",
      expected: "fails exchange AADSTS700212"
    ),
    PredictionCase(
      title: "subject and audience of different credentials",
      credentials: #"""
        - {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:main', audiences: ['x']}
        - {name: d, issuer: 'https://gitlab.com', subject: 'y', audiences: ['https://gitlab.com']}
        """#,
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "an audience as a list of one",
      job: job("rules: [{when: always}]", audience: "[https://gitlab.com]"),
      expected: "works"
    ),
    PredictionCase(
      title: "an audience as a list of two",
      job: job("rules: [{when: always}]", audience: "[https://gitlab.com, x]"),
      expected: "unknown exchange"
    ),
    PredictionCase(
      title: "an audience as a list of two, none of them right",
      job: job("rules: [{when: always}]", audience: "[y, x]"),
      expected: "fails exchange AADSTS700212"
    ),
    PredictionCase(
      title: "an audience from a variable of GitLab's",
      job: job("rules: [{when: always}]", audience: "$CI_SERVER_URL"),
      expected: "works"
    ),
    PredictionCase(
      title: "an audience from a variable in percent signs",
      job: job("rules: [{when: always}]", audience: "'%CI_SERVER_URL%'"),
      expected: "works"
    ),
    PredictionCase(
      title: "an audience from a variable of the YAML",
      job: job("rules: [{when: always}]", audience: "$AUD"),
      global: "variables: {AUD: https://gitlab.com}",
      expected: "works"
    ),
    PredictionCase(
      title: "an audience from a variable in a variable",
      job: job("rules: [{when: always}]", audience: "$AUD"),
      global: "variables: {AUD: $HOST, HOST: https://gitlab.com}",
      expected: "works"
    ),
    PredictionCase(
      title: "an audience from an undefined variable",
      job: job("rules: [{when: always}]", audience: "$AUD"),
      expected: "fails exchange AADSTS700212"
    ),
    PredictionCase(
      title: "an audience from a variable without a known value",
      job: job("rules: [{when: always}]", audience: "$AUD"),
      variables: PredictionCase.usualVariables + "\n- AUD",
      expected: "unknown exchange"
    ),
    PredictionCase(
      title: "an expression that matches the branch",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] eq 'project_path:g/p:ref_type:branch:ref:main'"}}
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "an expression for all branches",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:*'"}}
        """#,
      scenario: "other-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "an expression for all branches, on a tag",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:*'"}}
        """#,
      scenario: "tag",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "a star crosses slashes and colons",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:g/*'"}}
        """#,
      scenario: "other-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "a question mark is one character",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:ma??'"}}
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "a question mark is not two",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:ma?'"}}
        """#,
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "eq takes a star literally",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] eq 'project_path:g/p:ref_type:branch:ref:*'"}}
        """#,
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "expressions compare the case",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:G/P:*'"}}
        """#,
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "a token of 25 hours",
      job: usualJob + "\ntimeout: 25 hours",
      expected: "works"
    ),
    PredictionCase(
      title: "a token of more than 25 hours",
      job: usualJob + "\ntimeout: 25h 1m",
      expected: "fails exchange AADSTS70023"
    ),
    PredictionCase(
      title: "both parts hold",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:g/*' and claims['sub'] matches '*:ref:main'"}}
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "a claim that Entra ID does not compare",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:g/*' and claims['ref'] eq 'main'"}}
        """#,
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "one of two parts does not hold",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:g/*' and claims['sub'] matches '*:ref:x'"}}
        """#,
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "a claim that is not known before a run",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'project_path:g/*' and claims['project_id'] eq '1'"}}
        """#,
      expected: "unknown exchange"
    ),
    PredictionCase(
      title: "a claim that is not known, beside one that fails",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] matches 'x*' and claims['project_id'] eq '1'"}}
        """#,
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "an expression that is none",
      credentials: #"""
        - {name: f, issuer: 'https://gitlab.com', audiences: ['https://gitlab.com'], claimsMatchingExpression: {languageVersion: 1, value: "claims['sub'] like 'x'"}}
        """#,
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "another tenant than the application's",
      variables: #"""
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net}
        - {key: AZURE_TENANT_ID, value: 77777777-7777-8888-9999-000000000000}
        - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}
        """#,
      expected: "fails exchange AADSTS700016"
    ),
    PredictionCase(
      title: "a tenant by its domain",
      variables: #"""
        - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://vault.vault.azure.net}
        - {key: AZURE_TENANT_ID, value: contoso.onmicrosoft.com}
        - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}
        """#,
      expected: "fails exchange -"
    ),
    PredictionCase(
      title: "a client without a declaration",
      variables: settings(clientID: "99999999-8888-7777-6666-555555555555"),
      expected: "unknown exchange"
    ),
    PredictionCase(
      title: "the client's ID in capital letters",
      variables: settings(clientID: "11111111-2222-3333-4444-555555555555"),
      expected: "works"
    ),
    PredictionCase(
      title: "a subject of the path alone",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p', audiences: ['https://gitlab.com']}",
      gitLab: #"""
        gitlab:
          url: https://gitlab.com
          project: g/p
          default_branch: main
          protected: {branches: [main]}
          sub_claim: [project_path]
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "a subject with the protection",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p:ref_type:branch:ref:main:ref_protected:true', audiences: ['https://gitlab.com']}",
      gitLab: #"""
        gitlab:
          url: https://gitlab.com
          project: g/p
          default_branch: main
          protected: {branches: [main]}
          sub_claim: [project_path, ref_type, ref, ref_protected]
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "a component that a job without an environment lacks",
      credentials:
        "- {name: c, issuer: 'https://gitlab.com', subject: 'project_path:g/p', audiences: ['https://gitlab.com']}",
      gitLab: #"""
        gitlab:
          url: https://gitlab.com
          project: g/p
          default_branch: main
          protected: {branches: [main]}
          sub_claim: [project_path, deployment_tier]
        """#,
      expected: "works"
    ),
    PredictionCase(
      title: "the project's path is not known",
      gitLab: "gitlab: {url: https://gitlab.com, default_branch: main}",
      expected: "unknown exchange"
    ),
    PredictionCase(
      title: "the default branch's name is not known",
      gitLab: "gitlab: {url: https://gitlab.com, project: g/p}",
      expected: "unknown exchange"
    ),
    PredictionCase(
      title: "the issuer is not known",
      gitLab: "gitlab: {project: g/p, default_branch: main}",
      expected: "unknown exchange"
    ),
  ]
}
