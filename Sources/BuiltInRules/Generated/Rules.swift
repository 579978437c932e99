// Generated from rules/ by `make generate`. Do not edit.
import RuleEngine

func generatedRules() -> [RuleDefinition] {
  [
    ruleAKV202(),
  ]
}

private func ruleAKV202() -> RuleDefinition {
  RuleDefinition(
    id: "AKV202", name: "undefined-token", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "A secret names an ID token that the job does not have",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.token_name) && !(secret.token_name in ['CI_JOB_JWT', 'CI_JOB_JWT_V1', 'CI_JOB_JWT_V2'])",
      assert: "secret.token_is_defined", at: "secret.token",
      related: [RuleDefinition.Related(at: "secret.lost_token", when: "has(secret.lost_token)", message: "`default` defines \"{{ it.name }}\", but this job does not get it"), RuleDefinition.Related(at: "secret.job.id_tokens", when: nil, message: "the job has the ID token \"{{ it.name }}\"")],
      message: "there is no ID token \"{{ secret.token_name }}\" in the job \"{{ secret.job.name }}\"{{ secret.token_suggestion == '' ? '' : '; did you mean \"' + secret.token_suggestion + '\"?' }}", fix: RuleDefinition.Replacement(title: "Name the ID token that the job has", safety: .unsafe, when: "secret.token_suggestion != ''", replace: "secret.token", with: "'$' + secret.token_suggestion"))),
    identity: [.job, .secret], isIgnorable: true,
    why: "GitLab never compares `token:` with `id_tokens:`, so the pipeline is accepted. The runner puts\nthe variable in, finds nothing and sends an empty assertion: Entra ID answers AADSTS50027,\nminutes after the push and without a line number.",
    remedy: "Name one of the job's ID tokens with a dollar sign in front, or add the missing token to the\njob's `id_tokens:`. A job with `id_tokens:` of its own gets none of those under `default:`.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretstoken", "https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    badExamples: [RuleDefinition.Example(title: "two letters swapped", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «$AZURE_JTW»\n")]), RuleDefinition.Example(title: "a job with its own tokens gets none of the default's", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    SIGSTORE_JWT: {aud: sigstore}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «\"$AZURE_JWT\"»\n")])],
    goodExamples: [RuleDefinition.Example(title: "the token is the job's", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the token comes from a template", files: [(path: ".gitlab-ci.yml", text: ".azure:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\ndeploy:\n  extends: .azure\n  script: ./deploy.sh\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: ${AZURE_JWT}\n")])])
}
