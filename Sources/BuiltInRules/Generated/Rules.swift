// swift-format-ignore-file
// Generated from rules/ by `make generate`. Do not edit.
import CommonExpressions
import Findings
import RuleEngine

func generatedRules() -> [RuleDefinition] {
  [
    ruleAKV001(),
    ruleAKV002(),
    ruleAKV003(),
    ruleAKV004(),
    ruleAKV005(),
    ruleAKV006(),
    ruleAKV007(),
    ruleAKV008(),
    ruleAKV009(),
    ruleAKV010(),
    ruleAKV011(),
    ruleAKV012(),
    ruleAKV013(),
    ruleAKV101(),
    ruleAKV102(),
    ruleAKV103(),
    ruleAKV104(),
    ruleAKV105(),
    ruleAKV106(),
    ruleAKV107(),
    ruleAKV108(),
    ruleAKV109(),
    ruleAKV110(),
    ruleAKV111(),
    ruleAKV201(),
    ruleAKV202(),
    ruleAKV203(),
    ruleAKV204(),
    ruleAKV205(),
    ruleAKV206(),
    ruleAKV207(),
    ruleAKV208(),
    ruleAKV209(),
    ruleAKV210(),
    ruleAKV211(),
    ruleAKV212(),
    ruleAKV213(),
    ruleAKV214(),
    ruleAKV215(),
    ruleAKV216(),
    ruleAKV217(),
    ruleAKV218(),
    ruleAKV219(),
    ruleAKV220(),
    ruleAKV301(),
    ruleAKV302(),
    ruleAKV303(),
    ruleAKV304(),
    ruleAKV305(),
    ruleAKV306(),
    ruleAKV307(),
    ruleAKV308(),
    ruleAKV309(),
    ruleAKV310(),
    ruleAKV311(),
    ruleAKV401(),
    ruleAKV402(),
    ruleAKV403(),
    ruleAKV404(),
    ruleAKV405(),
    ruleAKV406(),
    ruleAKV407(),
    ruleAKV408(),
    ruleAKV409(),
    ruleAKV410(),
    ruleAKV411(),
    ruleAKV412(),
    ruleAKV501(),
    ruleAKV502(),
    ruleAKV503(),
    ruleAKV504(),
    ruleAKV505(),
    ruleAKV506(),
    ruleAKV507(),
    ruleAKV508(),
    ruleAKV601(),
    ruleAKV602(),
    ruleAKV603(),
    ruleAKV701(),
    ruleAKV702(),
    ruleAKV703(),
    ruleAKV801(),
    ruleAKV802(),
    ruleAKV803(),
    ruleAKV804(),
    ruleAKV805(),
    ruleAKV806(),
    ruleAKV807(),
    ruleAKV808(),
    ruleAKV901(),
    ruleAKV902(),
    ruleAKV903(),
  ]
}

private func ruleAKV001() -> RuleDefinition {
  RuleDefinition(
    id: "AKV001", name: "yaml-syntax", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid YAML",
    check: .checker("yaml-syntax"),
    identity: [], isIgnorable: false,
    parameters: [],
    why: "GitLab reads pipelines with libyaml, and so does akvlint. If libyaml reports an error, GitLab\nrefuses the whole pipeline and creates no job. Its message counts lines from the start of the\ndocument, not of the file.",
    remedy: "Correct the text at this position. The cause is often one line above: a missing quote, a tab in\nthe indentation, or a colon followed by a space in an unquoted text.",
    references: ["https://docs.gitlab.com/ci/yaml/", "https://yaml.org/spec/1.1/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a colon in an unquoted text", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: echo a«»: b\n")]), RuleDefinition.Example(title: "a list that is not closed", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: [make, test\nother«»:\n  script: make\n")])],
        good: [RuleDefinition.Example(title: "the text is quoted", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: 'echo a: b'\n")]), RuleDefinition.Example(title: "the list is closed", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: [make, test]\n")])])
    })
}

private func ruleAKV002() -> RuleDefinition {
  RuleDefinition(
    id: "AKV002", name: "forbidden-type", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Unquoted date or unsupported tag",
    check: .checker("forbidden-type"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "YAML turns an unquoted date or time into a value of a type of its own. GitLab does not permit\nthat type and refuses the whole file with \"Tried to load unspecified class: Date\", even if\nnothing uses the template or variable that contains the date. The same applies to tags such as\n!!set.",
    remedy: "Quote the date, or remove the tag.",
    references: ["https://docs.gitlab.com/ci/yaml/", "https://docs.ruby-lang.org/en/master/Psych.html"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a date in a variable", files: [(path: ".gitlab-ci.yml", text: "variables:\n  RELEASED: «2024-01-31»\njob:\n  script: make\n")]), RuleDefinition.Example(title: "a time in a key that nothing uses", files: [(path: ".gitlab-ci.yml", text: ".built:\n  at: «2024-01-31 10:00:00»\njob:\n  script: make\n")])],
        good: [RuleDefinition.Example(title: "the date is quoted", files: [(path: ".gitlab-ci.yml", text: "variables:\n  RELEASED: '2024-01-31'\njob:\n  script: make\n")]), RuleDefinition.Example(title: "not every number with dashes is a date", files: [(path: ".gitlab-ci.yml", text: "variables:\n  BUILD: 2024-13-01\njob:\n  script: make\n")])])
    })
}

private func ruleAKV003() -> RuleDefinition {
  RuleDefinition(
    id: "AKV003", name: "too-big", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "File too large or nested too deeply",
    check: .checker("too-big"),
    identity: [], isIgnorable: false,
    parameters: [],
    why: "GitLab refuses configuration that is nested more than 100 levels deep, or that takes more than 2\nMiB in memory with all aliases written out: \"The parsed YAML is too big\". A few lines of aliases\nthat refer to each other are enough.",
    remedy: "Split the file, or replace aliases that multiply with extends, which shares the repeated parts.",
    references: ["https://docs.gitlab.com/administration/instance_limits/", "https://docs.gitlab.com/ci/yaml/yaml_optimization/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "an anchor that holds itself", files: [(path: ".gitlab-ci.yml", text: ".loop: &loop\n  again: «*»loop\njob:\n  script: make\n")]), RuleDefinition.Example(title: "more than a hundred levels", files: [(path: ".gitlab-ci.yml", text: ".deep: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[«[»]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\njob:\n  script: make\n")])],
        good: [RuleDefinition.Example(title: "an alias beside its anchor", files: [(path: ".gitlab-ci.yml", text: ".base: &base\n  image: alpine\njob:\n  <<: *base\n  script: make\n")]), RuleDefinition.Example(title: "a list in a list", files: [(path: ".gitlab-ci.yml", text: "job:\n  script:\n    - [make, test]\n")])])
    })
}

private func ruleAKV004() -> RuleDefinition {
  RuleDefinition(
    id: "AKV004", name: "duplicate-key", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Duplicate key in a mapping",
    check: .checker("duplicate-key"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "The parser keeps the last value and silently drops the first. A job that is defined twice, or a\nsecond `secrets:` in one job, loses everything in the first definition.",
    remedy: "Merge the two, or rename one of them.",
    references: ["https://docs.gitlab.com/ci/yaml/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a second secrets", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n  variables:\n    A: a\n  «variables»:\n    B: b\n")]), RuleDefinition.Example(title: "a job of the same name", files: [(path: ".gitlab-ci.yml", text: "test:\n  script: make test\n«test»:\n  script: make check\n")])],
        good: [RuleDefinition.Example(title: "both in one mapping", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n  variables:\n    A: a\n    B: b\n")]), RuleDefinition.Example(title: "the same key in two mappings", files: [(path: ".gitlab-ci.yml", text: "test:\n  script: make test\ncheck:\n  script: make check\n")])])
    })
}

private func ruleAKV005() -> RuleDefinition {
  RuleDefinition(
    id: "AKV005", name: "merge-key-order", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Merge key overwrites earlier keys",
    check: .checker("merge-key-order"),
    identity: [.job], isIgnorable: true,
    parameters: [],
    why: "The YAML specification gives the keys of a mapping priority over keys merged with `<<`. GitLab's\nparser merges in order instead: a `<<` after a key overwrites it, so the job runs the template's\nscript or uses the template's token.",
    remedy: "Write `<<` first. Later keys then take priority.",
    references: ["https://docs.gitlab.com/ci/yaml/yaml_optimization/#anchors"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the template's script wins", files: [(path: ".gitlab-ci.yml", text: ".base: &base\n  script: make base\njob:\n  script: make\n  «<<»: *base\n")]), RuleDefinition.Example(title: "the template's audience wins", files: [(path: ".gitlab-ci.yml", text: ".token: &token\n  aud: https://gitlab.example.com\njob:\n  script: make\n  id_tokens:\n    JWT:\n      aud: https://gitlab.com\n      «<<»: *token\n")]), RuleDefinition.Example(title: "the template fills what is empty", files: [(path: ".gitlab-ci.yml", text: ".base: &base\n  script: make base\njob:\n  script:\n  «<<»: *base\n")])],
        good: [RuleDefinition.Example(title: "the merge key comes first", files: [(path: ".gitlab-ci.yml", text: ".base: &base\n  script: make base\njob:\n  <<: *base\n  script: make\n")]), RuleDefinition.Example(title: "nothing is overwritten", files: [(path: ".gitlab-ci.yml", text: ".base: &base\n  image: alpine\njob:\n  script: make\n  <<: *base\n")])])
    })
}

private func ruleAKV006() -> RuleDefinition {
  RuleDefinition(
    id: "AKV006", name: "ignored-document", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Document that GitLab never reads",
    check: .checker("ignored-document"),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "GitLab splits a file at lines that begin with `---` and reads only one document: the first, or\nthe one after a `spec:` header. It drops all others, with their jobs, without a message.",
    remedy: "Remove the `---` line, or move the jobs into the document that is read.",
    references: ["https://docs.gitlab.com/ci/inputs/", "https://docs.gitlab.com/ci/yaml/includes/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "jobs after a second document's start", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n---\n«lost:»\n  script: make lost\n")]), RuleDefinition.Example(title: "a comment before the lost keys", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n---\n# What follows is not read.\n«lost:»\n  script: make lost\n")]), RuleDefinition.Example(title: "three documents, the middle one lost", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs: {}\n---\n«job:»\n  script: make\n---\nother:\n  script: make other\n")])],
        good: [RuleDefinition.Example(title: "one document", files: [(path: ".gitlab-ci.yml", text: "---\njob:\n  script: make\n")]), RuleDefinition.Example(title: "nothing but a comment after the document", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n---\n# The end.\n")]), RuleDefinition.Example(title: "a header and a document", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs:\n    stage:\n      default: test\n---\njob:\n  script: make\n")])])
    })
}

private func ruleAKV007() -> RuleDefinition {
  RuleDefinition(
    id: "AKV007", name: "invalid-reference", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Unresolvable !reference",
    check: .checker("invalid-reference"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "A `!reference` gives the path of a value: a top-level key, then keys below it. If the path leads\nnowhere, to null or false, or back to itself, GitLab refuses the whole pipeline. Its message\nshows the path, but neither file nor line.",
    remedy: "Reference a value that exists after includes and `extends` are merged. To reuse a whole list of\ncommands, end the path with `script`; single elements of a list cannot be referenced.",
    references: ["https://docs.gitlab.com/ci/yaml/yaml_optimization/#reference-tags"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a misspelt key", files: [(path: ".gitlab-ci.yml", text: ".azure:\n  before_script:\n    - az --version\ndeploy:\n  script:\n    - «!reference [.azure, before_scrpt]»\n    - ./deploy.sh\n")]), RuleDefinition.Example(title: "a reference that leads back to itself", files: [(path: ".gitlab-ci.yml", text: ".setup:\n  script:\n    - «!reference [.setup, script]»\ndeploy:\n  script: ./deploy.sh\n")]), RuleDefinition.Example(title: "a single word instead of a path", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: «!reference deploy»\n")])],
        good: [RuleDefinition.Example(title: "the path names a list of commands", files: [(path: ".gitlab-ci.yml", text: ".azure:\n  before_script:\n    - az --version\ndeploy:\n  script:\n    - !reference [.azure, before_script]\n    - ./deploy.sh\n")]), RuleDefinition.Example(title: "the path names something of an included file", files: [(path: ".gitlab-ci.yml", text: "include: ci/azure.yml\ndeploy:\n  id_tokens: !reference [.azure, id_tokens]\n  script: ./deploy.sh\n"), (path: "ci/azure.yml", text: ".azure:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n")])])
    })
}

private func ruleAKV008() -> RuleDefinition {
  RuleDefinition(
    id: "AKV008", name: "invalid-extends", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Unresolvable extends",
    check: .checker("invalid-extends"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "If a job extends itself, something that does not exist, or bases more than eleven levels deep,\nGitLab refuses the pipeline and nothing runs. Its message names the job, not the line.",
    remedy: "Name an existing job or template. Templates of included files count, so an include may be\nmissing.",
    references: ["https://docs.gitlab.com/ci/yaml/#extends"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a misspelt template", files: [(path: ".gitlab-ci.yml", text: ".azure:\n  image: alpine\njob:\n  extends: «.azuer»\n  script: make\n")]), RuleDefinition.Example(title: "a job that extends itself", files: [(path: ".gitlab-ci.yml", text: "job:\n  extends: «job»\n  script: make\n")])],
        good: [RuleDefinition.Example(title: "the template exists", files: [(path: ".gitlab-ci.yml", text: ".azure:\n  image: alpine\njob:\n  extends: .azure\n  script: make\n")]), RuleDefinition.Example(title: "the template comes from an included file", files: [(path: ".gitlab-ci.yml", text: "include: ci/base.yml\njob:\n  extends: .azure\n  script: make\n"), (path: "ci/base.yml", text: ".azure:\n  image: alpine\n")])])
    })
}

private func ruleAKV009() -> RuleDefinition {
  RuleDefinition(
    id: "AKV009", name: "invalid-include", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid include",
    check: .checker("invalid-include"),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "GitLab refuses the pipeline if a local file does not exist, is empty, or has an extension other\nthan .yml or .yaml. Files that include each other are refused too: GitLab stops at 150 includes.\nWhen the rules of an include let no file in, GitLab validates the include itself, and accepts only\na list or a path: an include that is a mapping works in some runs and fails the others (a warning).",
    remedy: "Correct the path. It is always relative to the root of the repository, with or without a leading\nslash, never to the including file.",
    references: ["https://docs.gitlab.com/ci/yaml/#include", "https://docs.gitlab.com/ci/yaml/includes/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no such file", files: [(path: ".gitlab-ci.yml", text: "include: «ci/missing.yml»\njob:\n  script: make\n")]), RuleDefinition.Example(title: "a wrong extension", files: [(path: ".gitlab-ci.yml", text: "include:\n  - local: «ci/base.txt»\njob:\n  script: make\n"), (path: "ci/base.txt", text: ".base:\n  image: alpine\n")]), RuleDefinition.Example(title: "a mapping with rules that do not hold in each run", files: [(path: ".gitlab-ci.yml", text: "include:\n  «local: ci/review.yml\n  rules:\n    - if: $CI_MERGE_REQUEST_IID»\njob:\n  script: make\n"), (path: "ci/review.yml", text: "review:\n  script: make review\n")])],
        good: [RuleDefinition.Example(title: "the same rules in a list", files: [(path: ".gitlab-ci.yml", text: "include:\n  - local: ci/review.yml\n    rules:\n      - if: $CI_MERGE_REQUEST_IID\njob:\n  script: make\n"), (path: "ci/review.yml", text: "review:\n  script: make review\n")]), RuleDefinition.Example(title: "a mapping whose rules hold in each run", files: [(path: ".gitlab-ci.yml", text: "include:\n  local: ci/base.yml\n  rules:\n    - exists: [ci/base.yml]\njob:\n  script: make\n"), (path: "ci/base.yml", text: ".base:\n  image: alpine\n")]), RuleDefinition.Example(title: "the file exists", files: [(path: ".gitlab-ci.yml", text: "include: ci/base.yml\njob:\n  script: make\n"), (path: "ci/base.yml", text: ".base:\n  image: alpine\n")]), RuleDefinition.Example(title: "a wildcard that matches nothing", files: [(path: ".gitlab-ci.yml", text: "include: 'ci/*.yml'\njob:\n  script: make\n")])])
    })
}

private func ruleAKV010() -> RuleDefinition {
  RuleDefinition(
    id: "AKV010", name: "unresolved-include", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Include that needs a server",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .include, when: nil,
      assert: "include.is_followed", at: "include",
      related: [],
      message: "the include ({{ include.summary }}) was not followed: {{ include.problem }}; what depends on it is not judged", fixes: [])),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "akvlint works without a network, so it does not read project, remote, template and component\nincludes. They may define jobs, defaults and variables; checks that depend on them are\nundecided, never findings.",
    remedy: "Map the included project to a folder under includes: in .akvlint.yml, or accept this note. With\n--strict-resolution, an unresolved include makes the exit code 3.",
    references: ["https://docs.gitlab.com/ci/yaml/#include"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a file of another project", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: example/ci-templates\n    file: «/azure.yml»\njob:\n  script: make\n")]), RuleDefinition.Example(title: "one of GitLab's templates", files: [(path: ".gitlab-ci.yml", text: "include:\n  - template: «Jobs/SAST.gitlab-ci.yml»\njob:\n  script: make\n")])],
        good: [RuleDefinition.Example(title: "a local file", files: [(path: ".gitlab-ci.yml", text: "include: ci/base.yml\njob:\n  script: make\n"), (path: "ci/base.yml", text: ".base:\n  image: alpine\n")]), RuleDefinition.Example(title: "no include", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n")])])
    })
}

private func ruleAKV011() -> RuleDefinition {
  RuleDefinition(
    id: "AKV011", name: "invalid-input", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid input or interpolation",
    check: .checker("invalid-input"),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "`spec:inputs` declares the inputs of a file, and `$[[ inputs.NAME ]]` is replaced with their\nvalues. GitLab refuses the whole pipeline if a value is missing or has the wrong type, a name is\nnot declared, or a function does not exist.",
    remedy: "Declare the input in the header of the file that uses it, and give it a default or a value where\nthe file is included.",
    references: ["https://docs.gitlab.com/ci/inputs/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "an undeclared input", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs:\n    environment:\n      default: production\n---\ndeploy:\n  script: «'./deploy.sh $[[ inputs.enviroment ]]'»\n")]), RuleDefinition.Example(title: "a default of the wrong type", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs:\n    retries:\n      type: number\n      default: «many»\n---\ndeploy:\n  script: ./deploy.sh\n")]), RuleDefinition.Example(title: "an include that leaves out a required input", files: [(path: ".gitlab-ci.yml", text: "include:\n  - local: «ci/deploy.yml»\n"), (path: "ci/deploy.yml", text: "spec:\n  inputs:\n    environment:\n---\ndeploy:\n  script: './deploy.sh $[[ inputs.environment ]]'\n")])],
        good: [RuleDefinition.Example(title: "the input is declared and has a default", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs:\n    environment:\n      default: production\n---\ndeploy:\n  script: './deploy.sh $[[ inputs.environment ]]'\n")]), RuleDefinition.Example(title: "the include gives the value", files: [(path: ".gitlab-ci.yml", text: "include:\n  - local: ci/deploy.yml\n    inputs:\n      environment: staging\n"), (path: "ci/deploy.yml", text: "spec:\n  inputs:\n    environment:\n---\ndeploy:\n  script: './deploy.sh $[[ inputs.environment ]]'\n")])])
    })
}

private func ruleAKV012() -> RuleDefinition {
  RuleDefinition(
    id: "AKV012", name: "invalid-job", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Invalid job",
    check: .checker("invalid-job"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "An unknown keyword, a missing script or a value of the wrong type in any job makes GitLab refuse\nthe whole pipeline. GitLab then reports nothing about the job's id_tokens and secrets; akvlint\nchecks them anyway. It knows the keywords of the newest GitLab, or of the version that `gitlab:\nversion:` in the configuration names.",
    remedy: "Correct the keyword at this position; \"GitLab says\" quotes GitLab's own message. If the message\nnames a newer version of GitLab, upgrade GitLab or remove the keyword.",
    references: ["https://docs.gitlab.com/ci/yaml/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "an unknown keyword", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n  «scripts»: make\n")]), RuleDefinition.Example(title: "no script", files: [(path: ".gitlab-ci.yml", text: "«job»:\n  stage: test\n")]), RuleDefinition.Example(title: "rules and only together", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n  rules:\n    - if: $CI_COMMIT_TAG\n  «only»: [tags]\n")])],
        good: [RuleDefinition.Example(title: "a script", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n")]), RuleDefinition.Example(title: "a template needs none", files: [(path: ".gitlab-ci.yml", text: ".job:\n  stage: test\njob:\n  extends: .job\n  script: make\n")])])
    })
}

private func ruleAKV013() -> RuleDefinition {
  RuleDefinition(
    id: "AKV013", name: "invalid-pipeline", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Invalid pipeline",
    check: .checker("invalid-pipeline"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "GitLab refuses the whole pipeline if there is no visible job, or if a stage or a needed job does\nnot exist. Its message names the job but no line.",
    remedy: "Correct the name at this position, or add the stage to stages.",
    references: ["https://docs.gitlab.com/ci/yaml/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a misspelt stage", files: [(path: ".gitlab-ci.yml", text: "stages: [build, deploy]\njob:\n  stage: «deplyo»\n  script: make\n")]), RuleDefinition.Example(title: "a needed job that does not exist", files: [(path: ".gitlab-ci.yml", text: "build:\n  stage: build\n  script: make\ntest:\n  needs: [«biuld»]\n  script: make test\n")])],
        good: [RuleDefinition.Example(title: "the stage exists", files: [(path: ".gitlab-ci.yml", text: "stages: [build, deploy]\njob:\n  stage: deploy\n  script: make\n")]), RuleDefinition.Example(title: "an optional need", files: [(path: ".gitlab-ci.yml", text: "test:\n  needs:\n    - {job: build, optional: true}\n  script: make test\n")])])
    })
}

private func ruleAKV101() -> RuleDefinition {
  RuleDefinition(
    id: "AKV101", name: "id-token-shape", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid ID token",
    check: .checker("id-token-shape"),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "An ID token is a mapping with exactly one key, aud, whose value is a text or a list of texts.\nGitLab refuses the pipeline otherwise.",
    remedy: "Write NAME: {aud: AUDIENCE}. GitLab sets all other claims itself.",
    references: ["https://docs.gitlab.com/ci/yaml/#id_tokens", "https://docs.gitlab.com/ci/secrets/id_token_authentication/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no audience", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    «AZURE_JWT»: {}\n")]), RuleDefinition.Example(title: "a claim that GitLab sets itself", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n      «sub»: me\n")]), RuleDefinition.Example(title: "an audience that is a number", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud: «42»\n")])],
        good: [RuleDefinition.Example(title: "a text", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n")]), RuleDefinition.Example(title: "a variable", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: $CI_SERVER_URL}\n")])])
    })
}

private func ruleAKV102() -> RuleDefinition {
  RuleDefinition(
    id: "AKV102", name: "empty-audience", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "ID token without audience",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: "has(id_token.aud)",
      assert: "size(id_token.audiences) > 0 && id_token.audiences.all(a, a.text != '' && !(a.is_one_variable && size(a.undefined_variables) > 0))", at: "id_token.aud",
      related: [],
      message: "the ID token \"{{ id_token.name }}\" has an empty audience, which Entra ID refuses; write the audience of the federated credential", fixes: [])),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "GitLab accepts an empty text or an empty list and issues a token without an audience. Entra ID\nrefuses it, either because the claim aud is missing (AADSTS90014) or because no federated\ncredential has an empty audience (AADSTS700212). Neither company documents which.",
    remedy: "Write the audience of the federated credential, such as https://gitlab.com or\napi://AzureADTokenExchange.",
    references: ["https://docs.gitlab.com/ci/yaml/#id_tokens", "https://docs.gitlab.com/ci/secrets/id_token_authentication/", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "an empty text", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud: «''»\n")]), RuleDefinition.Example(title: "an empty list", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud: «[]»\n")]), RuleDefinition.Example(title: "a variable that is not defined anywhere", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud: «$AZURE_AUDIENCE»\n"), (path: ".akvlint.yml", text: "variables:\n  - AZURE_CLIENT_ID\n")])],
        good: [RuleDefinition.Example(title: "an audience", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n")]), RuleDefinition.Example(title: "a variable that GitLab sets", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: $CI_SERVER_URL}\n")])])
    })
}

private func ruleAKV103() -> RuleDefinition {
  RuleDefinition(
    id: "AKV103", name: "unreferencable-token-name", since: "0.1",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "!id_token.job.secrets.exists(s, !has(s.token) && s.serving_token_name == id_token.name) && !id_token.job.secrets.exists(s, has(s.token) && (s.token.text == '$' + id_token.name || s.token.text == '${' + id_token.name + '}'))", severity: .warning)],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "ID token name that cannot be referenced",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: nil,
      assert: "id_token.name.matches('^[A-Za-z_][A-Za-z0-9_]*$')", at: "id_token",
      related: [],
      message: "no variable reference can name the ID token \"{{ id_token.name }}\"; use letters, digits and underscores", fixes: [])),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "GitLab accepts any name, but $NAME can reference only names of letters, digits and underscores\nthat do not begin with a digit. In $MY-TOKEN the runner expands $MY and keeps the rest, so it\nsends \"-TOKEN\", and Entra ID returns AADSTS50027. A secret without token: fails in the same way,\nbecause GitLab itself then sends a dollar sign and the name of the token.",
    remedy: "Rename the token, with underscores instead of dashes and spaces.",
    references: ["https://docs.gitlab.com/ci/yaml/#id_tokens", "https://docs.gitlab.com/ci/yaml/#secretstoken"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a dash, and nothing refers to it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    «AZURE-JWT»: {aud: https://gitlab.com}\n")]), RuleDefinition.Example(title: "a leading digit", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    «1PASSWORD»: {aud: https://gitlab.com}\n")])],
        good: [RuleDefinition.Example(title: "underscores", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n")]), RuleDefinition.Example(title: "a digit after a letter", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    JWT_2: {aud: https://gitlab.com}\n")])])
    })
}

private func ruleAKV104() -> RuleDefinition {
  RuleDefinition(
    id: "AKV104", name: "shadowed-token", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "ID token hidden by a variable or secret",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: nil,
      assert: "size(id_token.shadowed_by) == 0 && !has(id_token.secret_of_same_name) && id_token.shadowed_outside == ''", at: "id_token",
      related: [RuleDefinition.Related(at: "id_token.shadowed_by", when: nil, message: "this variable hides it"), RuleDefinition.Related(at: "id_token.secret_of_same_name", when: "has(id_token.secret_of_same_name)", message: "this secret hides it")],
      message: "the ID token \"{{ id_token.name }}\" is hidden by a {{ has(id_token.secret_of_same_name) ? 'secret' : 'variable' }} of the same name{{ id_token.shadowed_outside == '' ? '' : ' (' + id_token.shadowed_outside + ')' }}", fixes: [])),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "GitLab gives the job its ID tokens first and its CI/CD variables after them, and the last value\nof a name wins. The runner then sends the variable's value as the assertion: Entra ID returns\nAADSTS50027, and for an empty value AADSTS50027 or AADSTS7000216.",
    remedy: "Rename the token or the variable.",
    references: ["https://docs.gitlab.com/ci/variables/#cicd-variable-precedence", "https://docs.gitlab.com/ci/yaml/#id_tokens", "https://github.com/MicrosoftDocs/azure-docs/issues/30777"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a variable of the job", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  variables:\n    AZURE_JWT: placeholder\n  id_tokens:\n    «AZURE_JWT»: {aud: https://gitlab.com}\n")]), RuleDefinition.Example(title: "a variable of the pipeline", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_JWT: placeholder\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    «AZURE_JWT»: {aud: https://gitlab.com}\n")])],
        good: [RuleDefinition.Example(title: "names of their own", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  variables:\n    AZURE_TARGET: staging\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n")]), RuleDefinition.Example(title: "the job does not inherit the variable", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_JWT: placeholder\ndeploy:\n  script: ./deploy.sh\n  inherit: {variables: false}\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n")])])
    })
}

private func ruleAKV105() -> RuleDefinition {
  RuleDefinition(
    id: "AKV105", name: "unused-id-token", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .strict, roles: [.pipeline],
    title: "Unused ID token",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: "!id_token.job.is_trigger",
      assert: "id_token.is_used || id_token.name in params.programs || id_token.name in ['ARM_OIDC_TOKEN', 'AZURE_FEDERATED_TOKEN', 'AZURE_OIDC_TOKEN', 'SIGSTORE_ID_TOKEN', 'PYPI_ID_TOKEN', 'TESTPYPI_ID_TOKEN', 'NPM_ID_TOKEN']", at: "id_token",
      related: [],
      message: "nothing in the pipeline uses the ID token \"{{ id_token.name }}\"", fixes: [])),
    identity: [.job, .token], isIgnorable: true,
    parameters: [RuleParameter(name: "programs", value: .list([.string("VAULT_ID_TOKEN")]))],
    why: "GitLab signs every ID token of a job and exports it to the environment of every command, whether\nit is used or not. Anyone who obtains it can sign in with it until the job's time is over. A\nprogram that the script starts may read the variable although the YAML does not show it; then\nthis is a false alarm.",
    remedy: "Remove the token, or name the program that reads it in a comment: # akvlint: ignore[AKV105] read\nby deploy.sh. Names that well-known programs read themselves, such as ARM_OIDC_TOKEN and\nSIGSTORE_ID_TOKEN, are never reported; .akvlint.yml adds more: rules: {AKV105: {params:\n{programs: [...]}}}.",
    references: ["https://docs.gitlab.com/ci/secrets/id_token_authentication/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a second token that nothing names", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    «SIGN_JWT»: {aud: https://sign.example.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a default that no job needs", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    «SIGN_JWT»: {aud: https://sign.example.com}\nbuild:\n  script: make\ntest:\n  script: make test\n")])],
        good: [RuleDefinition.Example(title: "Terraform reads it by its name", files: [(path: ".gitlab-ci.yml", text: "plan:\n  script: ./plan.sh\n  id_tokens:\n    ARM_OIDC_TOKEN: {aud: api://AzureADTokenExchange}\n")]), RuleDefinition.Example(title: "a command uses it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: sign --token $SIGN_JWT\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    SIGN_JWT: {aud: https://sign.example.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a secret is fetched with the first token", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n")]), RuleDefinition.Example(title: "a default that one job needs", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    SIGN_JWT: {aud: https://sign.example.com}\nbuild:\n  script: make\nsign:\n  script: sign --token \"${SIGN_JWT}\"\n")]), RuleDefinition.Example(title: "a variable passes it on", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    SIGN_JWT: {aud: https://sign.example.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  variables: {SIGNER_TOKEN: $SIGN_JWT}\n")])])
    })
}

private func ruleAKV106() -> RuleDefinition {
  RuleDefinition(
    id: "AKV106", name: "several-audiences", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "ID token for Azure with several audiences",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: "id_token.serves_azure && has(id_token.aud)",
      assert: "size(id_token.audiences) < 2", at: "id_token.aud",
      related: [],
      message: "the ID token \"{{ id_token.name }}\" has {{ size(id_token.audiences) }} audiences, but a federated credential has exactly one; define an ID token for each", fixes: [])),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "A federated credential has exactly one audience. Microsoft does not document whether Entra ID\naccepts a token whose aud is a list of several. A token with one audience for each receiver\nalways works, and no receiver gets a token that another one accepts too.",
    remedy: "Define one ID token for each audience.",
    references: ["https://learn.microsoft.com/en-us/graph/api/resources/federatedidentitycredential", "https://docs.gitlab.com/ci/secrets/id_token_authentication/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "two audiences", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud: «[https://gitlab.com, https://vault.example.com]»\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the first token serves the secret", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud:\n        «- api://AzureADTokenExchange\n        - https://gitlab.com»\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n")])],
        good: [RuleDefinition.Example(title: "one audience", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: [https://gitlab.com]}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "not for Azure", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    SIGSTORE_JWT: {aud: [sigstore, https://example.com]}\n")])])
    })
}

private func ruleAKV107() -> RuleDefinition {
  RuleDefinition(
    id: "AKV107", name: "removed-jwt-variable", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Removed CI_JOB_JWT variable",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .mention, mentions: ["CI_JOB_JWT"], when: "mention.is_removed && mention.kind != 'definition'",
      assert: "mention.is_defined", at: "mention",
      related: [],
      message: "${{ mention.name }} was removed in GitLab 17.0 and is empty; use an ID token", fixes: [])),
    identity: [.job, .secret, .text], isIgnorable: true,
    parameters: [],
    why: "CI_JOB_JWT, CI_JOB_JWT_V1 and CI_JOB_JWT_V2 were removed in GitLab 17.0 and are empty now. The\nrunner sends an empty assertion, and Entra ID answers AADSTS50027 or AADSTS7000216.",
    remedy: "Declare an ID token under id_tokens: and reference it: token: $AZURE_JWT.",
    references: ["https://docs.gitlab.com/ci/secrets/id_token_authentication/", "https://docs.gitlab.com/update/deprecations/", "https://github.com/MicrosoftDocs/azure-docs/issues/30777"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "named by a secret", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «$CI_JOB_JWT_V2»\n")]), RuleDefinition.Example(title: "used in a script", files: [(path: ".gitlab-ci.yml", text: "login:\n  script:\n    - az login --federated-token \"«$CI_JOB_JWT»\"\n")])],
        good: [RuleDefinition.Example(title: "an ID token", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a variable of the user's own", files: [(path: ".gitlab-ci.yml", text: "login:\n  variables:\n    CI_JOB_JWT: mine\n  script: use \"$CI_JOB_JWT\"\n")])])
    })
}

private func ruleAKV108() -> RuleDefinition {
  RuleDefinition(
    id: "AKV108", name: "lost-default-tokens", since: "0.1",
    severity: .warning, severityWhen: [RuleDefinition.ConditionalSeverity(when: "job.never_signs_in", severity: .error)],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "ID token of default that the job does not get",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .job, when: "size(job.lost_tokens) > 0 && has(job.tokens_place)",
      assert: "!job.lost_tokens.exists(t, t.is_used_in_script && !t.is_named_by_secret)", at: "job.tokens_place",
      related: [RuleDefinition.Related(at: "job.lost_tokens.filter(t, t.is_used_in_script)", when: nil, message: "`default` defines \"{{ it.name }}\" here")],
      message: "the job \"{{ job.name }}\" uses {{ job.lost_tokens.filter(t, t.is_used_in_script).map(t, '$' + t.name) }}, but does not get the ID tokens of `default`", fixes: [])),
    identity: [.job], isIgnorable: true,
    parameters: [],
    why: "A job with its own id_tokens gets none of those under default, and inherit:default can exclude\nthem as well: GitLab replaces the whole mapping and never merges it. The command then gets an\nempty variable, and a sign-in to Azure with it fails.",
    remedy: "Repeat the token in the job's own id_tokens, or list id_tokens under inherit:default.",
    references: ["https://docs.gitlab.com/ci/yaml/#default", "https://docs.gitlab.com/ci/yaml/#inherit"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "own tokens replace the default's", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nlogin:\n  «id_tokens»:\n    SIGSTORE_JWT: {aud: sigstore}\n  script: az login --federated-token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "inherit refuses them", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nlogin:\n  inherit:\n    default: «[image]»\n  script: az login --federated-token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "variables pass it on", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nplan:\n  «id_tokens»:\n    SIGSTORE_JWT: {aud: sigstore}\n  variables:\n    ARM_OIDC_TOKEN: $AZURE_JWT\n  script: terraform plan\n")]), RuleDefinition.Example(title: "a sign-in that fails in every run", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nlogin:\n  inherit:\n    default: «false»\n  script: az login --service-principal -u \"$AZURE_CLIENT_ID\" -t \"$AZURE_TENANT_ID\" --federated-token \"$AZURE_JWT\"\n"), (path: ".akvlint.yml", text: "variables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n")])],
        good: [RuleDefinition.Example(title: "the script sets the variable itself", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nlogin:\n  inherit:\n    default: false\n  script:\n    - AZURE_JWT=$(./token.sh)\n    - az login --federated-token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "the job inherits", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nlogin:\n  script: az login --federated-token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "the job does not use it", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nsign:\n  id_tokens:\n    SIGSTORE_JWT: {aud: sigstore}\n  script: cosign sign\n")])])
    })
}

private func ruleAKV109() -> RuleDefinition {
  RuleDefinition(
    id: "AKV109", name: "token-outlives-limit", since: "0.2",
    severity: .warning, severityWhen: [RuleDefinition.ConditionalSeverity(when: "job.always_fails", severity: .error)],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "ID token valid for too long",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .job, when: "job.uses_azure && has(job.timeout)",
      assert: "job.timeout_hours <= 25", at: "job.timeout",
      related: [],
      message: "the ID token is valid as long as the job's timeout, \"{{ job.timeout.text }}\", and Entra ID accepts at most 25 hours: AADSTS70023", fixes: [])),
    identity: [.job], isIgnorable: true,
    parameters: [],
    why: "GitLab issues ID tokens that expire with the job's timeout. Entra ID refuses tokens with a lifetime\nof more than 25 hours: AADSTS70023. A runner with a lower maximum timeout shortens it.",
    remedy: "Set a timeout of at most 25 hours, or fetch the secrets in a separate job.",
    references: ["https://docs.gitlab.com/ci/yaml/#timeout", "https://docs.gitlab.com/ci/secrets/id_token_authentication/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "two days", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  timeout: «2 days»\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a minute too long", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  timeout: «25 hours 1 minute»\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a day", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  timeout: 1 day\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "no timeout of its own", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV110() -> RuleDefinition {
  RuleDefinition(
    id: "AKV110", name: "token-of-another-job", since: "0.2",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "ID token of another job",
    check: .checker("token-of-another-job"),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "GitLab issues ID tokens only to jobs that declare them under id_tokens. A job that needs another\none gets its artifacts, never its tokens: the variable is empty, and the command fails or sends\nan empty token.",
    remedy: "Add the token to the job's own id_tokens, with the same aud, or move it under default.",
    references: ["https://docs.gitlab.com/ci/secrets/id_token_authentication/", "https://docs.gitlab.com/ci/yaml/#id_tokens"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the token of the job that is needed", files: [(path: ".gitlab-ci.yml", text: "sign:\n  id_tokens:\n    VAULT_JWT: {aud: https://vault.example.com}\n  script: vault write auth/jwt/login role=ci jwt=\"$VAULT_JWT\"\nread:\n  needs: [sign]\n  script: vault write auth/jwt/login role=ci jwt=\"«$VAULT_JWT»\"\n")]), RuleDefinition.Example(title: "passed on through variables", files: [(path: ".gitlab-ci.yml", text: "sign:\n  id_tokens:\n    VAULT_JWT: {aud: https://vault.example.com}\n  script: vault write auth/jwt/login role=ci jwt=\"$VAULT_JWT\"\nread:\n  variables:\n    JWT: «$VAULT_JWT»\n  script: vault write auth/jwt/login role=ci jwt=\"$JWT\"\n")])],
        good: [RuleDefinition.Example(title: "a token of its own", files: [(path: ".gitlab-ci.yml", text: "sign:\n  id_tokens:\n    VAULT_JWT: {aud: https://vault.example.com}\n  script: vault write auth/jwt/login role=ci jwt=\"$VAULT_JWT\"\nread:\n  id_tokens:\n    VAULT_JWT: {aud: https://vault.example.com}\n  script: vault write auth/jwt/login role=ci jwt=\"$VAULT_JWT\"\n")]), RuleDefinition.Example(title: "the script sets the variable itself", files: [(path: ".gitlab-ci.yml", text: "sign:\n  id_tokens:\n    VAULT_JWT: {aud: https://vault.example.com}\n  script: vault write auth/jwt/login role=ci jwt=\"$VAULT_JWT\"\nread:\n  script:\n    - VAULT_JWT=$(./token.sh)\n    - vault write auth/jwt/login role=ci jwt=\"$VAULT_JWT\"\n")])])
    })
}

private func ruleAKV111() -> RuleDefinition {
  RuleDefinition(
    id: "AKV111", name: "misspelt-audience", since: "0.2",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Misspelt recommended audience",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: "has(id_token.aud) && !id_token.job.always_fails",
      assert: "id_token.run_audiences.all(a, !a.lowerAscii().contains('azure') || !a.lowerAscii().matches('^ *((api|https?):/{0,2})?(www[.])?azure[-_ ]?(a?ad)?[-_ ]?tokens?[-_ ]?e[xch]{1,4}[ange]{2,5}s?(usgov|china)?[/ ]*$') || a in ['api://AzureADTokenExchange', 'api://AzureADTokenExchangeUSGov', 'api://AzureADTokenExchangeChina'])", at: "size(id_token.audiences) == 1 ? id_token.audiences[0] : id_token.aud",
      related: [],
      message: "the audience \"{{ id_token.run_audiences.join(', ') }}\" is almost \"api://AzureADTokenExchange\", which Entra ID compares character by character", fixes: [])),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "Microsoft recommends the audience api://AzureADTokenExchange. Entra ID compares it character by\ncharacter with the federated credential: https instead of api, other capitals, a plural or a\ntrailing slash cause AADSTS700212.",
    remedy: "Write api://AzureADTokenExchange, or the audience of your federated credential.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-create-trust"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "small letters", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: «api://azureadtokenexchange»}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "https instead of api", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: «https://AzureADTokenExchange»}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a letter is missing", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: «api://AzureADTokenExchang»}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "letter for letter", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: 'api://AzureADTokenExchange'}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the instance itself", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV201() -> RuleDefinition {
  RuleDefinition(
    id: "AKV201", name: "secret-shape", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid secret",
    check: .checker("secret-shape"),
    identity: [.job, .secret, .text], isIgnorable: true,
    parameters: [],
    why: "A secret is a mapping with exactly one provider and, optionally, token and file. Anything else\nmakes GitLab refuse the pipeline, often with a message about missing keys rather than about the\nmisspelt one.",
    remedy: "Write one provider: azure_key_vault with name and optionally version. Write token and file next\nto it.",
    references: ["https://docs.gitlab.com/ci/yaml/#secrets", "https://docs.gitlab.com/ci/yaml/#secretsazure_key_vault"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "two providers", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «DATABASE_PASSWORD»:\n      azure_key_vault: {name: database-password}\n      vault: production/db/password\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a misspelt provider", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      «azure_keyvault»: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "no name", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      «azure_key_vault»: {}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "file is a text", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n      file: «'false'»\n")])],
        good: [RuleDefinition.Example(title: "a name", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "all keys", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: '3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c'\n      token: $AZURE_JWT\n      file: false\n")])])
    })
}

private func ruleAKV202() -> RuleDefinition {
  RuleDefinition(
    id: "AKV202", name: "undefined-token", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Undefined ID token",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.token_name) && !(secret.token_name in ['CI_JOB_JWT', 'CI_JOB_JWT_V1', 'CI_JOB_JWT_V2'])",
      assert: "secret.token_is_defined", at: "secret.token",
      related: [RuleDefinition.Related(at: "secret.lost_token", when: "has(secret.lost_token)", message: "`default` defines \"{{ it.name }}\", but this job does not get it"), RuleDefinition.Related(at: "secret.job.id_tokens", when: nil, message: "the job has the ID token \"{{ it.name }}\"")],
      message: "the job \"{{ secret.job.name }}\" has no ID token \"{{ secret.token_name }}\", so the runner sends no token; {{ secret.token_suggestion == '' ? 'name one that the job has, or define it' : 'did you mean \"' + secret.token_suggestion + '\"?' }}", fixes: [RuleFix(title: "Reference the ID token that the job has", safety: .unsafe, when: "secret.token_suggestion.matches('^[A-Za-z_][A-Za-z0-9_]*$')", edits: [.replace("secret.token", with: "'$' + secret.token_suggestion")]), RuleFix(title: "Reference the job's only ID token", safety: .unsafe, when: "secret.token_suggestion == '' && !has(secret.lost_token) && size(secret.job.id_tokens) == 1 && secret.job.id_tokens[0].name.matches('^[A-Za-z_][A-Za-z0-9_]*$')", edits: [.replace("secret.token", with: "'$' + secret.job.id_tokens[0].name")])])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab never compares `token:` with `id_tokens:`, so it accepts the pipeline. The runner expands\nthe variable to nothing and sends an empty assertion. Entra ID returns AADSTS50027 or\nAADSTS7000216, minutes after the push and without a line number.",
    remedy: "Write a dollar sign and the name of one of the job's ID tokens, or add the missing token to the\njob's `id_tokens:`. A job with its own `id_tokens:` gets none of those under `default:`.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretstoken", "https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://github.com/MicrosoftDocs/azure-docs/issues/30777"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "two letters swapped", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «$AZURE_JTW»\n")]), RuleDefinition.Example(title: "a job with its own tokens gets none of the default's", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    SIGSTORE_JWT: {aud: sigstore}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «\"$AZURE_JWT\"»\n")]), RuleDefinition.Example(title: "the job has another token only", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    VAULT_TOKEN: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «$JWT»\n")])],
        good: [RuleDefinition.Example(title: "the token is the job's", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the token comes from a template", files: [(path: ".gitlab-ci.yml", text: ".azure:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\ndeploy:\n  extends: .azure\n  script: ./deploy.sh\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: ${AZURE_JWT}\n")])])
    })
}

private func ruleAKV203() -> RuleDefinition {
  RuleDefinition(
    id: "AKV203", name: "malformed-token-reference", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Malformed token reference",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.token)",
      assert: "has(secret.token_name)", at: "secret.token",
      related: [],
      message: "{{ secret.token.text == '' ? 'the token is empty' : '\"' + secret.token.text + '\" does not reference an ID token' }}; write ${{ secret.token_suggestion == '' ? 'NAME' : secret.token_suggestion }}, otherwise the runner sends {{ secret.token.text == '' ? 'an empty assertion' : 'this text literally' }}", fixes: [RuleFix(title: "Add the dollar sign", safety: .safe, when: "secret.job.id_tokens.exists(t, t.name == secret.token.text) && secret.token.text.matches('^[A-Za-z_][A-Za-z0-9_]*$')", edits: [.replace("secret.token", with: "'$' + secret.token.text")]), RuleFix(title: "Reference the job's only ID token", safety: .unsafe, when: "size(secret.job.id_tokens) == 1 && secret.job.id_tokens[0].name != secret.token.text && secret.job.id_tokens[0].name.matches('^[A-Za-z_][A-Za-z0-9_]*$')", edits: [.replace("secret.token", with: "'$' + secret.job.id_tokens[0].name")])])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The runner expands the variables in token: and sends the result as the assertion. It sends a\nname without a dollar sign, or text around the variable, literally, and Entra ID returns\nAADSTS50027; for an empty text the error is AADSTS50027 or AADSTS7000216.",
    remedy: "Write only a dollar sign and the name of one of the job's ID tokens: token: $AZURE_JWT.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretstoken", "https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://github.com/MicrosoftDocs/azure-docs/issues/30777"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no dollar sign", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «AZURE_JWT»\n")]), RuleDefinition.Example(title: "text around the variable", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «\"Bearer $AZURE_JWT\"»\n")]), RuleDefinition.Example(title: "an empty text", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «''»\n")])],
        good: [RuleDefinition.Example(title: "a variable", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a variable in braces", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: ${AZURE_JWT}\n")])])
    })
}

private func ruleAKV204() -> RuleDefinition {
  RuleDefinition(
    id: "AKV204", name: "missing-id-token", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Secret in a job without ID tokens",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "(secret.provider == 'azure_key_vault' || secret.provider == 'vault') && !secret.is_null && !has(secret.token) && !secret.has_misplaced_token && !secret.job.is_trigger",
      assert: "size(secret.job.id_tokens) > 0", at: "secret",
      related: [],
      message: "the job \"{{ secret.job.name }}\" has no ID token, so GitLab falls back to {{ secret.provider == 'vault' ? 'CI_JOB_JWT' : 'CI_JOB_JWT_V2' }}, which GitLab 17.0 removed", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Without token:, GitLab chooses one of the job's ID tokens. If the job has none, GitLab falls\nback to the variable CI_JOB_JWT_V2 (for Vault CI_JOB_JWT), which GitLab 17.0 removed: the\nassertion is empty, and Entra ID returns AADSTS50027 or AADSTS7000216.",
    remedy: "Give the job an ID token and reference it: id_tokens: {AZURE_JWT: {aud: https://gitlab.com}} and\ntoken: $AZURE_JWT.",
    references: ["https://docs.gitlab.com/ci/yaml/#id_tokens", "https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://github.com/MicrosoftDocs/azure-docs/issues/30777"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no ID token", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  secrets:\n    «DATABASE_PASSWORD»:\n      azure_key_vault: {name: database-password}\n")]), RuleDefinition.Example(title: "inherit refuses the default's", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\ndeploy:\n  inherit: {default: false}\n  script: ./deploy.sh\n  secrets:\n    «DATABASE_PASSWORD»:\n      azure_key_vault: {name: database-password}\n")])],
        good: [RuleDefinition.Example(title: "one ID token, which serves the secret", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n")]), RuleDefinition.Example(title: "a provider that needs none", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  secrets:\n    PASSWORD:\n      gitlab_secrets_manager: {name: password}\n")])])
    })
}

private func ruleAKV205() -> RuleDefinition {
  RuleDefinition(
    id: "AKV205", name: "ambiguous-token", since: "0.1",
    severity: .warning, severityWhen: [RuleDefinition.ConditionalSeverity(when: "secret.always_fails", severity: .error)],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Ambiguous ID token",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "(secret.provider == 'azure_key_vault' || secret.provider == 'vault') && !secret.is_null && !has(secret.token) && !secret.has_misplaced_token",
      assert: "size(secret.job.id_tokens) < 2", at: "secret",
      related: [RuleDefinition.Related(at: "secret.serving_token", when: "has(secret.serving_token)", message: "GitLab uses this one, the first in its stored order")],
      message: "the job has {{ size(secret.job.id_tokens) }} ID tokens and \"{{ secret.name }}\" references none; GitLab uses \"{{ secret.serving_token_name }}\", the first in its stored order", fixes: [RuleFix(title: "Reference the only ID token for Azure", safety: .safe, when: "secret.provider == 'azure_key_vault' && secret.azure_token_name.matches('^[A-Za-z_][A-Za-z0-9_]*$')", edits: [.insert(into: "secret", key: "token", value: "'$' + secret.azure_token_name")])])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Without token:, GitLab chooses the ID token itself. It reads the tokens from a jsonb column of\nPostgreSQL, which sorts names by length and then by bytes, so it uses the one with the shortest\nname; GitLab's documentation guarantees no order. If someone later adds a token with a shorter\nname, perhaps in another file, a different audience silently reaches Entra ID: AADSTS700212.",
    remedy: "Name the ID token: token: $AZURE_JWT.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretstoken"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "another secret shows which one is meant", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    VAULT_JWT: {aud: https://vault.example.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    «API_KEY»:\n      azure_key_vault: {name: api-key}\n")]), RuleDefinition.Example(title: "one has the audience that Azure recommends", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: api://AzureADTokenExchange}\n    VAULT_JWT: {aud: https://vault.example.com}\n  secrets:\n    «PASSWORD»: {azure_key_vault: {name: database-password}}\n")]), RuleDefinition.Example(title: "two ID tokens", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    SIGSTORE_JWT: {aud: sigstore}\n  secrets:\n    «DATABASE_PASSWORD»:\n      azure_key_vault: {name: database-password}\n")]), RuleDefinition.Example(title: "Vault as well", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    VAULT_JWT: {aud: https://vault.example.com}\n    SIGSTORE_JWT: {aud: sigstore}\n  secrets:\n    «DATABASE_PASSWORD»:\n      vault: production/db/password\n")])],
        good: [RuleDefinition.Example(title: "the token is named", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    SIGSTORE_JWT: {aud: sigstore}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "there is only one", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n")])])
    })
}

private func ruleAKV206() -> RuleDefinition {
  RuleDefinition(
    id: "AKV206", name: "mixed-tokens", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Different ID tokens for one provider",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "secret.provider in ['azure_key_vault', 'gcp_secret_manager', 'aws_secrets_manager'] && (secret.provider != 'aws_secrets_manager' || has(secret.token)) && !secret.is_null && secret.first_of_provider.name != secret.name && (!has(secret.token) || has(secret.token_name) && secret.token_is_defined)",
      assert: "secret.serving_token_name == secret.first_of_provider.serving_token_name || !secret.first_of_provider.token_is_defined", at: "has(secret.token) ? secret.token : secret.name_place",
      related: [RuleDefinition.Related(at: "secret.first_of_provider", when: nil, message: "this secret's token, \"{{ it.serving_token_name }}\", serves them all")],
      message: "\"{{ secret.name }}\" is fetched with the ID token \"{{ secret.first_of_provider.serving_token_name }}\" of \"{{ secret.first_of_provider.name }}\", not with \"{{ secret.serving_token_name }}\"", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab prepares the provider's connection once for each job, with the token of one secret. It\nreads the secrets from a jsonb column of PostgreSQL, which sorts names by length and then by\nbytes, so it uses the secret with the shortest variable name. All other secrets of the provider\nare fetched with that token, and their own token: has no effect. The same applies to HashiCorp\nVault; GitLab's own tutorial shows two tokens in one job there, so this rule does not report it.",
    remedy: "Reference the same ID token in all of the job's secrets of a provider, or split the job.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretstoken"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the token of the longer name is never used", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    OTHER_JWT: {aud: api://AzureADTokenExchange}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «$AZURE_JWT»\n    API_KEY:\n      azure_key_vault: {name: api-key}\n      token: $OTHER_JWT\n")]), RuleDefinition.Example(title: "the shortest name is between the others", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    OTHER_JWT: {aud: api://AzureADTokenExchange}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «${AZURE_JWT}»\n    API_KEY:\n      azure_key_vault: {name: api-key}\n      token: $OTHER_JWT\n    SIGNING_KEY:\n      azure_key_vault: {name: signing-key}\n      token: «$AZURE_JWT»\n")])],
        good: [RuleDefinition.Example(title: "one token", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    API_KEY:\n      azure_key_vault: {name: api-key}\n      token: ${AZURE_JWT}\n")]), RuleDefinition.Example(title: "one token for each provider", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    VAULT_JWT: {aud: https://vault.example.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    API_KEY:\n      vault: production/api/key\n      token: $VAULT_JWT\n")]), RuleDefinition.Example(title: "as GitLab's tutorial shows it for Vault", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    SHOP_JWT: {aud: https://shop.example.com}\n    BANK_JWT: {aud: https://bank.example.com}\n  secrets:\n    SHOP_PASSWORD:\n      vault: shop/db/password\n      token: $SHOP_JWT\n    BANK_PASSWORD:\n      vault: bank/db/password\n      token: $BANK_JWT\n")])])
    })
}

private func ruleAKV207() -> RuleDefinition {
  RuleDefinition(
    id: "AKV207", name: "version-format", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid secret version",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "secret.provider == 'azure_key_vault' && has(secret.version) && secret.version.kind == 'string' && !secret.version.text.matches('^<.*>$')",
      assert: "secret.run_versions.all(v, v == '' || v.matches('^[0-9a-fA-F]{32}$'))", at: "secret.version",
      related: [],
      message: "\"{{ secret.run_versions.filter(v, v != '' && !v.matches('^[0-9a-fA-F]{32}$')).join('\", \"') }}\" is not a 32-character GUID without dashes{{ secret.wants_newest ? '; omit version to get the newest' : ', so the vault does not find it' }}", fixes: [RuleFix(title: "Remove the dashes", safety: .safe, when: "secret.version.text.matches('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')", edits: [.replace("secret.version", with: "secret.suggested_version")]), RuleFix(title: "Write only the version", safety: .unsafe, when: "secret.suggested_version != '' && !secret.version.text.matches('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')", edits: [.replace("secret.version", with: "secret.suggested_version")]), RuleFix(title: "Omit the version, which means the newest", safety: .safe, when: "secret.wants_newest", edits: [.remove("secret.version")])])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A version in Key Vault is 32 hexadecimal characters without dashes. There is no alias such as\nlatest. GitLab accepts any text and passes it on; the vault then reports that a secret with this\nname and version was not found, and the job fails on the runner.",
    remedy: "Copy the version from `az keyvault secret list-versions --vault-name VAULT --name NAME`, without\ndashes and without the URL before it, or omit version to get the newest.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a GUID with dashes", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: «3f2a9c1b-7d4e-4a68-9b0c-5e1d2f3a4b5c»\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "there is no alias", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: «latest»\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the whole identifier", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: «https://example-vault.vault.azure.net/secrets/database-password/3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c»\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "32 characters", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: '3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c'\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "no version", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a variable", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: $DATABASE_VERSION\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV208() -> RuleDefinition {
  RuleDefinition(
    id: "AKV208", name: "version-not-string", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Secret version that YAML reads as a number",
    check: .checker("version-not-string"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "YAML reads an unquoted version that consists only of digits as a number, as an octal number if\nit begins with 0 and contains no 8 or 9. GitLab refuses the pipeline: the version should be a\nstring.",
    remedy: "Quote the version.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretsazure_key_vault", "https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "digits only", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: «12345678901234567890123456789012»\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the number that an input gives, which quotes do not fix", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs:\n    version:\n      type: number\n      default: «12345678901234567890123456789012»\n---\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: $[[ inputs.version ]]\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "octal digits", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: «01234567012345670123456701234567»\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "quoted", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: '12345678901234567890123456789012'\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a letter makes it a text", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV209() -> RuleDefinition {
  RuleDefinition(
    id: "AKV209", name: "unpinned-version", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .strict, roles: [.pipeline, .fragment, .component],
    title: "Unpinned secret version",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "secret.provider == 'azure_key_vault' && !secret.is_null",
      assert: "has(secret.version) && secret.version.text != ''", at: "secret",
      related: [],
      message: "\"{{ secret.name }}\" has no version, so the job gets the newest one", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Without a version, the job gets the newest one. A rotation then reaches every pipeline at once,\nincluding one that is rerun to reproduce an older state.",
    remedy: "Pin the version if your team wants rotations to be commits.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no version", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «DATABASE_PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "an empty version", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «DATABASE_PASSWORD»:\n      azure_key_vault: {name: database-password, version: ''}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a version", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: '3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c'\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "another provider", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  secrets:\n    PASSWORD:\n      gitlab_secrets_manager: {name: password}\n")])])
    })
}

private func ruleAKV210() -> RuleDefinition {
  RuleDefinition(
    id: "AKV210", name: "secret-name-format", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid secret name",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "secret.provider == 'azure_key_vault' && has(secret.vault_name) && !secret.vault_name.text.matches(r'^\\s*$')",
      assert: "secret.run_names.all(n, n == '' || n.matches('^[0-9A-Za-z-]+$') && size(n) <= 127)", at: "secret.vault_name",
      related: [],
      message: "\"{{ secret.run_names.filter(n, n != '' && !n.matches('^[0-9A-Za-z-]{1,127}$')).join('\", \"') }}\" is not a valid Key Vault secret name (1 to 127 letters, digits and hyphens){{ secret.suggested_name == '' ? '' : '; did you mean \"' + secret.suggested_name + '\"' + (secret.version_in_name == '' || has(secret.version) ? '' : ' with the version \"' + secret.version_in_name + '\"') + '?' }}", fixes: [RuleFix(title: "Write name and version separately", safety: .unsafe, when: "secret.suggested_name != '' && secret.version_in_name != '' && !has(secret.version)", edits: [.replace("secret.vault_name", with: "secret.suggested_name"), .append(after: "secret.vault_name", key: "version", value: "secret.version_in_name")]), RuleFix(title: "Write the name as in the vault", safety: .unsafe, when: "secret.suggested_name != '' && (secret.version_in_name == '' || has(secret.version))", edits: [.replace("secret.vault_name", with: "secret.suggested_name")])])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Names in Key Vault consist of 1 to 127 letters, digits and hyphens. GitLab passes any text on;\nfor an underscore, a slash or a whole URL the vault returns BadParameter or 404, and the job\nfails on the runner.",
    remedy: "Write the name exactly as in the vault, with hyphens where variables have underscores.",
    references: ["https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates", "https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "an underscore", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: «database_password»}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a path", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: «'production/database'»}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the whole identifier", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: «https://example-vault.vault.azure.net/secrets/database-password/3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c»  # production\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the whole identifier beside a version", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: «https://example-vault.vault.azure.net/secrets/database-password/3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c»\n        version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "hyphens", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a variable", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: $DATABASE_SECRET}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV211() -> RuleDefinition {
  RuleDefinition(
    id: "AKV211", name: "null-provider", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Provider without a value",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.provider_key)",
      assert: "!secret.is_null", at: "secret.provider_key",
      related: [],
      message: "\"{{ secret.provider }}\" is null, so \"{{ secret.name }}\" is never fetched", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab accepts a provider key without a value and sends the runner an empty secret. The runner\nlogs that no resolver can handle it, leaves the variable undefined and continues: the job fails\nlater, or runs without its secret.",
    remedy: "Write the secret below the provider, indented: azure_key_vault: {name: database-password}.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretsazure_key_vault"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "nothing after the colon", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      «azure_key_vault»:\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the name is not indented deep enough", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      «vault»:\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a name", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "in one line", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      {azure_key_vault: {name: database-password}, token: $AZURE_JWT}\n")])])
    })
}

private func ruleAKV212() -> RuleDefinition {
  RuleDefinition(
    id: "AKV212", name: "misplaced-secrets", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Misplaced secrets or keywords",
    check: .checker("misplaced-secrets"),
    identity: [.job, .secret, .text], isIgnorable: true,
    parameters: [],
    why: "secrets is a keyword of jobs only: GitLab refuses it under default, at the top level and in\ntrigger jobs. It refuses id_tokens at the top level and in trigger jobs. file and token belong\nnext to the provider, not in it.",
    remedy: "Move secrets to a template that the jobs extend, and file and token one level up.",
    references: ["https://docs.gitlab.com/ci/yaml/#secrets", "https://docs.gitlab.com/ci/yaml/#default"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "under default", files: [(path: ".gitlab-ci.yml", text: "default:\n  «secrets»:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\ndeploy:\n  script: ./deploy.sh\n")]), RuleDefinition.Example(title: "in a trigger job", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  trigger: example/deploy\n  «id_tokens»:\n    AZURE_JWT: {aud: https://gitlab.com}\n")]), RuleDefinition.Example(title: "token in the provider", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        «token»: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "in a template", files: [(path: ".gitlab-ci.yml", text: ".azure:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\ndeploy:\n  extends: .azure\n  script: ./deploy.sh\n")]), RuleDefinition.Example(title: "beside the provider", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV213() -> RuleDefinition {
  RuleDefinition(
    id: "AKV213", name: "secret-variable-name", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Secret name that is not a valid variable name",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: nil,
      assert: "secret.name.matches('^[A-Za-z_][A-Za-z0-9_]*$')", at: "secret",
      related: [],
      message: "a shell cannot read a variable named \"{{ secret.name }}\"; use only letters, digits and underscores", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab accepts any name and exports an environment variable with it. A shell cannot read a\nvariable whose name contains dashes or spaces or begins with a digit: $MY-SECRET is $MY followed\nby the text -SECRET.",
    remedy: "Use only letters, digits and underscores, and do not begin with a digit.",
    references: ["https://docs.gitlab.com/ci/yaml/#secrets", "https://docs.gitlab.com/ci/variables/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a dash", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «DATABASE-PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a leading digit", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «2ND_PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "underscores", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "small letters", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    database_password:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV214() -> RuleDefinition {
  RuleDefinition(
    id: "AKV214", name: "secret-overrides-variable", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Secret replaces a variable",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "!secret.job.id_tokens.exists(t, t.name == secret.name)",
      assert: "secret.overrides == ''", at: "secret",
      related: [],
      message: "\"{{ secret.name }}\" replaces {{ secret.overrides == 'predefined' ? 'a predefined variable' : secret.overrides == 'azure' ? 'a variable that Azure tools read' : 'a variable that the YAML defines' }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The runner sets secrets last, so they override every variable of the same name. A secret named\nlike a predefined variable changes the behavior of GitLab's own tools in the job, and a secret\nnamed AZURE_CLIENT_ID changes the identity that the Azure CLI signs in as.",
    remedy: "Rename the secret, or remove the variable.",
    references: ["https://docs.gitlab.com/ci/variables/predefined_variables/", "https://docs.gitlab.com/ci/variables/#cicd-variable-precedence"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a predefined variable", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «CI_REGISTRY_PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a variable of the pipeline", files: [(path: ".gitlab-ci.yml", text: "variables:\n  DATABASE_PASSWORD: changeme\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «DATABASE_PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a name of its own", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a variable of another name", files: [(path: ".gitlab-ci.yml", text: "variables:\n  DATABASE_USER: shop\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV215() -> RuleDefinition {
  RuleDefinition(
    id: "AKV215", name: "file-secret-misuse", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Secret file used as a value, or value used as a file",
    check: .checker("file-secret-misuse"),
    identity: [.secret, .text], isIgnorable: true,
    parameters: [],
    why: "The runner writes a secret to a temporary file, and the variable contains the path of that file.\nA program that gets the path instead of a password tries the path as the password: the sign-in\nfails, or worse, something is created with a path as its password. With file: false it is the\nreverse: the variable contains the value, and there is no file to open; the error message of the\nprogram may then print the value.",
    remedy: "Read the file where the value is needed: \"$(cat \"$DATABASE_PASSWORD\")\", --password-stdin <\n\"$DATABASE_PASSWORD\", or an option that takes a file. Or set file: false for this secret, so\nthat the variable contains the value; masking then covers only the whole value.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://docs.gitlab.com/ci/yaml/#secretsfile"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "an option that takes the password", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - ./migrate.sh --user shop --password \"«$DATABASE_PASSWORD»\"\n    - mysql -h db -u shop -p«$DATABASE_PASSWORD» < schema.sql\n")]), RuleDefinition.Example(title: "in a header and in a URL, in a block scalar", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - |\n      set -eu\n      # $DATABASE_PASSWORD is the password of the API, too\n      echo 'sent as $DATABASE_PASSWORD'\n      curl -H \"Authorization: Bearer «${DATABASE_PASSWORD}»\" https://api.example.com\n      git clone \"https://ci:«$DATABASE_PASSWORD»@git.example.com/shop.git\"\n")]), RuleDefinition.Example(title: "piped into a program that reads the value", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    REGISTRY_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - echo \"«$REGISTRY_PASSWORD»\" | docker login -u ci --password-stdin registry.example.com\n    - \"curl -u \\\"ci:«$REGISTRY_PASSWORD»\\\" https://api.example.com\"\n")]), RuleDefinition.Example(title: "in an environment variable that holds the value itself", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - export PGPASSWORD=\"«$DATABASE_PASSWORD»\"\n    - psql -h db -f schema.sql\n")]), RuleDefinition.Example(title: "a value that is read as a file", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n      file: false\n  script:\n    - mysql -h db -u shop -p\"$(cat \"«$DATABASE_PASSWORD»\")\" < schema.sql\n    - docker login -u ci --password-stdin registry.example.com < \"«$DATABASE_PASSWORD»\"\n    - kubectl create secret generic db --from-file=password=\"«$DATABASE_PASSWORD»\"\n")])],
        good: [RuleDefinition.Example(title: "the file is read where the value is wanted", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - mysql -h db -u shop -p\"$(cat \"$DATABASE_PASSWORD\")\" < schema.sql\n    - docker login -u ci --password-stdin registry.example.com < \"$DATABASE_PASSWORD\"\n    - export PGPASSWORD=\"$(cat \"$DATABASE_PASSWORD\")\"\n    - |\n      curl --header \"Authorization: Bearer $(<\"$DATABASE_PASSWORD\")\" https://api.example.com\n")]), RuleDefinition.Example(title: "options that take a file", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - ./deploy.sh --password-file \"$DATABASE_PASSWORD\"\n    - kubectl create secret generic db --from-file=password=\"$DATABASE_PASSWORD\"\n    - vault kv put secret/db password=@\"$DATABASE_PASSWORD\"\n    - chmod 600 \"$DATABASE_PASSWORD\" && cp \"$DATABASE_PASSWORD\" \"$HOME/.pgpass\"\n    - '[ -s \"$DATABASE_PASSWORD\" ] || echo \"no secret in $DATABASE_PASSWORD\"'\n")]), RuleDefinition.Example(title: "the value itself", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n      file: false\n  script:\n    - mysql -h db -u shop -p\"$DATABASE_PASSWORD\" < schema.sql\n    - printf '%s' \"$DATABASE_PASSWORD\" | docker login -u ci --password-stdin registry.example.com\n")]), RuleDefinition.Example(title: "the script gives the variable its value first", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - DATABASE_PASSWORD=\"$(cat \"$DATABASE_PASSWORD\")\"\n    - mysql -h db -u shop -p\"$DATABASE_PASSWORD\" < schema.sql\n")]), RuleDefinition.Example(title: "a script of the project's own, as in GitLab's tutorial", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - access-first-db.sh --token $DATABASE_PASSWORD\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV216() -> RuleDefinition {
  RuleDefinition(
    id: "AKV216", name: "undefined-name-variable", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Undefined variable in a secret name or version",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.vault_name)",
      assert: "size(secret.vault_name.undefined_variables) == 0 && !secret.run_names.exists(n, n == '') && (!has(secret.version) || size(secret.version.undefined_variables) == 0)", at: "size(secret.vault_name.undefined_variables) > 0 || secret.run_names.exists(n, n == '') ? secret.vault_name : secret.version",
      related: [],
      message: "{{ size(secret.vault_name.undefined_variables) > 0 ? secret.vault_name.undefined_variables.map(v, '$' + v).join(', ') + ' is not defined, so the name of the secret is incomplete' : secret.run_names.exists(n, n == '') ? 'the name of the secret is empty in some runs' : secret.version.undefined_variables.map(v, '$' + v).join(', ') + ' is not defined, so the job does not get the pinned version' }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The runner expands variables and replaces undefined ones with nothing. An empty name fails\nbefore the vault is queried (\"parameter name cannot be empty\"); an empty version silently\nfetches the newest instead of the pinned one.",
    remedy: "Define the variable in the YAML or in the project's settings. If it is in the settings, list it\nunder variables: in .akvlint.yml.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://docs.gitlab.com/ci/variables/where_variables_can_be_used/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "in the name", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: «$DATABASE_SECRET»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "variables:\n  - AZURE_KEY_VAULT_SERVER_URL\n  - AZURE_CLIENT_ID\n  - AZURE_TENANT_ID\n")]), RuleDefinition.Example(title: "in the version", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: «${DATABASE_VERSION}»\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "variables:\n  - AZURE_KEY_VAULT_SERVER_URL\n  - AZURE_CLIENT_ID\n  - AZURE_TENANT_ID\n")])],
        good: [RuleDefinition.Example(title: "the job defines it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  variables:\n    DATABASE_SECRET: database-password\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: $DATABASE_SECRET}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "variables:\n  - AZURE_KEY_VAULT_SERVER_URL\n  - AZURE_CLIENT_ID\n  - AZURE_TENANT_ID\n")]), RuleDefinition.Example(title: "the project defines it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: $DATABASE_SECRET}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "variables:\n  - AZURE_KEY_VAULT_SERVER_URL\n  - AZURE_CLIENT_ID\n  - AZURE_TENANT_ID\n  - DATABASE_SECRET\n")]), RuleDefinition.Example(title: "nothing is known about the project", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: $DATABASE_SECRET}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV217() -> RuleDefinition {
  RuleDefinition(
    id: "AKV217", name: "placeholder-version", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Placeholder as secret version",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.version) && secret.version.kind == 'string'",
      assert: "!(secret.version.text == '00000000000000000000000000000000' || secret.version.text == '00000000-0000-0000-0000-000000000000' || secret.version.text.matches('^<.*>$'))", at: "secret.version",
      related: [],
      message: "\"{{ secret.version.text }}\" is a placeholder; no secret has this version", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Thirty-two zeros are the version in GitLab's example, and text in angle brackets is meant to be\nreplaced. No secret has such a version: the vault returns SecretNotFound.",
    remedy: "Copy the version from `az keyvault secret list-versions --vault-name VAULT --name NAME`, or omit\nversion to get the newest.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the example's zeros", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: «'00000000000000000000000000000000'»\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "angle brackets", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: «<version>»\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a version", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: '3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c'\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "no version", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV218() -> RuleDefinition {
  RuleDefinition(
    id: "AKV218", name: "duplicate-fetch", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .strict, roles: [.pipeline, .fragment, .component],
    title: "Secret fetched twice",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: nil,
      assert: "!has(secret.twin)", at: "secret.vault_name",
      related: [RuleDefinition.Related(at: "secret.twin", when: "has(secret.twin)", message: "the same secret is fetched here")],
      message: "\"{{ secret.vault_name.text }}\" is fetched twice in this job", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Each entry is a request to the vault before the job starts, and the vault limits requests. Two\nnames for one value also drift apart: one day only one of them gets a new version.",
    remedy: "Keep one entry and use its variable in both places.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/service-limits"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the same name", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    AGAIN:\n      azure_key_vault: {name: «database-password»}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "in other letters, which the vault does not distinguish", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    AGAIN:\n      azure_key_vault: {name: «Database-Password»}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "in the same version", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    AGAIN:\n      azure_key_vault: {name: pinned, version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c}\n      token: $AZURE_JWT\n    THIRD:\n      azure_key_vault: {name: «pinned», version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "two secrets", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    AGAIN:\n      azure_key_vault: {name: api-key}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "two versions of one", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    AGAIN:\n      azure_key_vault: {name: database-password, version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV219() -> RuleDefinition {
  RuleDefinition(
    id: "AKV219", name: "other-provider-shape", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid secret of another provider",
    check: .checker("other-provider-shape"),
    identity: [.job, .secret, .text], isIgnorable: true,
    parameters: [],
    why: "HashiCorp Vault, Google Cloud, AWS and GitLab's own secrets manager each have their own keys. A\nmissing or unknown one makes GitLab refuse the whole pipeline, including the Azure secrets of\nother jobs.",
    remedy: "Write the keys that the provider's page lists; gcp_secret_manager also needs token.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretsvault", "https://docs.gitlab.com/ci/yaml/#secretsgcp_secret_manager", "https://docs.gitlab.com/ci/yaml/#secretsaws_secrets_manager"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no token for Google Cloud", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  secrets:\n    «PASSWORD»:\n      gcp_secret_manager: {name: password}\n")]), RuleDefinition.Example(title: "an engine that is a text", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      vault:\n        engine: «kv-v2»\n        path: production/db\n        field: password\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "Vault's short form", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      vault: production/db/password@ops\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "Google Cloud", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      gcp_secret_manager: {name: password, version: 2}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV220() -> RuleDefinition {
  RuleDefinition(
    id: "AKV220", name: "secret-of-another-job", since: "0.2",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Secret of another job",
    check: .checker("secret-of-another-job"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The runner fetches a secret only for the job that declares it under secrets, and deletes its\nfile when that job ends. Other jobs do not get it, even if they need that job: the variable is\nempty there.",
    remedy: "Add the secret to the job's own secrets. Do not pass it on in an artifact.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://docs.gitlab.com/ci/yaml/#secrets"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the secret of an earlier job", files: [(path: ".gitlab-ci.yml", text: "fetch:\n  stage: build\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n      file: false\n  script: ./migrate.sh\ndeploy:\n  stage: deploy\n  script: ./deploy.sh --password \"«$PASSWORD»\"\n")]), RuleDefinition.Example(title: "passed on through variables", files: [(path: ".gitlab-ci.yml", text: "fetch:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n      file: false\n  script: ./migrate.sh\ndeploy:\n  variables:\n    PGPASSWORD: «$PASSWORD»\n  script: psql -f schema.sql\n")])],
        good: [RuleDefinition.Example(title: "each job fetches it", files: [(path: ".gitlab-ci.yml", text: ".database:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n      file: false\nfetch:\n  extends: .database\n  script: ./migrate.sh\ndeploy:\n  extends: .database\n  script: ./deploy.sh --password \"$PASSWORD\"\n")]), RuleDefinition.Example(title: "the job defines the name itself", files: [(path: ".gitlab-ci.yml", text: "fetch:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script: ./migrate.sh\ntest:\n  variables: {PASSWORD: example}\n  script: ./test.sh --password \"$PASSWORD\"\n")])])
    })
}

private func ruleAKV301() -> RuleDefinition {
  RuleDefinition(
    id: "AKV301", name: "missing-azure-variable", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Missing AZURE_* variable",
    check: .checker("missing-azure-variable"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab reads AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID and AZURE_TENANT_ID from the job's\nvariables. If one is missing or blank, GitLab drops the job before it starts: \"The secrets\nprovider can not be found. Check your CI/CD variables and try again.\" The Azure secrets are lost\nin the same way if another secret of the job lacks a variable of its provider, such as\nVAULT_SERVER_URL. CI Lint does not report it. If nothing is known about the project's settings,\nthis is only a note.",
    remedy: "Define the three in the project's or group's settings, or in the YAML. List those in the\nsettings under variables: in .akvlint.yml, or name an export of the variables API there.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://docs.gitlab.com/ci/variables/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "nothing is known about the project's settings", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «DATABASE_PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the settings are known, and lack the tenant", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «DATABASE_PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "variables:\n  - AZURE_KEY_VAULT_SERVER_URL\n  - AZURE_CLIENT_ID\n")]), RuleDefinition.Example(title: "a blank value", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: ''\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «DATABASE_PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "all in the YAML", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "all in the settings", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "variables:\n  - AZURE_KEY_VAULT_SERVER_URL\n  - AZURE_CLIENT_ID\n  - AZURE_TENANT_ID\n")])])
    })
}

private func ruleAKV302() -> RuleDefinition {
  RuleDefinition(
    id: "AKV302", name: "protected-variable", since: "0.1",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "!failure.is_inevitable", severity: .warning)],
    profile: .recommended, roles: [.pipeline],
    title: "Protected variable on an unprotected ref",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .failure, evidence: .variables, when: "failure.cause == 'protected_variable'",
      assert: "!failure.happens", at: "failure.place",
      related: [],
      message: "{{ failure.effect }} ({{ failure.code }}): {{ failure.reason }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab gives a protected variable only to pipelines of protected branches and tags; since 18.1\nalso to merge request pipelines whose source and target branches are both protected. In any\nother pipeline the variable is missing, GitLab finds no secrets provider, and the job fails\nbefore it reaches a runner: \"The secrets provider can not be found\".",
    remedy: "Let the job run only on protected refs, protect the branch or tag, or clear \"Protect variable\"\nfor the three variables that name the vault and the application: they are not secret.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://docs.gitlab.com/ci/variables/#protect-a-cicd-variable", "https://docs.gitlab.com/ci/pipelines/merge_request_pipelines/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the job also runs on branches that are not protected", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    «PASSWORD»:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == \"feature/example\"\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: example\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:feature/example\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555, protected: true}\n")]), RuleDefinition.Example(title: "no tag is protected", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    «PASSWORD»:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_TAG\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: []}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: release\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:tag:ref:v1.0.0\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555, protected: true}\n")])],
        good: [RuleDefinition.Example(title: "the job runs on the protected default branch only", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555, protected: true}\n")]), RuleDefinition.Example(title: "the variable is not protected", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV303() -> RuleDefinition {
  RuleDefinition(
    id: "AKV303", name: "environment-scope", since: "0.1",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "!failure.is_inevitable", severity: .warning)],
    profile: .recommended, roles: [.pipeline],
    title: "Variable scoped to other environments",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .failure, evidence: .variables, when: "failure.cause == 'environment_scope'",
      assert: "!failure.happens", at: "failure.place",
      related: [],
      message: "{{ failure.effect }} ({{ failure.code }}): {{ failure.reason }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A variable with an environment scope reaches only jobs whose environment matches it exactly. A\njob without an environment gets only variables with the scope `*`. The job then fails with \"The\nsecrets provider can not be found\".",
    remedy: "Give the job the environment of the variable, or widen the variable's scope.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://docs.gitlab.com/ci/environments/#limit-the-environment-scope-of-a-cicd-variable"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the job has no environment", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    «PASSWORD»:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555, environment_scope: production}\n")]), RuleDefinition.Example(title: "the environment is written in another case", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    «PASSWORD»:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  environment: Production\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555, environment_scope: production}\n")])],
        good: [RuleDefinition.Example(title: "the job has the environment", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  environment: production\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555, environment_scope: production}\n")]), RuleDefinition.Example(title: "the variable is for all environments", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  environment: production\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV304() -> RuleDefinition {
  RuleDefinition(
    id: "AKV304", name: "vault-url-format", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid vault URL",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_KEY_VAULT_SERVER_URL'",
      assert: "azure_value.fault != 'vault_url'", at: "azure_value",
      related: [],
      message: "the vault URL {{ azure_value.words }}", fixes: [])),
    identity: [.job, .variable], isIgnorable: true,
    parameters: [],
    why: "The runner's client sends the token only over https, and only to a host below the domain that\nthe vault's own challenge names. For a custom domain it reports \"challenge resource doesn't\nmatch the requested domain\", for http \"authenticated requests are not permitted for non TLS\nprotected (https) endpoints\". A path is not refused: the client prepends it to the path of each\nrequest, where the vault has no secrets.",
    remedy: "Write https://NAME.vault.azure.net (or the suffix of your cloud) and nothing after it.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "GitLab's example host", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: «https://vault.example.com»\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "http", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: «http://example-vault.vault.azure.net»\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "an identifier of a secret", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: «https://example-vault.vault.azure.net/secrets/database-password»\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a vault", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the cloud of the US government", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.usgovcloudapi.net/\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "azure:\n  cloud: usgovernment\n")])])
    })
}

private func ruleAKV305() -> RuleDefinition {
  RuleDefinition(
    id: "AKV305", name: "client-id-format", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid client ID",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_CLIENT_ID'",
      assert: "azure_value.fault != 'client'", at: "azure_value",
      related: [],
      message: "AZURE_CLIENT_ID {{ azure_value.words }}, so Entra ID does not find the application; write its client ID", fixes: [])),
    identity: [.job, .variable], isIgnorable: true,
    parameters: [],
    why: "Entra ID looks up the application by its client ID. It does not find a display name, an\nidentifier URI or an incomplete GUID: AADSTS700016.",
    remedy: "Write the application (client) ID: az ad app list --display-name NAME --query '[].appId'.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/entra/identity-platform/howto-create-service-principal-portal"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a display name", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «gitlab-oidc»\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a character is missing", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «11111111-2222-3333-4444-55555555555»\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a GUID", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "capital letters", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 'AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE'\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV306() -> RuleDefinition {
  RuleDefinition(
    id: "AKV306", name: "tenant-id-format", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid tenant ID",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_TENANT_ID'",
      assert: "azure_value.fault != 'tenant'", at: "azure_value",
      related: [],
      message: "AZURE_TENANT_ID {{ azure_value.words }}; write the tenant ID in lower case", fixes: [])),
    identity: [.job, .variable], isIgnorable: true,
    parameters: [],
    why: "The vault names its tenant by GUID in its challenge, and runners since 18.9 compare that text\nwith this variable, character by character. They refuse a domain name even if it belongs to the\nright tenant, and a GUID in capital letters: the credential \"isn't configured to acquire tokens\nfor tenant\". Older runners send the text to Entra ID, which accepts domain names and returns\nAADSTS90002 or AADSTS900023 for anything that is not a tenant.",
    remedy: "Write the tenant ID in lower case: az account show --query tenantId --output tsv.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/entra/identity-platform/howto-create-service-principal-portal", "https://gitlab.com/gitlab-org/gitlab-runner/-/blob/v18.9.0/CHANGELOG.md"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a domain name", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: «contoso.onmicrosoft.com»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a word", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: «common»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "capital letters", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: «AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a GUID", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "small letters", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV307() -> RuleDefinition {
  RuleDefinition(
    id: "AKV307", name: "nested-variable", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Nested variable in AZURE_*",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: nil,
      assert: "azure_value.fault != 'nested'", at: "azure_value",
      related: [],
      message: "{{ azure_value.name }} {{ azure_value.words }}; GitLab and the runner pass the text on unchanged", fixes: [])),
    identity: [.job, .variable], isIgnorable: true,
    parameters: [],
    why: "GitLab sends the values of AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID and AZURE_TENANT_ID to\nthe runner as stored, and the runner does not expand them. The URL is then not valid, and the\nrunner itself refuses a dollar sign in the tenant: \"invalid tenantID\".",
    remedy: "Write the value itself, or define the variable per environment in the project's settings.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://docs.gitlab.com/ci/variables/where_variables_can_be_used/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "in the URL", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: «https://$VAULT_NAME.vault.azure.net»\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "another variable's value", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: «$TENANT»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "values", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "another variable may", files: [(path: ".gitlab-ci.yml", text: "variables:\n  TARGET: https://$CI_COMMIT_REF_SLUG.example.com\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV308() -> RuleDefinition {
  RuleDefinition(
    id: "AKV308", name: "client-secret-beside-federation", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Client secret where an ID token would do",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .mention, mentions: ["_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE"], when: "mention.name in ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_CLIENT_CERTIFICATE_PASSWORD', 'ARM_CLIENT_SECRET']",
      assert: "mention.kind in ['token', 'value'] || mention.kind == 'script' && !mention.has_id_token", at: "mention",
      related: [],
      message: "{{ mention.kind == 'definition' ? mention.name + ' in the YAML is a long-lived secret that an ID token makes unnecessary' : '$' + mention.name + ' is used in a job that has an ID token to sign in with' }}", fixes: [])),
    identity: [.job, .variable, .text], isIgnorable: true,
    parameters: [],
    why: "A client secret is valid for months, and everyone who can read the YAML, the settings or a job's\nlog can use it. An ID token is issued for one job and expires with it; that is the purpose of\nfederation.",
    remedy: "Sign in with the ID token (az login --federated-token, or AZURE_FEDERATED_TOKEN_FILE for the\nSDKs), then remove the secret from the YAML and from the application.",
    references: ["https://docs.gitlab.com/ci/cloud_services/azure/", "https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "in the YAML", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  variables:\n    «AZURE_CLIENT_SECRET»: not-a-real-one\n  script: ./deploy.sh\n")]), RuleDefinition.Example(title: "in a job that has an ID token", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  script:\n    - az login --service-principal -u \"$AZURE_CLIENT_ID\" -p \"«$AZURE_CLIENT_SECRET»\" -t \"$AZURE_TENANT_ID\"\n")])],
        good: [RuleDefinition.Example(title: "signed in with the ID token", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  script:\n    - az login --service-principal -u \"$AZURE_CLIENT_ID\" -t \"$AZURE_TENANT_ID\" --federated-token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "a job without an ID token", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh --password \"$AZURE_CLIENT_SECRET\"\n")])])
    })
}

private func ruleAKV309() -> RuleDefinition {
  RuleDefinition(
    id: "AKV309", name: "swapped-ids", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Client ID and tenant ID are equal or swapped",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_CLIENT_ID'",
      assert: "!azure_value.equals_twin && !azure_value.is_swapped", at: "azure_value",
      related: [],
      message: "{{ azure_value.is_swapped ? 'AZURE_CLIENT_ID is the ID of the tenant, and AZURE_TENANT_ID that of the application; swap them' : 'AZURE_CLIENT_ID and AZURE_TENANT_ID are the same ID' }}", fixes: [])),
    identity: [.variable], isIgnorable: true,
    parameters: [],
    why: "The application and the tenant are different objects with different IDs. If both variables\ncontain the same ID, runners since 18.9 report that the tenant is not the vault's (\"isn't\nconfigured to acquire tokens for tenant\"); older runners and scripts get AADSTS90002 (no such\ntenant) or AADSTS700016 (no such application in it).",
    remedy: "Write the application (client) ID into AZURE_CLIENT_ID and the directory (tenant) ID into\nAZURE_TENANT_ID.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://gitlab.com/gitlab-org/gitlab-runner/-/blob/v18.9.0/CHANGELOG.md"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the same text", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «66666666-7777-8888-9999-000000000000»\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "each has the other's value", files: [(path: ".akvlint.yml", text: "azure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials: []\n"), (path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «66666666-7777-8888-9999-000000000000»\n  AZURE_TENANT_ID: 11111111-2222-3333-4444-555555555555\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the same but for case", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE»\n  AZURE_TENANT_ID: aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "two IDs", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "no Azure secret", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 66666666-7777-8888-9999-000000000000\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\njob:\n  script: make\n")])])
    })
}

private func ruleAKV310() -> RuleDefinition {
  RuleDefinition(
    id: "AKV310", name: "cloud-mismatch", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Vault in another cloud",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_KEY_VAULT_SERVER_URL'",
      assert: "azure_value.other_cloud == ''", at: "azure_value",
      related: [],
      message: "the vault is in another cloud: the runner's own process needs AZURE_AUTHORITY_HOST=https://{{ azure_value.other_cloud }}/", fixes: [])),
    identity: [.job, .variable], isIgnorable: true,
    parameters: [],
    why: "The runner signs in to the cloud that its own environment names, which is the public cloud\nunless AZURE_AUTHORITY_HOST is set for the runner's process. The job's variables do not reach\nthat process: the runner then requests the token from the wrong cloud, and the job fails.",
    remedy: "Set AZURE_AUTHORITY_HOST for the runner, and azure: {cloud: ...} in .akvlint.yml, which turns\nthis finding off. Or write the URL of a vault in the cloud that the runner signs in to.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a vault of the US Government cloud", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: «https://example-vault.vault.usgovcloudapi.net»\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a vault of the public cloud, and a runner in China", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: «https://example-vault.vault.azure.net»\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "azure:\n  cloud: china\n")])],
        good: [RuleDefinition.Example(title: "a vault of the public cloud", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the configuration names the vault's cloud", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.cn\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "azure:\n  cloud: china\n")])])
    })
}

private func ruleAKV311() -> RuleDefinition {
  RuleDefinition(
    id: "AKV311", name: "missing-provider-variable", since: "0.2",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "!failure.is_inevitable", severity: .warning)],
    profile: .recommended, roles: [.pipeline],
    title: "Missing variable of another provider",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .failure, evidence: .variables, when: "failure.cause == 'provider_variable'",
      assert: "!failure.happens", at: "failure.place",
      related: [],
      message: "{{ failure.effect }} ({{ failure.code }}): {{ failure.reason }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab sends a job's secrets only if it finds the provider of each of them. A secret from\nHashiCorp Vault needs VAULT_SERVER_URL, one from AWS needs the variable AWS_REGION (even with\nregion:), one from Google Cloud needs the three GCP_* variables. If one of them is missing,\nGitLab drops the whole job, including its Azure secrets: \"The secrets provider can not be\nfound\".",
    remedy: "Define the variable in the project's settings or in the YAML, or move the secret to another job.",
    references: ["https://docs.gitlab.com/ci/secrets/hashicorp_vault/", "https://docs.gitlab.com/ci/secrets/aws_secrets_manager/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a secret from HashiCorp Vault without its server", files: [(path: ".akvlint.yml", text: "variables: [AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID, AZURE_TENANT_ID]\n"), (path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    «LICENSE»:\n      vault: products/license/key@kv\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a secret from AWS with its region, but without the variable", files: [(path: ".akvlint.yml", text: "variables: [AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID, AZURE_TENANT_ID]\n"), (path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    «LICENSE»:\n      aws_secrets_manager: {secret_id: license, region: eu-central-1}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "the server is among the project's variables", files: [(path: ".akvlint.yml", text: "variables:\n  - AZURE_KEY_VAULT_SERVER_URL\n  - AZURE_CLIENT_ID\n  - AZURE_TENANT_ID\n  - VAULT_SERVER_URL\n"), (path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    LICENSE:\n      vault: products/license/key@kv\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the project's variables are unknown", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    LICENSE:\n      vault: products/license/key@kv\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV401() -> RuleDefinition {
  RuleDefinition(
    id: "AKV401", name: "audience-mismatch", since: "0.1",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "!failure.is_inevitable", severity: .warning)],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "ID token audience without a matching federated credential",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .failure, evidence: .credentials, when: "failure.cause == 'audience'",
      assert: "!failure.happens", at: "failure.audience_place",
      related: [],
      message: "{{ failure.effect }} ({{ failure.code }}): {{ failure.reason }}", fixes: [RuleFix(title: "Write the audience as the credential has it", safety: .unsafe, when: "has(failure.audience_but_for_slash)", edits: [.replace("failure.token.audiences[0]", with: "failure.audience_but_for_slash")])])),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "Entra ID compares the token's aud character by character with the audiences of the application's\nfederated credentials. A trailing slash, http instead of https, or a capital letter makes a\ndifferent audience: AADSTS700212.",
    remedy: "Change aud in the YAML or the audience of the credential so that both are identical.",
    references: ["https://docs.gitlab.com/ci/cloud_services/azure/#troubleshooting", "https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a slash at the end", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: «https://gitlab.com/»}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n"), (path: ".akvlint.yml", text: "gitlab: {url: https://gitlab.com, project: example/shop, default_branch: main}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: gitlab-main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\n")]), RuleDefinition.Example(title: "another audience", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: «https://gitlab.com»}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n"), (path: ".akvlint.yml", text: "gitlab: {url: https://gitlab.com, project: example/shop, default_branch: main}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: gitlab-main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: ['api://AzureADTokenExchange']\n")])],
        good: [RuleDefinition.Example(title: "the same text", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n"), (path: ".akvlint.yml", text: "gitlab: {url: https://gitlab.com, project: example/shop, default_branch: main}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: gitlab-main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\n")]), RuleDefinition.Example(title: "no credentials are known", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV402() -> RuleDefinition {
  RuleDefinition(
    id: "AKV402", name: "subject-mismatch", since: "0.1",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "!failure.is_inevitable", severity: .warning)],
    profile: .recommended, roles: [.pipeline],
    title: "Subject without a matching federated credential",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .failure, evidence: .credentials, when: "failure.cause == 'subject'",
      assert: "!failure.happens", at: "failure.place",
      related: [],
      message: "{{ failure.effect }} ({{ failure.code }}): {{ failure.reason }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The token's subject names the project, the type of ref and the ref; its components are a setting\nof the project (ci_id_token_sub_claim_components). A classic credential accepts exactly one\nsubject, character by character. If none matches, the exchange usually fails with AADSTS700213;\nif issuer or audience differ as well, Entra ID may return another code of this family. A job\nthat fails only in some scenarios causes a warning.",
    remedy: "`akvlint credentials` plans the credentials that the pipeline needs: exact subjects, and expressions\nfor patterns of refs, as a script for az, Terraform or Bicep. Or let the job run only where a\ncredential accepts it. `akvlint predict --explain JOB@SCENARIO` prints the command for one run.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations", "https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the credential is for another branch", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    «PASSWORD»:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:master\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "the job also runs for tags", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    «PASSWORD»:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_TAG || $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])],
        good: [RuleDefinition.Example(title: "the credential is for the branch that the job runs on", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "what is refused is a fork only", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_MERGE_REQUEST_IID\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:feature/example\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV403() -> RuleDefinition {
  RuleDefinition(
    id: "AKV403", name: "issuer-mismatch", since: "0.1",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "!failure.is_inevitable", severity: .warning)],
    profile: .recommended, roles: [.pipeline],
    title: "Issuer without a matching federated credential",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .failure, evidence: .credentials, when: "failure.cause == 'issuer'",
      assert: "!failure.happens", at: "failure.audience_place",
      related: [],
      message: "{{ failure.effect }} ({{ failure.code }}): {{ failure.reason }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The issuer of an ID token is the URL of the GitLab instance without a trailing slash, or the\nvalue of ci_id_tokens.issuer_url that the administrator sets. Entra ID compares it character by\ncharacter with the issuer of each credential and returns AADSTS700211 if none is identical.",
    remedy: "Write the issuer in the credential exactly as GitLab does: the scheme, the host and, for an\ninstance under a relative URL, its path, as in https://example.com/gitlab.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations", "https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the credential has a slash at the end", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: «https://gitlab.com»\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com/\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "the credential names another instance", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: «https://gitlab.com»\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.example.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])],
        good: [RuleDefinition.Example(title: "the issuer is the same", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "the issuer is the same on a self-managed instance", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.example.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.example.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV404() -> RuleDefinition {
  RuleDefinition(
    id: "AKV404", name: "subject-case", since: "0.1",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "!failure.is_inevitable", severity: .warning)],
    profile: .recommended, roles: [.pipeline],
    title: "Subject differs only in case",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .failure, evidence: .credentials, when: "failure.cause == 'subject_case'",
      assert: "!failure.happens", at: "failure.audience_place",
      related: [],
      message: "{{ failure.effect }} ({{ failure.code }}): {{ failure.reason }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Since autumn 2024, Entra ID compares subjects case-sensitively. A credential whose capital\nletters differ from those of the project's path used to work and now causes AADSTS7002138.",
    remedy: "Write the subject in the same case as the project's path and the ref.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations", "https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-breaking-changes"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the project in capital letters", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: «https://gitlab.com»\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:Example/Shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "the branch in capital letters", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: «https://gitlab.com»\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:Main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])],
        good: [RuleDefinition.Example(title: "the same letters", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "a path in capital letters on both sides", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: Example/Shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:Example/Shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV405() -> RuleDefinition {
  RuleDefinition(
    id: "AKV405", name: "invalid-credential", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Invalid federated credential",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .credential, when: nil,
      assert: "credential.fault == ''", at: "credential.has_impossible_subject ? credential.subject_place : credential.place",
      related: [],
      message: "the federated credential \"{{ credential.name }}\" {{ credential.fault }}", fixes: [])),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "Entra ID accepts exactly one audience, texts of at most 600 characters, names of letters,\ndigits, hyphens and underscores, and expressions of one small language for some issuers. It\nrefuses anything else, or stores it and never matches it. For GitLab it allows the claims sub,\nproject_id, namespace_id and user_id in expressions, and may refuse an expression that lacks sub\nor that contains a project_path without project_id.",
    remedy: "Change the credential as the message describes, then export it again.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations", "https://learn.microsoft.com/en-us/entra/workload-id/workload-identities-federated-credential-mutable-subjects"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "two audiences", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: second\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com, api://AzureADTokenExchange]\n          subject: project_path:example/shop:ref_type:tag:ref:v1.0.0\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "an expression with an operator that does not exist", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: flexible\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          claimsMatchingExpression:\n            languageVersion: 1\n            value: \"claims['sub'] startswith 'project_path:example/shop'\"\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "the subject of another forge", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: pushed\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: «»repo:example/shop:ref:refs/heads/main\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n")])],
        good: [RuleDefinition.Example(title: "a credential as Entra ID takes it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "an expression in the language", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: flexible\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          claimsMatchingExpression:\n            languageVersion: 1\n            value: \"claims['sub'] matches 'project_path:example/shop:ref_type:tag:ref:v*' and claims['project_id'] eq '42'\"\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV406() -> RuleDefinition {
  RuleDefinition(
    id: "AKV406", name: "literal-wildcard", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Literal wildcard in a classic subject",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .credential, when: "has(credential.subject)",
      assert: "!credential.subject.contains(\"*\")", at: "credential",
      related: [],
      message: "the federated credential \"{{ credential.name }}\" has a * in its subject, which is a literal character there: only a flexible credential takes patterns", fixes: [])),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "Entra ID compares the subject of a classic credential character by character, so a star matches\nonly a star. No branch or tag has that name, and the credential accepts nothing.",
    remedy: "Use a flexible credential with a claims matching expression, or one credential for each ref.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a star for any tag", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: tags\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:tag:ref:*\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "a star for any project of a group", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: group\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/*:ref_type:branch:ref:main\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])],
        good: [RuleDefinition.Example(title: "a credential as Entra ID takes it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "a star in an expression", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: tags\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          claimsMatchingExpression:\n            languageVersion: 1\n            value: \"claims['sub'] matches 'project_path:example/shop:ref_type:tag:ref:v*' and claims['project_id'] eq '42'\"\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV407() -> RuleDefinition {
  RuleDefinition(
    id: "AKV407", name: "unused-credential", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .strict, roles: [.pipeline],
    title: "Unused federated credential",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .credential, when: "credential.identity.is_used",
      assert: "size(credential.possible_runs) > 0", at: "credential",
      related: [],
      message: "the federated credential \"{{ credential.name }}\" matches no job in any scenario", fixes: [])),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "An unused credential grants access that is not monitored. This one matches no job of the pipeline\nin any scenario.",
    remedy: "Remove it, unless another project or an undeclared scenario uses it.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a credential for a branch that is gone", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: legacy\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:legacy\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "a credential for tags, and no job for tags", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: tags\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:tag:ref:v1.0.0\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])],
        good: [RuleDefinition.Example(title: "a credential as Entra ID takes it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "a credential for tags, and a job for tags", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_TAG || $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: tags\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:tag:ref:v1.0.0\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV408() -> RuleDefinition {
  RuleDefinition(
    id: "AKV408", name: "broad-credential", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Flexible credential accepts any branch or project",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .credential, when: nil,
      assert: "credential.breadth == ''", at: "credential",
      related: [],
      message: "the federated credential \"{{ credential.name }}\" {{ credential.breadth }}", fixes: [])),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "If the expression accepts any branch, everyone who may push a branch can read the secrets; if it\naccepts any project, so can everyone who may create one. After a project is renamed or deleted,\nsomeone else can take over its path, but not its ID.",
    remedy: "Name the refs that need the secrets, and add \"and claims['project_id'] eq 'ID'\".",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "any branch", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: branches\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          claimsMatchingExpression:\n            languageVersion: 1\n            value: \"claims['sub'] matches 'project_path:example/shop:ref_type:branch:ref:*'\"\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "any project of a group", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: group\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          claimsMatchingExpression:\n            languageVersion: 1\n            value: \"claims['sub'] matches 'project_path:example/*:ref_type:tag:ref:v1.0.0'\"\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])],
        good: [RuleDefinition.Example(title: "a credential as Entra ID takes it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "tags that begin with v, of one project by its ID", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: tags\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          claimsMatchingExpression:\n            languageVersion: 1\n            value: \"claims['sub'] matches 'project_path:example/shop:ref_type:tag:ref:v*' and claims['project_id'] eq '42'\"\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV409() -> RuleDefinition {
  RuleDefinition(
    id: "AKV409", name: "too-many-credentials", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Too many or duplicate federated credentials",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .credential, when: nil,
      assert: "!has(credential.twin) && credential.number != credential.identity.credential_limit + 1", at: "credential",
      related: [],
      message: "{{ has(credential.twin) ? 'the federated credential \"' + credential.name + '\" has the issuer and the subject of another; Entra ID refuses the second' : credential.identity.client_id + ' has ' + string(size(credential.identity.credentials)) + ' federated credentials; Entra ID allows at most ' + string(credential.identity.credential_limit) }}", fixes: [])),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "An application or managed identity has at most 20 federated credentials, and no two with the\nsame issuer and subject. Entra ID refuses to create more.",
    remedy: "Remove unused ones, or replace several with one flexible credential.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the same issuer and subject twice", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: again\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "one too many", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: c0\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b0\n        - name: c1\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b1\n        - name: c2\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b2\n        - name: c3\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b3\n        - name: c4\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b4\n        - name: c5\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b5\n        - name: c6\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b6\n        - name: c7\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b7\n        - name: c8\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b8\n        - name: c9\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b9\n        - name: c10\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b10\n        - name: c11\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b11\n        - name: c12\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b12\n        - name: c13\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b13\n        - name: c14\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b14\n        - name: c15\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b15\n        - name: c16\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b16\n        - name: c17\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b17\n        - name: c18\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b18\n        - «»name: last\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:tag:ref:v1.0.0\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])],
        good: [RuleDefinition.Example(title: "a credential as Entra ID takes it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "exactly as many as there may be", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: c0\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b0\n        - name: c1\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b1\n        - name: c2\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b2\n        - name: c3\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b3\n        - name: c4\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b4\n        - name: c5\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b5\n        - name: c6\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b6\n        - name: c7\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b7\n        - name: c8\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b8\n        - name: c9\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b9\n        - name: c10\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b10\n        - name: c11\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b11\n        - name: c12\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b12\n        - name: c13\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b13\n        - name: c14\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b14\n        - name: c15\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b15\n        - name: c16\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b16\n        - name: c17\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b17\n        - name: c18\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:b18\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV410() -> RuleDefinition {
  RuleDefinition(
    id: "AKV410", name: "fork-subject", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Federated credential accepts forks",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .credential, when: nil,
      assert: "!credential.runs.exists(r, r.is_fork)", at: "credential",
      related: [],
      message: "the federated credential \"{{ credential.name }}\" accepts the tokens of forks: everyone who forks the project can get the secrets", fixes: [])),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "Since GitLab 18.2.2, the token of a merge request from a fork names the fork; before, it named\nthe parent project, and the parent's own credential accepted the fork's code. A credential that\naccepts such a token gives the secrets to everyone who may fork the project and open a merge\nrequest.",
    remedy: "Name the project in the subject or the expression, without a pattern in its path.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations", "https://gitlab.com/gitlab-org/gitlab/-/issues/548165"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a credential for a fork", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_MERGE_REQUEST_IID || $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: merge-requests\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:feature/example\n        - «»name: fork\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:fork/shop:ref_type:branch:ref:feature/example\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "a credential for another fork of the same branch", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_MERGE_REQUEST_IID || $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: merge-requests\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:feature/example\n        - «»name: forks\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          claimsMatchingExpression:\n            languageVersion: 1\n            value: \"claims['sub'] matches 'project_path:fork/shop:ref_type:branch:ref:feature/*'\"\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])],
        good: [RuleDefinition.Example(title: "the parent project only", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_MERGE_REQUEST_IID || $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: merge-requests\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:feature/example\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "a credential as Entra ID takes it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV411() -> RuleDefinition {
  RuleDefinition(
    id: "AKV411", name: "unknown-client", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Undeclared client ID",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_CLIENT_ID' && size(pipeline.identities) > 0 && !azure_value.is_swapped",
      assert: "azure_value.is_declared_client", at: "azure_value",
      related: [],
      message: "{{ azure_value.text }} is not one of the {{ size(pipeline.identities) }} identities that the configuration declares", fixes: [])),
    identity: [.job], isIgnorable: true,
    parameters: [],
    why: "The configuration declares the applications and managed identities that jobs sign in as. An\nundeclared client ID often belongs to another environment, is the object ID, or contains a\ntyping error; Entra ID then returns AADSTS700016 or AADSTS70025.",
    remedy: "Write the application (client) ID, or declare the application under azure: identities.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations", "https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "another application", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_CLIENT_ID: «99999999-8888-7777-6666-555555555555»\ndeploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - REGION\n")]), RuleDefinition.Example(title: "a wrong digit", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_CLIENT_ID: «11111111-2222-3333-4444-555555555556»\ndeploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - REGION\n")])],
        good: [RuleDefinition.Example(title: "the declared application", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\ndeploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - REGION\n")]), RuleDefinition.Example(title: "the ID in capital letters makes no difference", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_CLIENT_ID: ABCDEFAB-2222-3333-4444-555555555555\ndeploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: abcdefab-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - REGION\n")])])
    })
}

private func ruleAKV412() -> RuleDefinition {
  RuleDefinition(
    id: "AKV412", name: "refused-sign-in", since: "0.2",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "!failure.is_inevitable", severity: .warning)],
    profile: .recommended, roles: [.pipeline],
    title: "Script sign-in that fails",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .failure, when: "failure.cause == 'sign_in'",
      assert: "!failure.happens", at: "failure.place",
      related: [],
      message: "{{ failure.effect }}{{ failure.code == '' ? '' : ' (' + failure.code + ')' }}: {{ failure.reason }}", fixes: [])),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "Scripts sign in to Azure with the same ID tokens as secrets do: az login, Connect-AzAccount,\nazd, Terraform, OpenTofu and similar tools send the token as a client assertion. Entra ID looks\nup the client ID in the tenant of the request (AADSTS700016) and the tenant itself\n(AADSTS90002), and accepts only tokens that are valid for at most 25 hours (AADSTS70023). A text\nthat is not a JWT is refused (AADSTS50027): single quotes keep the shell from expanding $TOKEN, and\na CI/CD variable hides an ID token of the same name. Without a client ID, because the variable is\nempty, protected, or defined for other environments only, the command fails before it sends\nanything. In a container, a shell expands only variables that -e or --env passes to it.",
    remedy: "Give the command the client ID and the tenant of the same application, and the ID token as\n\"$TOKEN\". `akvlint predict --explain JOB@SCENARIO` shows the values that it gets.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation", "https://learn.microsoft.com/en-us/cli/azure/authenticate-azure-cli-service-principal"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the tenant is another one", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  script:\n    - «az» login --service-principal -u \"$AZURE_CLIENT_ID\" -t \"$OTHER_TENANT_ID\" --federated-token \"$AZURE_JWT\"\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: OTHER_TENANT_ID, value: 66666666-7777-8888-9999-000000000001}\n")]), RuleDefinition.Example(title: "Terraform gets another tenant", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  variables:\n    ARM_USE_OIDC: \"true\"\n    ARM_OIDC_TOKEN: $AZURE_JWT\n    ARM_CLIENT_ID: $AZURE_CLIENT_ID\n    ARM_TENANT_ID: $OTHER_TENANT_ID\n  script:\n    - «terraform» apply\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: OTHER_TENANT_ID, value: 66666666-7777-8888-9999-000000000001}\n")]), RuleDefinition.Example(title: "single quotes keep the shell from expanding the token", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  script:\n    - «az» login --service-principal -u \"$AZURE_CLIENT_ID\" -t \"$AZURE_TENANT_ID\" --federated-token '$AZURE_JWT'\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: OTHER_TENANT_ID, value: 66666666-7777-8888-9999-000000000001}\n")]), RuleDefinition.Example(title: "the client ID is not defined", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  script:\n    - «az» login --service-principal -u \"$ARM_CLIENT_ID\" -t \"$AZURE_TENANT_ID\" --federated-token \"$AZURE_JWT\"\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: OTHER_TENANT_ID, value: 66666666-7777-8888-9999-000000000001}\n")])],
        good: [RuleDefinition.Example(title: "the application's own tenant", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  script:\n    - az login --service-principal -u \"$AZURE_CLIENT_ID\" -t \"$AZURE_TENANT_ID\" --federated-token \"$AZURE_JWT\"\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: OTHER_TENANT_ID, value: 66666666-7777-8888-9999-000000000001}\n")]), RuleDefinition.Example(title: "the command only mentions a sign-in", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  script:\n    - 'echo \"az login -t $OTHER_TENANT_ID --federated-token\"'\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: OTHER_TENANT_ID, value: 66666666-7777-8888-9999-000000000001}\n")])])
    })
}

private func ruleAKV501() -> RuleDefinition {
  RuleDefinition(
    id: "AKV501", name: "token-printed", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Token or secret printed or uploaded",
    check: .checker("token-printed"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "Job logs and artifacts are kept, and many more people can read them than can read the vault.\nGitLab masks ID tokens and secret values in the log, but only if they appear whole and\nunchanged: a part of one, an encoded or quoted one, or one line of a multi-line secret is shown.\nArtifacts are not masked at all. Anyone who has an ID token can sign in to Azure with it until\nthe job's time is over.",
    remedy: "Do not print it. Test whether it exists instead: test -n \"$AZURE_JWT\". Turn tracing off with set\n+x before commands that use it, keep files that contain it out of artifacts:paths, and do not\nset CI_DEBUG_TRACE in the YAML. To inspect a token, print only its decoded claims.",
    references: ["https://docs.gitlab.com/ci/variables/#mask-a-cicd-variable", "https://docs.gitlab.com/ci/secrets/id_token_authentication/", "https://docs.gitlab.com/ci/variables/variables_troubleshooting/#enable-debug-logging"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "printed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - echo \"the token is «$AZURE_JWT»\"\n    - cat \"«$DATABASE_PASSWORD»\"\n    - printf '%s' \"$(cat \"«$DATABASE_PASSWORD»\")\"\n    - |\n      # base64 hides it from the masking\n      echo \"«${AZURE_JWT}»\" | base64 -w0\n")]), RuleDefinition.Example(title: "all variables are printed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - «env»\n    - ./deploy.sh\n")]), RuleDefinition.Example(title: "traced", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - set -euxo pipefail\n    - az login --service-principal -u app -t tenant --federated-token \"«$AZURE_JWT»\"\n    - PGPASSWORD=\"$(cat \"«$DATABASE_PASSWORD»\")\" psql -h db -f schema.sql\n    - set +x\n    - ./deploy.sh --token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "uploaded as an artifact", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  artifacts:\n    paths: [out/]\n  script:\n    - mkdir -p out\n    - echo \"«$AZURE_JWT»\" > out/token.txt\n    - cp \"«$DATABASE_PASSWORD»\" \"$CI_PROJECT_DIR/out/password\"\n")]), RuleDefinition.Example(title: "debug logging is switched on", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  variables:\n    CI_DEBUG_TRACE: «\"true\"»\n  script:\n    - ./deploy.sh\n")])],
        good: [RuleDefinition.Example(title: "used, but not printed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - test -n \"$AZURE_JWT\" || echo \"the ID token is missing\"\n    - echo \"the token has ${#AZURE_JWT} characters\"\n    - echo 'az login --federated-token $AZURE_JWT'\n    - echo \"$AZURE_JWT\" > /tmp/token\n    - printf '%s' \"$AZURE_JWT\" | ./sign-in --token-stdin\n    - export PGPASSWORD=\"$(cat \"$DATABASE_PASSWORD\")\"\n")]), RuleDefinition.Example(title: "the path of a secret's file is not secret", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - echo \"the password is in $DATABASE_PASSWORD\"\n    - set -x\n    - ./deploy.sh --password-file \"$DATABASE_PASSWORD\"\n")]), RuleDefinition.Example(title: "tracing is off where the token is used", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - set -x\n    - make build\n    - |\n      { set +x; } 2> /dev/null\n      az login --service-principal -u app -t tenant --federated-token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "only the claims are printed, and the file is not uploaded", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  artifacts:\n    paths: [out/]\n  script:\n    - echo \"$AZURE_JWT\" | cut -d. -f2 | base64 -d\n    - echo \"$AZURE_JWT\" > out/token.txt\n    - ./deploy.sh && rm out/token.txt\n")])])
    })
}

private func ruleAKV502() -> RuleDefinition {
  RuleDefinition(
    id: "AKV502", name: "token-on-argv", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .strict, roles: [.pipeline, .fragment, .component],
    title: "ID token as a command-line argument",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .variableUse, when: "has(variable_use.token) && variable_use.is_argument && !variable_use.command.is_function",
      assert: "variable_use.command.program in [ 'echo', 'printf', 'print', 'export', 'local', 'declare', 'typeset', 'readonly', 'test', '[', '[[', ':', 'true', 'false', 'read', 'set', 'unset', 'eval', 'source', '.', 'for', 'case', 'return', 'exit', 'shift', 'trap', 'let', 'env', 'cd', 'alias', 'mapfile']", at: "variable_use",
      related: [],
      message: "${{ variable_use.name }} is an argument of {{ variable_use.command.program }}, which every process of the machine can read", fixes: [])),
    identity: [.job, .token, .text], isIgnorable: true,
    parameters: [],
    why: "Every process of the same machine can read the arguments of a running program, and tools that\nrecord processes keep them. On a shared runner, that includes other jobs. A file, standard input\nor the environment is visible only to the program.",
    remedy: "Write the token to a file that only the job can read. az login reads it with --federated-token\n@file; Azure's libraries read the file that AZURE_FEDERATED_TOKEN_FILE names, with\nAZURE_CLIENT_ID and AZURE_TENANT_ID. Terraform's providers do not: give them ARM_OIDC_TOKEN or\nARM_OIDC_TOKEN_FILE_PATH with ARM_USE_OIDC=true. Pass it to curl with --data @file or @-, and to\nvault with jwt=@file or jwt=-.",
    references: ["https://docs.gitlab.com/ci/cloud_services/azure/", "https://learn.microsoft.com/en-us/dotnet/api/azure.identity.workloadidentitycredential"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "az login", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  script:\n    - az login --service-principal -u app -t tenant --federated-token \"«$AZURE_JWT»\"\n")]), RuleDefinition.Example(title: "a request by hand", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  script:\n    - |\n      curl -s \"https://login.microsoftonline.com/$TENANT/oauth2/v2.0/token\" \\\n        -d \"client_assertion=«$AZURE_JWT»\" -d grant_type=client_credentials > answer.json\n")]), RuleDefinition.Example(title: "in a substitution", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  script:\n    - export VAULT_TOKEN=\"$(vault write -field=token auth/jwt/login role=ci jwt=«${AZURE_JWT}»)\"\n")])],
        good: [RuleDefinition.Example(title: "in a file", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  script:\n    - export AZURE_FEDERATED_TOKEN_FILE=\"$(mktemp)\"\n    - printf '%s' \"$AZURE_JWT\" > \"$AZURE_FEDERATED_TOKEN_FILE\"\n    - terraform apply\n")]), RuleDefinition.Example(title: "in the environment", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  script:\n    - export ARM_OIDC_TOKEN=\"$AZURE_JWT\"\n    - ARM_USE_OIDC=true terraform apply\n")]), RuleDefinition.Example(title: "through standard input", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  script:\n    - printf 'jwt=%s' \"$AZURE_JWT\" | vault write auth/jwt/login role=ci -\n    - test -n \"$AZURE_JWT\" && [ -n \"$AZURE_JWT\" ]\n")])])
    })
}

private func ruleAKV503() -> RuleDefinition {
  RuleDefinition(
    id: "AKV503", name: "unpinned-include", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .strict, roles: [.pipeline],
    title: "Unpinned include in a pipeline with secrets",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .include, when: "pipeline.jobs.exists(j, size(j.secrets) > 0) && include.kind in ['project', 'remote', 'component']",
      assert: "include.kind == 'remote' ? include.has_integrity : has(include.ref) ? include.ref.contains('$') || include.ref.matches('^([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$|^v?[0-9]+[.][0-9]+[.][0-9]') : include.kind == 'component'", at: "include.ref_place",
      related: [],
      message: "{{ include.kind == 'component' ? 'the component follows ' + include.ref : 'the include of ' + include.name + (include.kind == 'remote' ? ' has no integrity' : ' follows ' + (has(include.ref) ? include.ref : 'its default branch')) }}: a change there changes a pipeline with secrets", fixes: [])),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "Included files run with this pipeline's ID tokens and secrets. A branch of another project, a\ncomponent's ~latest or a file at a URL can change at any time without a commit here.",
    remedy: "Write ref: with the full hash of a commit or a tag that is protected in that project, the full\nversion after a component's @, and integrity: with remote:. An unprotected tag can be moved.",
    references: ["https://docs.gitlab.com/ci/yaml/#includeproject", "https://docs.gitlab.com/ci/yaml/#includeintegrity", "https://docs.gitlab.com/ci/components/#component-versions"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the default branch of a project", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: group/templates\n    file: «/azure.yml»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a branch", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: group/templates\n    file: /azure.yml\n    ref: «main»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a file at a URL", files: [(path: ".gitlab-ci.yml", text: "include:\n  - remote: «https://example.com/azure.yml»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the latest version of a component", files: [(path: ".gitlab-ci.yml", text: "include:\n  - component: «gitlab.example.com/group/azure/deploy@~latest»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a component of major version 1", files: [(path: ".gitlab-ci.yml", text: "include:\n  - component: «gitlab.example.com/group/azure/deploy@1»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a commit", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: group/templates\n    file: /azure.yml\n    ref: 0123456789abcdef0123456789abcdef01234567\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a tag that is a version", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: group/templates\n    file: /azure.yml\n    ref: v1.4.2\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a URL with integrity", files: [(path: ".gitlab-ci.yml", text: "include:\n  - remote: https://example.com/azure.yml\n    integrity: sha256-L3/GAoKaw0Arw6hDCKeKQlV1QPEgHYxGBHsH4zG1IY8=\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a component in a whole version", files: [(path: ".gitlab-ci.yml", text: "include:\n  - component: gitlab.example.com/group/azure/deploy@1.2.0\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "without secrets there is nothing to lose", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: group/templates\n    file: /azure.yml\nbuild:\n  script: make\n")])])
    })
}

private func ruleAKV504() -> RuleDefinition {
  RuleDefinition(
    id: "AKV504", name: "subscription-wide-role", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .strict, roles: [.pipeline, .fragment, .component],
    title: "Role assigned for a whole subscription",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .command, mentions: ["/subscriptions/"], when: "command.program == 'az' && command.subcommand in ['role assignment create', 'ad sp create-for-rbac']",
      assert: "['--scope', '--scopes'].all(o, !(o in command.options) || !command.options[o].text.matches('^/subscriptions/([^/$]+|[$][^/$(]+)/?$'))", at: "command.options['--scope' in command.options ? '--scope' : '--scopes']",
      related: [],
      message: "the role is assigned for a whole subscription, not for the vault", fixes: [])),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "A role applies to everything below its scope. Key Vault Secrets User for a subscription can read\nthe secrets of all its vaults, including those of other teams and those created later; a job\nneeds one vault, often one secret.",
    remedy: "Name the vault as the scope, or the secret in it:\n--scope \"$(az keyvault show --name VAULT --query id --output tsv)\".",
    references: ["https://learn.microsoft.com/en-us/azure/key-vault/general/rbac-guide", "https://learn.microsoft.com/en-us/azure/role-based-access-control/scope-overview"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the ID is in a variable", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - az role assignment create --assignee \"$APP\" --role \"Key Vault Secrets User\" --scope \"«/subscriptions/$SUBSCRIPTION»\"\n")]), RuleDefinition.Example(title: "the ID is written out", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - |\n      az role assignment create \\\n        --assignee \"$APP\" --role \"Key Vault Secrets User\" \\\n        --scope=«/subscriptions/00000000-1111-2222-3333-444444444444/»\n")]), RuleDefinition.Example(title: "with a new service principal", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - az ad sp create-for-rbac --name ci --role Contributor --scopes «/subscriptions/${SUBSCRIPTION}»\n")])],
        good: [RuleDefinition.Example(title: "one vault", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - az role assignment create --assignee \"$APP\" --role \"Key Vault Secrets User\" --scope \"/subscriptions/$SUBSCRIPTION/resourceGroups/shop/providers/Microsoft.KeyVault/vaults/shop\"\n")]), RuleDefinition.Example(title: "an unknown scope", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - az role assignment create --assignee \"$APP\" --role \"Key Vault Secrets User\" --scope \"$VAULT_ID\"\n")]), RuleDefinition.Example(title: "a role is only listed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - az role assignment list --scope \"/subscriptions/$SUBSCRIPTION\"\n")])])
    })
}

private func ruleAKV505() -> RuleDefinition {
  RuleDefinition(
    id: "AKV505", name: "secrets-in-merge-request", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .strict, roles: [.pipeline],
    title: "Merge request pipeline with secrets of a protected environment",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .prediction, when: "prediction.is_merge_request && prediction.runs && prediction.job.uses_azure && has(prediction.environment)",
      assert: "!params.environments.exists(e, prediction.environment == e || e.endsWith('*') && prediction.environment.startsWith(e.replace('*', '')))", at: "prediction.job",
      related: [],
      message: "merge request pipelines fetch the secrets of the environment \"{{ prediction.environment }}\" for code that has not been approved", fixes: [])),
    identity: [.job], isIgnorable: true,
    parameters: [RuleParameter(name: "environments", value: .list([.string("production"), .string("production/*"), .string("prod"), .string("prod/*")]))],
    why: "A merge request pipeline runs the code of a branch before anyone has reviewed it. If it fetches\nproduction secrets, everyone who may push a branch can read them by changing a script.",
    remedy: "Let the job run on the default branch only (rules: - if: $CI_COMMIT_BRANCH ==\n$CI_DEFAULT_BRANCH), or give merge requests an environment with a vault of its own. Which\nenvironments count is set in .akvlint.yml: rules: {AKV505: {params: {environments: [...]}}}.",
    references: ["https://docs.gitlab.com/ci/environments/protected_environments/", "https://docs.gitlab.com/ci/pipelines/merge_request_pipelines/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a deployment that runs in every pipeline", files: [(path: ".gitlab-ci.yml", text: "«deploy»:\n  script: ./deploy.sh\n  environment: production\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH || $CI_MERGE_REQUEST_IID\n")]), RuleDefinition.Example(title: "one combination of a matrix", files: [(path: ".gitlab-ci.yml", text: "«deploy»:\n  script: ./deploy.sh\n  environment: $TIER/eu\n  parallel: {matrix: [{TIER: production}]}\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"\n")]), RuleDefinition.Example(title: "an environment that the team names", files: [(path: ".gitlab-ci.yml", text: "«deploy»:\n  script: ./deploy.sh\n  environment: {name: live}\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  rules: [{when: always}]\n"), (path: ".akvlint.yml", text: "rules:\n  AKV505: {params: {environments: [live]}}\n")])],
        good: [RuleDefinition.Example(title: "on the default branch only", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  environment: production\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n")]), RuleDefinition.Example(title: "an environment for reviews", files: [(path: ".gitlab-ci.yml", text: "review:\n  script: ./deploy.sh\n  environment: review/$CI_COMMIT_REF_SLUG\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"\n")]), RuleDefinition.Example(title: "without rules a job does not run in merge requests", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  environment: production\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV506() -> RuleDefinition {
  RuleDefinition(
    id: "AKV506", name: "runner-too-old", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "GitLab or runner too old for Azure Key Vault secrets",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .job, evidence: .version, when: "job.uses_azure",
      assert: "pipeline.project.oldest_version_number >= 1606", at: "pipeline.first_azure_secret",
      related: [],
      message: "Azure Key Vault secrets need GitLab and runner 16.6 or newer, and this is {{ pipeline.project.oldest_version }}: Entra ID returns AADSTS50027", predicts: "'AADSTS50027'", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab supports the keyword since 16.3, and so do runners. Until 16.6, the runner sends Entra ID\na token in a form that it cannot read, so every secret fails with AADSTS50027; a runner before\n16.3 only warns \"no resolver that can handle the secret\" and does not set the variable.",
    remedy: "Update GitLab and the runner to 16.6 or newer, and set gitlab: {version: ...} accordingly.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "before the keyword", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  version: \"16.2\"\n")]), RuleDefinition.Example(title: "with the keyword, before the fixed runner", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  version: \"16.5.1\"\n")])],
        good: [RuleDefinition.Example(title: "the first version that works", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  version: \"16.6\"\n")]), RuleDefinition.Example(title: "a version of two digits", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  version: \"18.10\"\n")])])
    })
}

private func ruleAKV507() -> RuleDefinition {
  RuleDefinition(
    id: "AKV507", name: "unlicensed", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Secrets unavailable in this tier",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .job, evidence: .tier, when: "job.secrets.exists(s, s.provider != '')",
      assert: "pipeline.project.tier != 'free'", at: "pipeline.first_secret",
      related: [],
      message: "the project is on the free tier, where GitLab accepts secrets and never sends them to the runner", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "External secrets are a Premium feature. On the free tier GitLab accepts the keyword, calls the\npipeline valid and starts the job, but never sends the secrets to the runner: the variables do\nnot exist when the script runs.",
    remedy: "Fetch the secrets in the script instead, which the free tier allows: sign in with az login\n--service-principal and the ID token, then run az keyvault secret show. Or move the project to a\ngroup with Premium, and set gitlab: {tier: premium}.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://docs.gitlab.com/ci/secrets/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a free project", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  tier: free\n")]), RuleDefinition.Example(title: "another provider's secrets go the same way", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    VAULT_JWT: {aud: https://vault.example.com}\n  secrets:\n    «PASSWORD»:\n      vault: ops/data/deploy/password@kv\n      token: $VAULT_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  tier: free\n")])],
        good: [RuleDefinition.Example(title: "the tier that has it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  tier: premium\n")]), RuleDefinition.Example(title: "the tier above", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  tier: ultimate\n")])])
    })
}

private func ruleAKV508() -> RuleDefinition {
  RuleDefinition(
    id: "AKV508", name: "overridable-vault", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .strict, roles: [.pipeline],
    title: "Vault that pipeline variables can override",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .job, evidence: .overrideRole, when: "job.uses_azure",
      assert: "pipeline.project.override_role != 'developer'", at: "pipeline.first_azure_secret",
      related: [],
      message: "developers may set variables of a pipeline that they start, including the vault from which this job gets its secrets", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Variables that a user sets when starting a pipeline override those of the project. If\ndevelopers may set them, one of them can start the pipeline with another\nAZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID or AZURE_TENANT_ID, and the job deploys with the\nvalues of that person's vault.",
    remedy: "Settings > CI/CD > Variables: allow only maintainers, or no one, to use pipeline variables. With\nthe API: glab api -X PUT projects/:id -f ci_pipeline_variables_minimum_override_role=maintainer.",
    references: ["https://docs.gitlab.com/ci/variables/#restrict-pipeline-variables", "https://docs.gitlab.com/api/projects/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "developers may", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  pipeline_variables_minimum_override_role: developer\n")]), RuleDefinition.Example(title: "developers may, in a project with more settings", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  {pipeline_variables_minimum_override_role: developer, tier: premium}\n")])],
        good: [RuleDefinition.Example(title: "no user may", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  pipeline_variables_minimum_override_role: no_one_allowed\n")]), RuleDefinition.Example(title: "maintainers may", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  pipeline_variables_minimum_override_role: maintainer\n")])])
    })
}

private func ruleAKV601() -> RuleDefinition {
  RuleDefinition(
    id: "AKV601", name: "gitlab-rejects", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Pipeline refused by GitLab's lint API",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .lintError, when: nil,
      assert: "lint_error.is_reported", at: "lint_error.place",
      related: [],
      message: "GitLab refuses the pipeline: {{ lint_error.message }}", fixes: [])),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "GitLab's lint API refuses the pipeline for a reason that akvlint cannot see, such as an include\nthat only GitLab could read.",
    remedy: "Read GitLab's own message; glab ci lint prints it, too.",
    references: ["https://docs.gitlab.com/api/lint/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a job", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\n«deploy»:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"lint\": {\n   \"valid\": false,\n   \"errors\": [\n    \"jobs:deploy config contains unknown keys: shiny\"\n   ]\n  }\n }\n}\n")]), RuleDefinition.Example(title: "a job that needs another", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\n«deploy»:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"lint\": {\n   \"valid\": false,\n   \"errors\": [\n    \"'deploy' job needs 'build' job, but 'build' does not exist in the pipeline\"\n   ]\n  }\n }\n}\n")])],
        good: [RuleDefinition.Example(title: "it is valid", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"lint\": {\n   \"valid\": true,\n   \"errors\": []\n  }\n }\n}\n")]), RuleDefinition.Example(title: "not queried", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\"\n}\n")])])
    })
}

private func ruleAKV602() -> RuleDefinition {
  RuleDefinition(
    id: "AKV602", name: "issuer-unreachable", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Issuer keys that Entra ID cannot read",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .access, when: nil,
      assert: "!has(access.issuer_problem)", at: "access.secret",
      related: [],
      message: "Entra ID cannot check tokens of {{ access.issuer }}: {{ access.issuer_problem }}", predicts: "'AADSTS501661'", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Entra ID reads the issuer's discovery document and keys over the internet. If it cannot, or if\nthey name another issuer, every exchange fails: AADSTS50166, AADSTS501661 or AADSTS90061. If the\nkey that signed the token is not among the keys, the error is AADSTS7000272.",
    remedy: "Make /.well-known/openid-configuration and /oauth/discovery/keys of the instance readable from the\ninternet, with a certificate that is publicly trusted.",
    references: ["https://docs.gitlab.com/ci/cloud_services/azure/", "https://docs.gitlab.com/ci/secrets/id_token_authentication/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "not readable", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"issuers\": [\n  {\n   \"url\": \"https://gitlab.example.com\",\n   \"problem\": \"its host resolves to private addresses only\"\n  }\n ]\n}\n"), (path: ".akvlint.yml", text: "gitlab: {url: https://gitlab.example.com, project: example/shop}\n")]), RuleDefinition.Example(title: "another issuer", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"issuers\": [\n  {\n   \"url\": \"https://gitlab.example.com\",\n   \"problem\": \"the document names the issuer https://git.example.com\"\n  }\n ]\n}\n"), (path: ".akvlint.yml", text: "gitlab: {url: https://gitlab.example.com, project: example/shop}\n")])],
        good: [RuleDefinition.Example(title: "it is fine", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"issuers\": [\n  {\n   \"url\": \"https://gitlab.example.com\"\n  }\n ]\n}\n"), (path: ".akvlint.yml", text: "gitlab: {url: https://gitlab.example.com, project: example/shop}\n")]), RuleDefinition.Example(title: "another instance has the problem", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"issuers\": [\n  {\n   \"url\": \"https://git.example.org\",\n   \"problem\": \"it does not answer\"\n  }\n ]\n}\n"), (path: ".akvlint.yml", text: "gitlab: {url: https://gitlab.example.com, project: example/shop}\n")])])
    })
}

private func ruleAKV603() -> RuleDefinition {
  RuleDefinition(
    id: "AKV603", name: "sub-claim-differs", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Subject components that differ from the project's",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .project, when: "has(project.sub_claim) && has(project.observed_sub_claim)",
      assert: "project.sub_claim == project.observed_sub_claim", at: "project",
      related: [],
      message: "the project's tokens have the subject components {{ project.observed_sub_claim.join(', ') }}, but the configuration has {{ project.sub_claim.join(', ') }}", fixes: [])),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "The components of a token's subject are a setting of the project. If .akvlint.yml names\ndifferent ones, all predictions about subjects describe tokens that GitLab never issues. Since\nGitLab 19.1, a project whose path belonged to another project must begin its subject with\nproject_id to get ID tokens.",
    remedy: "Write gitlab: {sub_claim: [...]} with the project's value: glab api projects/:id shows\nci_id_token_sub_claim_components.",
    references: ["https://docs.gitlab.com/ci/secrets/id_token_authentication/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "fewer components", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"sub_claim\": [\n   \"project_path\"\n  ]\n }\n}\n"), (path: ".akvlint.yml", text: "gitlab:\n  «»sub_claim: [project_path, ref_type, ref]\n")]), RuleDefinition.Example(title: "another order", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"sub_claim\": [\n   \"project_path\",\n   \"ref\",\n   \"ref_type\"\n  ]\n }\n}\n"), (path: ".akvlint.yml", text: "gitlab:\n  «»sub_claim: [project_path, ref_type, ref]\n")])],
        good: [RuleDefinition.Example(title: "the same", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"sub_claim\": [\n   \"project_path\",\n   \"ref_type\",\n   \"ref\"\n  ]\n }\n}\n"), (path: ".akvlint.yml", text: "gitlab:\n  sub_claim: [project_path, ref_type, ref]\n")]), RuleDefinition.Example(title: "without the setting", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"sub_claim\": [\n   \"project_path\"\n  ]\n }\n}\n")])])
    })
}

private func ruleAKV701() -> RuleDefinition {
  RuleDefinition(
    id: "AKV701", name: "tenant-not-found", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Tenant not found",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .access, when: nil,
      assert: "!access.is_tenant_absent", at: "access.tenant_place",
      related: [],
      message: "the tenant {{ access.tenant_id }} does not exist; az account show --query tenantId -o tsv shows yours", predicts: "'AADSTS90002'", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A script that signs in gets AADSTS90002, and so do secrets on runners before 18.9. Newer runners\nfirst compare AZURE_TENANT_ID with the vault's tenant and refuse it themselves. In both cases\nnone of the job's secrets is fetched.",
    remedy: "az account show --query tenantId --output tsv shows the ID of your tenant.",
    references: ["https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes", "https://gitlab.com/gitlab-org/gitlab-runner/-/blob/v18.9.0/CHANGELOG.md"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a wrong digit", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: «66666666-7777-8888-9999-000000000000»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"tenants\": [\n  {\n   \"id\": \"66666666-7777-8888-9999-000000000000\",\n   \"exists\": false\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "among others", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: «66666666-7777-8888-9999-000000000000»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"tenants\": [\n  {\n   \"id\": \"99999999-8888-7777-6666-555555555555\",\n   \"exists\": true\n  },\n  {\n   \"id\": \"66666666-7777-8888-9999-000000000000\",\n   \"exists\": false\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "it exists", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"tenants\": [\n  {\n   \"id\": \"66666666-7777-8888-9999-000000000000\",\n   \"exists\": true\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "another one does not", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"tenants\": [\n  {\n   \"id\": \"99999999-8888-7777-6666-555555555555\",\n   \"exists\": false\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV702() -> RuleDefinition {
  RuleDefinition(
    id: "AKV702", name: "application-not-found", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Application not found in the tenant",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .access, when: nil,
      assert: "!access.is_application_absent && !access.is_principal_absent && !has(access.tenant_conflict)", at: "access.is_application_absent || access.is_principal_absent ? access.client_place : access.tenant_place",
      related: [],
      message: "{{ access.is_application_absent ? 'the tenant has no application ' + access.client_id + '; az ad app show --id ' + access.client_id : access.is_principal_absent ? 'the application ' + access.client_id + ' has no service principal in the tenant; az ad sp create --id ' + access.client_id : access.tenant_conflict }}", predicts: "'AADSTS700016'", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Entra ID returns AADSTS700016: the tenant has no application with this client ID, or the\napplication has no service principal there.",
    remedy: "az ad app show --id CLIENT_ID shows the application; az ad sp create --id CLIENT_ID creates its\nservice principal. The client ID is not the object ID.",
    references: ["https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no such application", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «11111111-2222-3333-4444-555555555555»\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"identities\": [\n  {\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"exists\": false\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "no service principal", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «11111111-2222-3333-4444-555555555555»\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"identities\": [\n  {\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"exists\": true,\n   \"service_principal\": false\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "both exist", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"identities\": [\n  {\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"exists\": true,\n   \"service_principal\": true\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "not queried", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"identities\": [\n  {\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\"\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV703() -> RuleDefinition {
  RuleDefinition(
    id: "AKV703", name: "exchange-refused", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "ID token refused by Entra ID",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .access, when: nil,
      assert: "!has(access.refusal_code)", at: "access.secret",
      related: [],
      message: "Entra ID refused the ID token {{ access.token_name }} of this job ({{ access.refusal_code }}): {{ access.refusal_message }}", predicts: "access.refusal_code", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "akvlint sent the ID token of its own job to Entra ID, which refused it. Other jobs have their\nown tokens: those with the same aud on the same ref will probably be refused as well, unless\ntheir subject contains an environment.",
    remedy: "akvlint explain CODE shows the meaning of the code; akvlint predict --explain JOB@SCENARIO\ncompares the token's claims with the credentials and prints the command that corrects them.",
    references: ["https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes", "https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no credential has the subject", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"exchanges\": [\n  {\n   \"token\": \"AZURE_JWT\",\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"message\": \"no matching federated identity record found\",\n   \"code\": \"AADSTS700213\"\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "the application is of another tenant", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"exchanges\": [\n  {\n   \"token\": \"AZURE_JWT\",\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"message\": \"application not found\",\n   \"code\": \"AADSTS700016\"\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "it was taken", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"exchanges\": [\n  {\n   \"token\": \"AZURE_JWT\",\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"message\": \"\"\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "not tried", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\"\n}\n")])])
    })
}

private func ruleAKV801() -> RuleDefinition {
  RuleDefinition(
    id: "AKV801", name: "vault-not-found", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Vault not found",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .access, when: nil,
      assert: "!access.is_vault_absent", at: "access.vault_place",
      related: [],
      message: "the vault {{ access.vault_name }} does not exist: its name does not resolve; az keyvault list --query \"[].properties.vaultUri\"", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The runner cannot resolve the host name, and the job fails before its script starts. Vault names\nare globally unique, so a typing error usually leads nowhere.",
    remedy: "az keyvault list --query \"[].properties.vaultUri\" -o tsv lists the vaults that you can access.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a name that does not resolve", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: «https://exampel-vault.vault.azure.net»\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://exampel-vault.vault.azure.net\",\n   \"exists\": false\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "written with a slash at the end", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: «https://gone-vault.vault.azure.net/»\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://gone-vault.vault.azure.net\",\n   \"exists\": false\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "it resolves", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "not queried", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\"\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV802() -> RuleDefinition {
  RuleDefinition(
    id: "AKV802", name: "vault-tenant-mismatch", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Vault of another tenant",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .access, when: nil,
      assert: "!access.is_vault_of_other_tenant", at: "access.tenant_place",
      related: [],
      message: "the vault {{ access.vault_name }} belongs to the tenant {{ access.vault_tenant_id }}, but AZURE_TENANT_ID is {{ access.tenant_id }}", predicts: "'AKV10032'", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A vault accepts only tokens of its own tenant and names it in its challenge. Runners since 18.9\ncompare it with AZURE_TENANT_ID and stop if it differs; older runners and other clients get 401\nAKV10032.",
    remedy: "az keyvault show --name VAULT --query properties.tenantId --output tsv shows the tenant.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/rest-error-codes", "https://gitlab.com/gitlab-org/gitlab-runner/-/blob/v18.9.0/CHANGELOG.md"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "another tenant", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: «66666666-7777-8888-9999-000000000000»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"99999999-8888-7777-6666-555555555555\"\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "client and vault in two tenants", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: «66666666-7777-8888-9999-000000000000»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: api-key}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"99999999-8888-7777-6666-555555555555\",\n   \"secrets\": [\n    {\n     \"name\": \"api-key\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "the same tenant", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "in other letters", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: abcdef00-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"ABCDEF00-7777-8888-9999-000000000000\"\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV803() -> RuleDefinition {
  RuleDefinition(
    id: "AKV803", name: "access-denied", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Access denied by the vault",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .access, when: nil,
      assert: "!has(access.denied_secret)", at: "access.denied_secret",
      related: [],
      message: "the vault {{ access.vault_name }} refuses this job's token ({{ access.denial_code }}): {{ access.denial_message }}{{ has(access.denial_command) ? '; ' + access.denial_command : '' }}", predicts: "access.denial_code", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "akvlint queried the vault with an access token that Entra ID issued for this job's own ID token,\nand the vault refused. A role or access policy is missing, or the network of the runner is not\nallowed. A refusal does not reveal whether the secret exists. akvlint requests the list of\nversions and never a value, so a refusal counts only if it shows that a role is missing; an\naccess policy may allow get and not list.",
    remedy: "ForbiddenByRbac: az role assignment create --assignee CLIENT_ID --role \"Key Vault Secrets User\"\n--scope VAULT_ID, for applications and managed identities. AccessDenied: az keyvault set-policy\n--name VAULT --spn CLIENT_ID --secret-permissions get, which replaces its existing secret\npermissions. ForbiddenByFirewall: az keyvault network-rule add. A new role takes a few minutes\nto take effect.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/rest-error-codes"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no role", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"denied\": [\n    {\n     \"code\": \"ForbiddenByRbac\",\n     \"message\": \"the caller is not authorized\"\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "the firewall", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"denied\": [\n    {\n     \"code\": \"ForbiddenByFirewall\",\n     \"message\": \"client address is not authorized\"\n    }\n   ]\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "it answers", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "another vault refuses", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://other-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"denied\": [\n    {\n     \"code\": \"ForbiddenByRbac\",\n     \"message\": \"no\"\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "it refuses another identity", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"denied\": [\n    {\n     \"client_id\": \"22222222-2222-3333-4444-555555555555\",\n     \"code\": \"ForbiddenByRbac\",\n     \"message\": \"no\"\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "it refuses another secret", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"denied\": [\n    {\n     \"secret\": \"other\",\n     \"code\": \"ForbiddenByRbac\",\n     \"message\": \"no\"\n    }\n   ]\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV804() -> RuleDefinition {
  RuleDefinition(
    id: "AKV804", name: "secret-not-found", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Secret not found",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .vaultSecret, when: nil,
      assert: "vault_secret.exists", at: "vault_secret.secret.vault_name",
      related: [],
      message: "the vault {{ vault_secret.vault_name }} has no secret \"{{ vault_secret.secret.vault_name.text }}\"{{ vault_secret.is_deleted ? ': it was deleted and can be recovered with az keyvault secret recover --vault-name ' + vault_secret.vault_name + ' --name ' + vault_secret.secret.vault_name.text : '' }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Key Vault returns 404 SecretNotFound, and the job fails before its script starts. A deleted\nsecret can be recovered for some days, but jobs cannot read it.",
    remedy: "az keyvault secret list --vault-name VAULT --query \"[].name\" lists the names. az keyvault secret\nrecover restores a deleted one.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/rest-error-codes"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "there is no such secret", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: «database-pasword»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-pasword\",\n     \"versions\": []\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "it is deleted", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: «database-password»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ],\n     \"deleted\": true\n    }\n   ]\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "it is there", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "another case of letters", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: Database-Password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV805() -> RuleDefinition {
  RuleDefinition(
    id: "AKV805", name: "version-not-found", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Secret version not found",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .vaultSecret, when: "vault_secret.exists && has(vault_secret.secret.version) && vault_secret.secret.version.text != ''",
      assert: "vault_secret.version_exists", at: "vault_secret.secret.version",
      related: [],
      message: "\"{{ vault_secret.secret.vault_name.text }}\" has no version {{ vault_secret.secret.version.text }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Key Vault returns 404 SecretNotFound, as for a secret that does not exist. Versions from another\nvault, or of a secret that was deleted and created again, are never found.",
    remedy: "az keyvault secret list-versions --vault-name VAULT --name NAME --query \"[].id\" lists the\nversions.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/rest-error-codes"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a version of another secret", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password, version: «aa2a9c1b7d4e4a689b0c5e1d2f3a4b5d»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "a version of another vault", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password, version: «'0123456789abcdef0123456789abcdef'»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "the version", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password, version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "none is pinned", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV806() -> RuleDefinition {
  RuleDefinition(
    id: "AKV806", name: "version-disabled", since: "0.1",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "vault_secret.is_enabled", severity: .warning)],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Secret version disabled, expired or not yet valid",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .vaultSecret, when: "vault_secret.exists && vault_secret.version_exists",
      assert: "vault_secret.is_enabled && !(has(vault_secret.days_left) && vault_secret.days_left < 0) && !(has(vault_secret.days_until_valid) && vault_secret.days_until_valid > 0)", at: "has(vault_secret.secret.version) ? vault_secret.secret.version : vault_secret.secret.vault_name",
      related: [],
      message: "the version {{ vault_secret.version }} of \"{{ vault_secret.secret.vault_name.text }}\" {{ !vault_secret.is_enabled ? 'is disabled: the job fails with SecretDisabled' : has(vault_secret.days_left) && vault_secret.days_left < 0 ? 'has expired; Key Vault still returns it' : 'is not valid yet; Key Vault still returns it' }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Key Vault refuses a disabled version with 403 SecretDisabled. The dates are informational: Key\nVault returns an expired version, or one that is not valid yet, but the service that the secret\nopens may refuse it.",
    remedy: "az keyvault secret set-attributes --vault-name VAULT --name NAME --version VERSION --enabled true, or\npin another version.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/rest-error-codes"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the pinned one is disabled", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password, version: «3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": false,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "the newest one is disabled", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: «database-password»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      },\n      {\n       \"id\": \"aa2a9c1b7d4e4a689b0c5e1d2f3a4b5d\",\n       \"enabled\": false,\n       \"created\": \"2026-06-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "it has expired", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: «database-password»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\",\n       \"expires\": \"2026-11-01\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "it is not valid yet", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: «database-password»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\",\n       \"not_before\": \"2026-12-24\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "it is enabled", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "an older one is disabled", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": false,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      },\n      {\n       \"id\": \"aa2a9c1b7d4e4a689b0c5e1d2f3a4b5d\",\n       \"enabled\": true,\n       \"created\": \"2026-06-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV807() -> RuleDefinition {
  RuleDefinition(
    id: "AKV807", name: "outdated-pin", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Newer secret version available",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .vaultSecret, when: "vault_secret.exists && has(vault_secret.secret.version) && vault_secret.secret.version.text != '' && vault_secret.version_exists && vault_secret.newest != ''",
      assert: "vault_secret.newest.lowerAscii() == vault_secret.version.lowerAscii()", at: "vault_secret.secret.version",
      related: [],
      message: "\"{{ vault_secret.secret.vault_name.text }}\" has the newer version {{ vault_secret.newest }}", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A pinned version stays the same until someone changes the pipeline. After a rotation, the job\ncontinues to use the old value, which may stop working at any time.",
    remedy: "Write the newer version, or omit version to follow the newest.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a newer one", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password, version: «3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      },\n      {\n       \"id\": \"aa2a9c1b7d4e4a689b0c5e1d2f3a4b5d\",\n       \"enabled\": true,\n       \"created\": \"2026-06-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "two newer ones", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password, version: «3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"bb2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-07-01T10:00:00Z\"\n      },\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      },\n      {\n       \"id\": \"aa2a9c1b7d4e4a689b0c5e1d2f3a4b5d\",\n       \"enabled\": true,\n       \"created\": \"2026-06-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "the newest", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password, version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "the newer one is disabled", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password, version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      },\n      {\n       \"id\": \"aa2a9c1b7d4e4a689b0c5e1d2f3a4b5d\",\n       \"enabled\": false,\n       \"created\": \"2026-06-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV808() -> RuleDefinition {
  RuleDefinition(
    id: "AKV808", name: "expiring-secret", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Secret expires soon",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .vaultSecret, when: "vault_secret.exists && vault_secret.version_exists && has(vault_secret.days_left) && vault_secret.days_left >= 0",
      assert: "vault_secret.days_left > params.days", at: "vault_secret.secret.vault_name",
      related: [],
      message: "\"{{ vault_secret.secret.vault_name.text }}\" expires in {{ vault_secret.days_left }} days", fixes: [])),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [RuleParameter(name: "days", value: .int(30))],
    why: "Key Vault continues to return an expired secret, so the job does not fail there. The service\nthat the secret opens usually refuses it, on that day, in the middle of a deployment.",
    remedy: "Create a new version with a later date: az keyvault secret set. Set the number of days in\n.akvlint.yml: rules: {AKV808: {params: {days: 60}}}.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "in ten days", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: «database-password»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\",\n       \"expires\": \"2026-12-03\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "sooner than the team wants", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: «database-password»}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\",\n       \"expires\": \"2027-01-15\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n"), (path: ".akvlint.yml", text: "rules: {AKV808: {params: {days: 90}}}\n")])],
        good: [RuleDefinition.Example(title: "in half a year", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\",\n       \"expires\": \"2027-05-01\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "it never does", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV901() -> RuleDefinition {
  RuleDefinition(
    id: "AKV901", name: "invalid-configuration", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Invalid configuration",
    check: .checker("invalid-configuration"),
    identity: [.text], isIgnorable: false,
    parameters: [],
    why: "If the configuration were misread, akvlint would silently miss findings. Therefore an unknown\nkey, an unknown rule, a wrong type or an unreadable evidence file ends the run with exit code 2,\nand nothing is linted.",
    remedy: "Correct the key or value at this position. docs/configuration.md shows a complete one.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a misspelt key", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n"), (path: ".akvlint.yml", text: "«gitlba»:\n  project: example/shop\n")]), RuleDefinition.Example(title: "no such rule", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n"), (path: ".akvlint.yml", text: "rules:\n  «AKV999»: error\n")])],
        good: [RuleDefinition.Example(title: "known keys and rules", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n"), (path: ".akvlint.yml", text: "gitlab:\n  project: example/shop\nrules:\n  AKV202: error\n")]), RuleDefinition.Example(title: "no configuration", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n")])])
    })
}

private func ruleAKV902() -> RuleDefinition {
  RuleDefinition(
    id: "AKV902", name: "unused-suppression", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Unused suppression",
    check: .checker("unused-suppression"),
    identity: [.text], isIgnorable: false,
    parameters: [],
    why: "A suppression comment can outlive its reason: the line is correct now, the date has passed, or\nthe rule has been renamed. It then hides the next mistake on that line, or only looks as if it\nsuppressed something.",
    remedy: "Remove the comment (akvlint --fix does), correct the rule's name, or set a new date with\nuntil=YYYY-MM-DD.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the line was fixed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT  # akvlint: ignore[«undefined-token»] renamed next week\n")]), RuleDefinition.Example(title: "the last day has passed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      # akvlint: ignore[«AKV213»] until=2020-12-31 the old name\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "there is no such rule, and one that cannot be silenced", files: [(path: ".gitlab-ci.yml", text: "# akvlint: ignore-file[«undefined-tokn», «AKV901»] work in progress\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "it names no rule", files: [(path: ".gitlab-ci.yml", text: "«# akvlint: ignore»\ndeploy:\n  script: ./deploy.sh\n")])],
        good: [RuleDefinition.Example(title: "it silences the line", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JTW  # akvlint: ignore[undefined-token] comes from a dotenv report\n")]), RuleDefinition.Example(title: "it silences the line below, with a date", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      # akvlint: ignore[AKV202] until=2999-12-31 comes from a dotenv report\n      token: $AZURE_JTW\n")])])
    })
}

private func ruleAKV903() -> RuleDefinition {
  RuleDefinition(
    id: "AKV903", name: "stale-evidence", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Old evidence file",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .evidenceFile, when: nil,
      assert: "evidence_file.age <= params.days", at: "evidence_file.place",
      related: [],
      message: "{{ evidence_file.name }} is {{ evidence_file.age }} days old ({{ evidence_file.date }}); it may be out of date", fixes: [])),
    identity: [.text], isIgnorable: false,
    parameters: [RuleParameter(name: "days", value: .int(30))],
    why: "Evidence about credentials, variables and vaults describes one day. If something has changed\nsince, predicted verdicts are wrong.",
    remedy: "Export it again with the new date, or raise the limit: rules: {AKV903: {params: {days: 90}}}.",
    references: ["https://docs.gitlab.com/api/project_level_variables/", "https://learn.microsoft.com/en-us/cli/azure/ad/app/federated-credential"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "credentials of half a year ago", files: [(path: ".gitlab-ci.yml", text: "build:\n  script: make\n"), (path: ".akvlint.yml", text: "azure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      exported: «2026-05-20»\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\n")]), RuleDefinition.Example(title: "sooner than usual", files: [(path: ".gitlab-ci.yml", text: "build:\n  script: make\n"), (path: ".akvlint.yml", text: "azure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      exported: «2026-11-10»\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nrules: {AKV903: {params: {days: 7}}}\n")]), RuleDefinition.Example(title: "variables", files: [(path: ".gitlab-ci.yml", text: "build:\n  script: make\n"), (path: ".akvlint.yml", text: "variables:\n  - {file: ci-variables.json, exported: «2026-10-01»}\n"), (path: "ci-variables.json", text: "[]\n")])],
        good: [RuleDefinition.Example(title: "from last week", files: [(path: ".gitlab-ci.yml", text: "build:\n  script: make\n"), (path: ".akvlint.yml", text: "azure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      exported: 2026-11-16\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\n")]), RuleDefinition.Example(title: "without a day nothing is reported", files: [(path: ".gitlab-ci.yml", text: "build:\n  script: make\n"), (path: ".akvlint.yml", text: "variables:\n  - {file: ci-variables.json}\n"), (path: "ci-variables.json", text: "[]\n")])])
    })
}
