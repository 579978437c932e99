import Evidence
import Testing
import YAMLSyntax

@Suite("Mistakes in the configuration")
struct ConfigurationProblemTests {
  @Test(
    "are reported with line, column and message",
    arguments: [
      // The file.
      ("a: [", ["1:5: did not find expected node content while parsing a flow node"]),
      ("- a", ["1:1: the configuration must be a mapping, not a list"]),
      ("gitlab: *x", ["1:9: the alias *x has no anchor &x before it"]),
      ("gitlab: {}\n---\nazure: {}", ["3:1: only the first document is read"]),
      (
        "gitlab:\n  url: https://a.example\n  url: https://b.example",
        ["3:3: the key \"url\" is duplicate; the first is in line 2"]
      ),
      // Unknown keys.
      ("gitlb: {}", ["1:1: unknown key \"gitlb\" in the configuration; did you mean \"gitlab\"?"]),
      (
        "live: true",
        [
          "1:1: unknown key \"live\" in the configuration; it knows gitlab, azure, variables, "
            + "includes, scenarios, rules, paths, rule_packs, extends, profile, profiles, fail_on, "
            + "baseline, exclude"
        ]
      ),
      (
        "gitlab:\n  protected: {branch: [main]}",
        ["2:15: unknown key \"branch\" in \"protected\"; did you mean \"branches\"?"]
      ),
      (
        "azure: {identities: [{client_id: 11111111-2222-3333-4444-555555555555, tenant: x}]}",
        [
          "1:72: unknown key \"tenant\" in an identity; it knows client_id, tenant_id, kind, "
            + "resource_id, credentials, exported"
        ]
      ),
      (
        "variables:\n  - {key: A, protcted: true}",
        ["2:14: unknown key \"protcted\" in a variable; did you mean \"protected\"?"]
      ),
      (
        "variables: [{file: v.json, key: A}]",
        [
          "1:20: cannot read v.json: the file does not exist",
          "1:28: unknown key \"key\" in a file of variables; it knows file, exported",
        ]
      ),
      // Types.
      ("gitlab: main", ["1:9: \"gitlab\" must be a mapping, not text"]),
      ("gitlab: [main]", ["1:9: \"gitlab\" must be a mapping, not a list"]),
      (
        "gitlab: {version: 18.10}",
        ["1:19: \"version\" must be text, not a number; put it in quotes"]
      ),
      (
        "gitlab: {default_branch: yes}",
        ["1:26: \"default_branch\" must be text, not the truth value yes; put it in quotes"]
      ),
      (
        "gitlab:\n  protected:\n    branches: main",
        ["3:15: \"branches\" must be a list, not text"]
      ),
      (
        "gitlab: {protected: {tags: [v1, 2, [3], ]}}",
        [
          "1:33: each entry of \"tags\" must be text, not a number; put it in quotes",
          "1:36: each entry of \"tags\" must be text, not a list",
        ]
      ),
      ("variables: AZURE_CLIENT_ID", ["1:12: \"variables\" must be a list, not text"]),
      (
        "variables: [[A], ~]",
        [
          "1:13: each entry of \"variables\" must be text or a mapping, not a list",
          "1:18: each entry of \"variables\" must be text or a mapping, not empty",
        ]
      ),
      (
        "variables: [{key: A, protected: 'yes'}]",
        ["1:33: \"protected\" must be true or false, not text"]
      ),
      (
        "scenarios: [{name: a, variables: {A: true, B: [1]}}]",
        [
          "1:38: \"A\" must be text or a whole number, not the truth value true; put it in quotes",
          "1:47: \"B\" must be text or a whole number, not a list",
        ]
      ),
      ("rules: [AKV209]", ["1:8: \"rules\" must be a mapping, not a list"]),
      (
        "rules: {AKV209: [error]}",
        ["1:17: \"AKV209\" must be text or a mapping, not a list"]
      ),
      ("paths: {match: a}", ["1:8: \"paths\" must be a list, not a mapping"]),
      ("includes: [a]", ["1:12: an include must be a mapping, not text"]),
      // Missing keys.
      ("azure: {identities: [{}]}", ["1:22: an identity needs \"client_id\""]),
      (
        "includes:\n  - {project: a/b}\n  - {path: c}",
        ["2:5: an include needs \"path\"", "3:5: an include needs \"project\""]
      ),
      ("variables: [{}]", ["1:13: a variable needs \"key\""]),
      ("scenarios: [{ref: main}]", ["1:13: a scenario needs \"name\""]),
      (
        "paths: [{match: a}]",
        ["1:9: an entry of \"paths\" needs \"ignore\", \"severity\" or \"params\""]
      ),
      // Values.
      (
        "gitlab: {url: gitlab.com}",
        [
          "1:15: \"url\" must be the instance's URL such as https://gitlab.com, not \"gitlab.com\""
        ]
      ),
      (
        "gitlab: {url: 'https://me@gitlab.com'}",
        [
          "1:15: \"url\" must be the instance's URL such as https://gitlab.com, "
            + "not \"https://me@gitlab.com\""
        ]
      ),
      (
        "gitlab: {project: project}",
        ["1:19: \"project\" must be a project's full path such as group/project, not \"project\""]
      ),
      (
        "gitlab: {version: v18}",
        ["1:19: \"version\" must be a version such as 18.9, not \"v18\""]
      ),
      ("gitlab: {default_branch: ' '}", ["1:26: \"default_branch\" must not be blank"]),
      (
        "gitlab: {sub_claim: [project_path, refs]}",
        [
          "1:36: each entry of \"sub_claim\" must be project_path, project_id, ref_type, ref, "
            + "ref_protected, environment_protected, deployment_tier, job_project_path, "
            + "job_project_id, source_project_path or source_project_id, not \"refs\"; "
            + "did you mean \"ref\"?"
        ]
      ),
      (
        "gitlab: {sub_claim: [ref, project_path]}",
        [
          "1:22: \"sub_claim\" must start with one of project_path, project_id, job_project_path, "
            + "job_project_id, source_project_path, source_project_id, not ref"
        ]
      ),
      (
        "gitlab: {sub_claim: []}",
        [
          "1:21: \"sub_claim\" must start with one of project_path, project_id, job_project_path, "
            + "job_project_id, source_project_path, source_project_id"
        ]
      ),
      (
        "azure: {cloud: usgov}",
        ["1:16: \"cloud\" must be public, usgovernment, china or france, not \"usgov\""]
      ),
      (
        "azure:\n  identities:\n    - client_id: my-app\n      tenant_id: contoso.com",
        [
          "3:18: \"client_id\" must be a GUID such as 11111111-2222-3333-4444-555555555555, "
            + "not \"my-app\"",
          "4:18: \"tenant_id\" must be a GUID such as 11111111-2222-3333-4444-555555555555, "
            + "not \"contoso.com\"",
        ]
      ),
      (
        "azure: {identities: [{client_id: '{ABCDEF01-2222-3333-4444-555555555555}'}]}",
        [
          "1:34: \"client_id\" must be a GUID such as 11111111-2222-3333-4444-555555555555, not "
            + "\"{ABCDEF01-2222-3333-4444-555555555555}\"; "
            + "did you mean \"abcdef01-2222-3333-4444-555555555555\"?"
        ]
      ),
      (
        "variables: [AZURE-CLIENT-ID]",
        [
          "1:13: each entry of \"variables\" must be the name of a variable "
            + "(letters, digits, _), not \"AZURE-CLIENT-ID\""
        ]
      ),
      (
        "variables: [{key: A, environment_scope: 'a,b'}]",
        [
          "1:41: \"environment_scope\" must be an environment's name or a pattern such as "
            + "review/*, not \"a,b\""
        ]
      ),
      (
        "scenarios: [{name: a, source: merge_request}]",
        [
          "1:31: \"source\" must be api, chat, container_registry_push, duo_workflow, external, "
            + "external_pull_request_event, merge_request_event, ondemand_dast_scan, "
            + "ondemand_dast_validation, parent_pipeline, pipeline, push, schedule, "
            + "security_orchestration_policy, trigger, web or webide, not \"merge_request\""
        ]
      ),
      // Rules.
      ("rules: {akv209: error}", ["1:9: unknown rule \"akv209\"; did you mean \"AKV209\"?"]),
      ("rules: {AKV208: error}", ["1:9: unknown rule \"AKV208\""]),
      (
        "rules:\n  unpined-version: error",
        ["2:3: unknown rule \"unpined-version\"; did you mean \"unpinned-version\"?"]
      ),
      (
        "rules: {AKV209: fatal}",
        ["1:17: \"AKV209\" must be error, warning, info or off, not \"fatal\""]
      ),
      (
        "rules: {AKV209: {severity: warn}}",
        ["1:28: \"severity\" must be error, warning, info or off, not \"warn\""]
      ),
      (
        "rules: {AKV209: no}",
        ["1:17: \"AKV209\" must be text or a mapping, not the truth value no"]
      ),
      (
        "rules:\n  AKV209: error\n  unpinned-version: off",
        ["3:3: the rule AKV209 (unpinned-version) is set twice, by its ID and by its name"]
      ),
      (
        "paths: [{match: a, ignore: [all, AKV999]}]",
        ["1:34: unknown rule \"AKV999\""]
      ),
      // Duplicates.
      (
        "scenarios: [{name: a}, {name: a}]",
        ["1:31: the scenario \"a\" is defined twice"]
      ),
      (
        """
        azure:
          identities:
            - client_id: abcdef01-2222-3333-4444-555555555555
            - client_id: ABCDEF01-2222-3333-4444-555555555555
        """,
        ["4:18: the identity ABCDEF01-2222-3333-4444-555555555555 is defined twice"]
      ),
      // Files.
      ("variables: [{file: gone.json}]", ["1:20: cannot read gone.json: the file does not exist"]),
      (
        "variables: [{file: ../gone.json}]",
        ["1:20: cannot read ../gone.json: it leads out of the repository"]
      ),
      (
        "variables: [{file: /etc/passwd}]",
        ["1:20: \"file\" must be a path relative to this file, not \"/etc/passwd\""]
      ),
      (
        "rule_packs: ['https://example.com/rules']",
        [
          "1:14: each entry of \"rule_packs\" must be a path relative to this file, "
            + "not \"https://example.com/rules\""
        ]
      ),
    ] as [(String, [String])]
  )
  func problem(text: String, problems: [String]) {
    #expect(configuration(text).problemLines == problems)
  }

  @Test("are reported all at once, in the order of the file")
  func all() {
    let text = """
      rules: {AKV3: error}
      gitlab: {url: x}
      azure: {cloud: mars}
      extra: 1
      """
    #expect(
      configuration(text).problems.map { "\($0.span.start.line):\($0.span.start.column)" }
        == ["1:9", "2:15", "3:16", "4:1"]
    )
  }

  @Test(
    "in inline credentials",
    arguments: [
      ("- x", ["5:11: a federated credential must be a mapping, not text"]),
      (
        "- {}",
        [
          "5:11: a federated credential needs \"audiences\"",
          "5:11: a federated credential needs \"issuer\"",
        ]
      ),
      (
        "- {issuer: i, audiences: [a]}",
        ["5:11: a federated credential needs \"subject\" or \"claimsMatchingExpression\""]
      ),
      (
        "- {issuer: i, subject: s, audiences: a}",
        ["5:46: \"audiences\" must be a list, not text"]
      ),
      (
        "- {issuer: i, subject: s, audience: [a]}",
        [
          "5:35: unknown key \"audience\" in a federated credential; did you mean \"audiences\"?"
        ]
      ),
      (
        "- {issuer: i, subject: s, audiences: [a], claimsMatchingExpression: {value: v}}",
        [
          "5:77: a federated credential has \"subject\" or \"claimsMatchingExpression\", never both"
        ]
      ),
      (
        "- {issuer: i, audiences: [a], claimsMatchingExpression: {languageVersion: '1'}}",
        [
          "5:65: \"claimsMatchingExpression\" needs \"value\"",
          "5:83: \"languageVersion\" must be a whole number, not text",
        ]
      ),
    ] as [(String, [String])]
  )
  func credentials(list: String, problems: [String]) {
    let text = """
      azure:
        identities:
        - client_id: 11111111-2222-3333-4444-555555555555
          credentials:
      """
    #expect(configuration("\(text)\n        \(list)").problemLines == problems)
  }
}
