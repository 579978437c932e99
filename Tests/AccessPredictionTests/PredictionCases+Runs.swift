extension PredictionCase {
  /// Whether the job runs: rules, only and except, workflow.
  static let runs: [PredictionCase] = [
    PredictionCase(
      title: "no rules: runs on the default branch",
      job: job(),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "no rules: runs on other branches",
      job: job(),
      scenario: "other-branch",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "no rules: not in merge requests",
      job: job(),
      scenario: "merge-request",
      expected: "no"
    ),
    PredictionCase(
      title: "no rules: not in merge requests of forks",
      job: job(),
      scenario: "fork-merge-request",
      expected: "no"
    ),
    PredictionCase(
      title: "no rules: runs for tags",
      job: job(),
      scenario: "tag",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "no rules: runs on schedules",
      job: job(),
      scenario: "schedule",
      expected: "works"
    ),
    PredictionCase(
      title: "no rules, but workflow rules: in merge requests, too",
      job: job(),
      global: "workflow: {rules: [{when: always}]}",
      scenario: "merge-request",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "rules: none holds",
      job: job("rules: [{if: $CI_COMMIT_TAG}]"),
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: tag",
      job: job("rules: [{if: $CI_COMMIT_TAG}]"),
      scenario: "tag",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "rules: default branch by variable",
      job: job("rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: default branch by variable on another",
      job: job("rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]"),
      scenario: "other-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: default branch on a schedule",
      job: job("rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]"),
      scenario: "schedule",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: no branch in a merge request",
      job: job("rules: [{if: $CI_COMMIT_BRANCH}]"),
      scenario: "merge-request",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: merge request",
      job: job("rules: [{if: $CI_MERGE_REQUEST_IID}]"),
      scenario: "merge-request",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "rules: no merge request on a branch",
      job: job("rules: [{if: $CI_MERGE_REQUEST_IID}]"),
      scenario: "other-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: merge request of a fork",
      job: job("rules: [{if: $CI_MERGE_REQUEST_SOURCE_PROJECT_PATH != $CI_PROJECT_PATH}]"),
      scenario: "fork-merge-request",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "rules: own merge requests only",
      job: job("rules: [{if: $CI_MERGE_REQUEST_SOURCE_PROJECT_PATH == $CI_PROJECT_PATH}]"),
      scenario: "fork-merge-request",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: schedule",
      job: job(#"rules: [{if: '$CI_PIPELINE_SOURCE == "schedule"'}]"#),
      scenario: "schedule",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: no schedule on a push",
      job: job(#"rules: [{if: '$CI_PIPELINE_SOURCE == "schedule"'}]"#),
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: never, before another that holds",
      job: job("rules: [{if: $CI_COMMIT_TAG, when: never}, {when: on_success}]"),
      scenario: "tag",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: never for tags does not concern branches",
      job: job("rules: [{if: $CI_COMMIT_TAG, when: never}, {when: on_success}]"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: manual runs, too",
      job: job("rules: [{when: manual}]"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: the first that holds decides",
      job: job(#"rules: [{if: '$CI_COMMIT_BRANCH == "main"', when: never}, {when: always}]"#),
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: a pattern",
      job: job("rules: [{if: '$CI_COMMIT_REF_NAME =~ /^feature/'}]"),
      scenario: "other-branch",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "rules: a pattern that does not match",
      job: job("rules: [{if: '$CI_COMMIT_REF_NAME =~ /^feature/'}]"),
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: a pattern on tags",
      job: job("rules: [{if: '$CI_COMMIT_TAG =~ /^v[0-9]+/'}]"),
      scenario: "tag",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "rules: changes on a push are not known",
      job: job("rules: [{changes: [src/*]}]"),
      scenario: "default-branch",
      expected: "maybe works"
    ),
    PredictionCase(
      title: "rules: changes hold for tags",
      job: job("rules: [{changes: [src/*]}]"),
      scenario: "tag",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "rules: changes hold on schedules",
      job: job("rules: [{changes: [src/*]}]"),
      scenario: "schedule",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: changes in merge requests are not known",
      job: job("rules: [{changes: [src/*]}]"),
      scenario: "merge-request",
      expected: "maybe fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "rules: changes, and a rule after it that always holds",
      job: job("rules: [{changes: [src/*]}, {when: on_success}]"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: exists",
      job: job("rules: [{exists: [Dockerfile]}]"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: exists in a folder",
      job: job("rules: [{exists: ['**/*.tf']}]"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: does not exist",
      job: job("rules: [{exists: [pom.xml]}]"),
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: a condition that is false beside changes",
      job: job("rules: [{if: $CI_COMMIT_TAG, changes: [src/*]}]"),
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: a variable that nothing defines",
      job: job("rules: [{if: $DEPLOY}]"),
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: a variable that may be in the settings",
      job: job("rules: [{if: $DEPLOY}]"),
      variables: nil,
      scenario: "default-branch",
      expected: "maybe unknown variables"
    ),
    PredictionCase(
      title: "rules: a variable of the YAML",
      job: job("rules: [{if: $DEPLOY}]"),
      global: "variables: {DEPLOY: 1}",
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: a variable of the settings",
      job: job(#"rules: [{if: '$DEPLOY == "yes"'}]"#),
      variables: PredictionCase.usualVariables + "\n- {key: DEPLOY, value: 'yes'}",
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: a protected variable on another branch",
      job: job("rules: [{if: $DEPLOY}]"),
      variables: PredictionCase.usualVariables + "\n- {key: DEPLOY, value: x, protected: true}",
      scenario: "other-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: the ref is protected",
      job: job(#"rules: [{if: '$CI_COMMIT_REF_PROTECTED == "true"'}]"#),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: the ref is not protected",
      job: job(#"rules: [{if: '$CI_COMMIT_REF_PROTECTED == "true"'}]"#),
      scenario: "other-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "rules: an undefined variable is null",
      job: job("rules: [{if: $NONE == null}]"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: both of two",
      job: job(#"rules: [{if: '$CI_COMMIT_BRANCH == "main" && $CI_PIPELINE_SOURCE == "push"'}]"#),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "rules: one of two",
      job: job(#"rules: [{if: '$CI_COMMIT_TAG || $CI_COMMIT_BRANCH == "main"'}]"#),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "workflow: no rule holds",
      job: job("rules: [{when: always}]"),
      global: "workflow: {rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]}",
      scenario: "other-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "workflow: never",
      job: job("rules: [{when: always}]"),
      global: "workflow: {rules: [{if: $CI_COMMIT_TAG, when: never}, {when: always}]}",
      scenario: "tag",
      expected: "no"
    ),
    PredictionCase(
      title: "workflow: depends on changes",
      job: job("rules: [{when: always}]"),
      global: "workflow: {rules: [{changes: [src/*]}]}",
      scenario: "default-branch",
      expected: "maybe works"
    ),
    PredictionCase(
      title: "only: a branch",
      job: job("only: [main]"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "only: another branch",
      job: job("only: [main]"),
      scenario: "other-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "only: a pattern",
      job: job("only: [/^feature/]"),
      scenario: "other-branch",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "only: tags",
      job: job("only: [tags]"),
      scenario: "tag",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "only: merge requests",
      job: job("only: [merge_requests]"),
      scenario: "merge-request",
      expected: "fails exchange AADSTS700213"
    ),
    PredictionCase(
      title: "only: schedules",
      job: job("only: [schedules]"),
      scenario: "schedule",
      expected: "works"
    ),
    PredictionCase(
      title: "only: schedules, on a push",
      job: job("only: [schedules]"),
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "only: another project",
      job: job("only: [main@h/q]"),
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "only: this project",
      job: job("only: [main@g/p]"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "only: variables, with the default refs",
      job: job("only: {variables: [$CI_COMMIT_BRANCH]}"),
      scenario: "merge-request",
      expected: "no"
    ),
    PredictionCase(
      title: "only: variables that hold",
      job: job("only: {variables: [$CI_COMMIT_BRANCH]}"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "except: a branch",
      job: job("except: [main]"),
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "except: tags",
      job: job("except: [tags]"),
      scenario: "tag",
      expected: "no"
    ),
    PredictionCase(
      title: "except: tags, on a branch",
      job: job("except: [tags]"),
      scenario: "default-branch",
      expected: "works"
    ),
    PredictionCase(
      title: "only and except",
      job: #"""
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets: {S: {azure_key_vault: {name: n}, token: $T}}
        only: [branches]
        except: [main]
        """#,
      scenario: "default-branch",
      expected: "no"
    ),
    PredictionCase(
      title: "only: a ref whose name is not known",
      job: job("only: [main]"),
      gitLab: "gitlab: {url: https://gitlab.com, project: g/p}",
      scenario: "default-branch",
      expected: "maybe unknown exchange"
    ),
  ]
}
