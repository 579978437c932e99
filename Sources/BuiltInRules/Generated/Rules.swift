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
    title: "The file cannot be read as YAML",
    check: .checker("yaml-syntax"),
    identity: [], isIgnorable: false,
    parameters: [],
    why: "GitLab reads pipelines with libyaml, as akvlint does. What libyaml refuses makes GitLab refuse\nthe whole pipeline: no job is created, and the message counts lines from the start of the\ndocument, not of the file.",
    remedy: "Mend the text at the place that is shown. It is often one line further up: a missing quote, a\ntab in the indentation, a colon and a space inside an unquoted text.",
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
    title: "An unquoted date or a tag makes GitLab refuse the file",
    check: .checker("forbidden-type"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "YAML turns an unquoted date or time into a value of its own type. GitLab does not permit that\ntype and refuses the whole file with \"Tried to load unspecified class: Date\", even when the date\nstands in a template or a variable that nothing uses. The same holds for tags such as !!set.",
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
    title: "The file is larger or deeper than GitLab allows",
    check: .checker("too-big"),
    identity: [], isIgnorable: false,
    parameters: [],
    why: "GitLab refuses configuration that is nested more than 100 levels deep, or that takes more than 2\nMiB in memory with all aliases written out: \"The parsed YAML is too big\". A few lines of aliases\nthat refer to each other are enough.",
    remedy: "Split the file, or replace aliases that multiply by extends, which shares what it repeats.",
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
    title: "A key stands twice in one mapping",
    check: .checker("duplicate-key"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "The parser keeps the last value and drops the first without a word. A job that is defined twice,\nor a second `secrets:` in one job, silently loses all that the first one said.",
    remedy: "Join the two, or rename one of them.",
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
    title: "A merge key overwrites the keys above it",
    check: .checker("merge-key-order"),
    identity: [.job], isIgnorable: true,
    parameters: [],
    why: "In YAML's own rules a mapping's keys win over what `<<` merges in. GitLab's parser merges in\norder instead: a `<<` that stands behind a key overwrites it, so the job runs the template's\nscript or uses the template's token.",
    remedy: "Put `<<` first. Keys behind it win.",
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
    title: "GitLab never reads this document",
    check: .checker("ignored-document"),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "GitLab splits a file at lines that begin with `---` and reads one document of it: the first, or\nthe one behind a `spec:` header. All others are dropped without a message, and so are their\njobs.",
    remedy: "Remove the `---` line, or move the jobs into the document that is read.",
    references: ["https://docs.gitlab.com/ci/inputs/", "https://docs.gitlab.com/ci/yaml/includes/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "jobs behind a second document's start", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n---\n«lost:»\n  script: make lost\n")]), RuleDefinition.Example(title: "a comment in front of what is lost", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n---\n# What follows is not read.\n«lost:»\n  script: make lost\n")]), RuleDefinition.Example(title: "three documents, the middle one lost", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs: {}\n---\n«job:»\n  script: make\n---\nother:\n  script: make other\n")])],
        good: [RuleDefinition.Example(title: "one document", files: [(path: ".gitlab-ci.yml", text: "---\njob:\n  script: make\n")]), RuleDefinition.Example(title: "nothing but a comment behind the document", files: [(path: ".gitlab-ci.yml", text: "job:\n  script: make\n---\n# The end.\n")]), RuleDefinition.Example(title: "a header and a document", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs:\n    stage:\n      default: test\n---\njob:\n  script: make\n")])])
    })
}

private func ruleAKV007() -> RuleDefinition {
  RuleDefinition(
    id: "AKV007", name: "invalid-reference", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "A !reference cannot be resolved",
    check: .checker("invalid-reference"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "A `!reference` names a value by its path: a top-level key, then keys in it. When the path leads\nnowhere, to null or false, or back to itself, GitLab refuses the whole pipeline and shows the\npath, not the file or the line.",
    remedy: "Name a value that exists after includes and `extends` were merged. For a whole list of commands\nthe path ends in `script`; elements of a list cannot be named.",
    references: ["https://docs.gitlab.com/ci/yaml/yaml_optimization/#reference-tags"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a misspelt key", files: [(path: ".gitlab-ci.yml", text: ".azure:\n  before_script:\n    - az --version\ndeploy:\n  script:\n    - «!reference [.azure, before_scrpt]»\n    - ./deploy.sh\n")]), RuleDefinition.Example(title: "a reference that leads back to itself", files: [(path: ".gitlab-ci.yml", text: ".setup:\n  script:\n    - «!reference [.setup, script]»\ndeploy:\n  script: ./deploy.sh\n")]), RuleDefinition.Example(title: "a single word in the place of a path", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: «!reference deploy»\n")])],
        good: [RuleDefinition.Example(title: "the path names a list of commands", files: [(path: ".gitlab-ci.yml", text: ".azure:\n  before_script:\n    - az --version\ndeploy:\n  script:\n    - !reference [.azure, before_script]\n    - ./deploy.sh\n")]), RuleDefinition.Example(title: "the path names something of an included file", files: [(path: ".gitlab-ci.yml", text: "include: ci/azure.yml\ndeploy:\n  id_tokens: !reference [.azure, id_tokens]\n  script: ./deploy.sh\n"), (path: "ci/azure.yml", text: ".azure:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n")])])
    })
}

private func ruleAKV008() -> RuleDefinition {
  RuleDefinition(
    id: "AKV008", name: "invalid-extends", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "An extends cannot be resolved",
    check: .checker("invalid-extends"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "A job that extends something that does not exist, itself, or a base through more than eleven\nlevels makes GitLab refuse the pipeline: nothing runs. GitLab names the job, not the line.",
    remedy: "Name an existing job or template. Templates of an included file count, so the include may be\nwhat is missing.",
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
    title: "An include is refused",
    check: .checker("invalid-include"),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "A local file that does not exist, has another extension than .yml or .yaml, or is empty makes\nGitLab refuse the pipeline. So do files that include each other: GitLab stops at 150 includes.",
    remedy: "Mend the path: it is always seen from the root of the repository, with or without a slash in\nfront, never from the file that includes.",
    references: ["https://docs.gitlab.com/ci/yaml/#include", "https://docs.gitlab.com/ci/yaml/includes/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no such file", files: [(path: ".gitlab-ci.yml", text: "include: «ci/missing.yml»\njob:\n  script: make\n")]), RuleDefinition.Example(title: "a wrong extension", files: [(path: ".gitlab-ci.yml", text: "include:\n  - local: «ci/base.txt»\njob:\n  script: make\n"), (path: "ci/base.txt", text: ".base:\n  image: alpine\n")])],
        good: [RuleDefinition.Example(title: "the file exists", files: [(path: ".gitlab-ci.yml", text: "include: ci/base.yml\njob:\n  script: make\n"), (path: "ci/base.yml", text: ".base:\n  image: alpine\n")]), RuleDefinition.Example(title: "a wildcard that matches nothing", files: [(path: ".gitlab-ci.yml", text: "include: 'ci/*.yml'\njob:\n  script: make\n")])])
    })
}

private func ruleAKV010() -> RuleDefinition {
  RuleDefinition(
    id: "AKV010", name: "unresolved-include", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "An include needs a server and was not followed",
    check: .checker("unresolved-include"),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "akvlint works without network, so a project, remote, template or component include is not read.\nJobs, defaults and variables may come from it; what could depend on it is undecided, never a\nfinding.",
    remedy: "Name where the included project lies on disk under includes: in .akvlint.yml, or accept the\nnote. With --strict-resolution an include that was not followed makes the exit code 3.",
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
    title: "An input or an interpolation block is wrong",
    check: .checker("invalid-input"),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "`spec:inputs` declares what a file takes, and `$[[ inputs.NAME ]]` puts it in. A value that is\nmissing or of a wrong type, a name that is not declared or a function that does not exist makes\nGitLab refuse the whole pipeline.",
    remedy: "Declare the input in the header of the file that uses it, and give it a default or a value where\nthe file is included.",
    references: ["https://docs.gitlab.com/ci/inputs/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "an input that nobody declares", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs:\n    environment:\n      default: production\n---\ndeploy:\n  script: «'./deploy.sh $[[ inputs.enviroment ]]'»\n")]), RuleDefinition.Example(title: "a default of the wrong type", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs:\n    retries:\n      type: number\n      default: «many»\n---\ndeploy:\n  script: ./deploy.sh\n")]), RuleDefinition.Example(title: "an include that leaves out a required input", files: [(path: ".gitlab-ci.yml", text: "include:\n  - local: «ci/deploy.yml»\n"), (path: "ci/deploy.yml", text: "spec:\n  inputs:\n    environment:\n---\ndeploy:\n  script: './deploy.sh $[[ inputs.environment ]]'\n")])],
        good: [RuleDefinition.Example(title: "the input is declared and has a default", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs:\n    environment:\n      default: production\n---\ndeploy:\n  script: './deploy.sh $[[ inputs.environment ]]'\n")]), RuleDefinition.Example(title: "the include gives the value", files: [(path: ".gitlab-ci.yml", text: "include:\n  - local: ci/deploy.yml\n    inputs:\n      environment: staging\n"), (path: "ci/deploy.yml", text: "spec:\n  inputs:\n    environment:\n---\ndeploy:\n  script: './deploy.sh $[[ inputs.environment ]]'\n")])])
    })
}

private func ruleAKV012() -> RuleDefinition {
  RuleDefinition(
    id: "AKV012", name: "invalid-job", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "GitLab refuses a job",
    check: .checker("invalid-job"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "An unknown keyword, a missing script or a value of the wrong type in any job makes GitLab refuse\nthe whole pipeline. GitLab then reports nothing about the job's id_tokens and secrets; akvlint\nchecks them anyway. Keywords are those of the newest GitLab that akvlint knows, or of the version\nthat `gitlab: version:` names in the configuration.",
    remedy: "Correct the keyword at the place shown; \"GitLab says\" quotes GitLab's own message. If the message\nnames a newer version of GitLab, upgrade GitLab or remove the keyword.",
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
    title: "GitLab refuses the pipeline",
    check: .checker("invalid-pipeline"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "No visible job, a stage that does not exist, a needed job that does not exist: GitLab refuses\nthe whole pipeline with a message that names the job but no line.",
    remedy: "Mend the name at the place that is shown, or add the stage to stages.",
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
    title: "An ID token is not written as GitLab wants it",
    check: .checker("id-token-shape"),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "An ID token is a mapping with exactly one key, aud, whose value is a text or a list of texts.\nAnything else makes GitLab refuse the pipeline.",
    remedy: "Write NAME: {aud: AUDIENCE}. GitLab decides about all other claims itself.",
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
    title: "An ID token has no audience",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: "has(id_token.aud)",
      assert: "size(id_token.audiences) > 0 && id_token.audiences.all(a, a.text != '' && !(a.is_one_variable && size(a.undefined_variables) > 0))", at: "id_token.aud",
      related: [],
      message: "the ID token \"{{ id_token.name }}\" has an empty audience", fix: nil)),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "GitLab accepts an empty text or an empty list and issues a token without an audience. Entra ID\nrefuses it: as a token that lacks the claim aud (AADSTS90014), or because no federated credential\nhas an empty audience (AADSTS700212). Neither company documents which of the two it is.",
    remedy: "Write the audience of the federated credential, such as https://gitlab.com or\napi://AzureADTokenExchange.",
    references: ["https://docs.gitlab.com/ci/yaml/#id_tokens", "https://docs.gitlab.com/ci/secrets/id_token_authentication/", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "an empty text", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud: «''»\n")]), RuleDefinition.Example(title: "an empty list", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud: «[]»\n")]), RuleDefinition.Example(title: "a variable that is nowhere defined", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT:\n      aud: «$AZURE_AUDIENCE»\n"), (path: ".akvlint.yml", text: "variables:\n  - AZURE_CLIENT_ID\n")])],
        good: [RuleDefinition.Example(title: "an audience", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n")]), RuleDefinition.Example(title: "a variable that GitLab sets", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: $CI_SERVER_URL}\n")])])
    })
}

private func ruleAKV103() -> RuleDefinition {
  RuleDefinition(
    id: "AKV103", name: "unreferencable-token-name", since: "0.1",
    severity: .error, severityWhen: [RuleDefinition.ConditionalSeverity(when: "!id_token.job.secrets.exists(s, !has(s.token) && s.serving_token_name == id_token.name) && !id_token.job.secrets.exists(s, has(s.token) && (s.token.text == '$' + id_token.name || s.token.text == '${' + id_token.name + '}'))", severity: .warning)],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "No variable can name this ID token",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: nil,
      assert: "id_token.name.matches('^[A-Za-z_][A-Za-z0-9_]*$')", at: "id_token",
      related: [],
      message: "no $NAME can reach the ID token \"{{ id_token.name }}\"; use letters, digits and underscores", fix: nil)),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "GitLab accepts any name, but $NAME reaches only names of letters, digits and underscores that do\nnot begin with a digit. The runner expands $MY in $MY-TOKEN and keeps the rest, so it sends\n\"-TOKEN\", and Entra ID answers AADSTS50027. A secret without token: fails in the same way, because\nGitLab itself then sends a dollar sign and the name of the token.",
    remedy: "Rename the token, with underscores in place of dashes and spaces.",
    references: ["https://docs.gitlab.com/ci/yaml/#id_tokens", "https://docs.gitlab.com/ci/yaml/#secretstoken"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a dash, and nothing refers to it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    «AZURE-JWT»: {aud: https://gitlab.com}\n")]), RuleDefinition.Example(title: "a digit in front", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    «1PASSWORD»: {aud: https://gitlab.com}\n")])],
        good: [RuleDefinition.Example(title: "underscores", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n")]), RuleDefinition.Example(title: "a digit behind a letter", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    JWT_2: {aud: https://gitlab.com}\n")])])
    })
}

private func ruleAKV104() -> RuleDefinition {
  RuleDefinition(
    id: "AKV104", name: "shadowed-token", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "A variable or secret of the same name hides the ID token",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: nil,
      assert: "size(id_token.shadowed_by) == 0 && !has(id_token.secret_of_same_name) && id_token.shadowed_outside == ''", at: "id_token",
      related: [RuleDefinition.Related(at: "id_token.shadowed_by", when: nil, message: "this variable hides it"), RuleDefinition.Related(at: "id_token.secret_of_same_name", when: "has(id_token.secret_of_same_name)", message: "this secret hides it")],
      message: "the ID token \"{{ id_token.name }}\" is hidden by a {{ has(id_token.secret_of_same_name) ? 'secret' : 'variable' }} of the same name{{ id_token.shadowed_outside == '' ? '' : ' (' + id_token.shadowed_outside + ')' }}", fix: nil)),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "GitLab gives the job its ID tokens first and its CI/CD variables after them, and the last one of\na name wins. The runner then sends the variable's value as the assertion: Entra ID answers\nAADSTS50027, and for an empty value AADSTS50027 or AADSTS7000216.",
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
    title: "No secret, script or run step uses the ID token",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: "!id_token.job.is_trigger",
      assert: "id_token.is_used || id_token.name in params.programs || id_token.name in ['ARM_OIDC_TOKEN', 'AZURE_FEDERATED_TOKEN', 'AZURE_OIDC_TOKEN', 'SIGSTORE_ID_TOKEN', 'PYPI_ID_TOKEN', 'TESTPYPI_ID_TOKEN', 'NPM_ID_TOKEN']", at: "id_token",
      related: [],
      message: "nothing in the pipeline uses the ID token \"{{ id_token.name }}\"", fix: nil)),
    identity: [.job, .token], isIgnorable: true,
    parameters: [RuleParameter(name: "programs", value: .list([.string("VAULT_ID_TOKEN")]))],
    why: "GitLab signs every ID token of a job and puts it into the environment of every command, used or\nnot. Whoever gets hold of it can sign in with it until the job's time is over. A program that the\nscript starts may read the variable without the YAML saying so; then this is a false alarm.",
    remedy: "Remove the token, or say in a comment which program reads it:\n# akvlint: ignore[AKV105] read by deploy.sh. The names that programs read by themselves, such as\nARM_OIDC_TOKEN and SIGSTORE_ID_TOKEN, never count; .akvlint.yml adds more:\nrules: {AKV105: {params: {programs: [...]}}}.",
    references: ["https://docs.gitlab.com/ci/secrets/id_token_authentication/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a second token that nothing names", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    «SIGN_JWT»: {aud: https://sign.example.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a default that no job needs", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    «SIGN_JWT»: {aud: https://sign.example.com}\nbuild:\n  script: make\ntest:\n  script: make test\n")])],
        good: [RuleDefinition.Example(title: "Terraform reads it by its name", files: [(path: ".gitlab-ci.yml", text: "plan:\n  script: ./plan.sh\n  id_tokens:\n    ARM_OIDC_TOKEN: {aud: api://AzureADTokenExchange}\n")]), RuleDefinition.Example(title: "a command uses it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: sign --token $SIGN_JWT\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    SIGN_JWT: {aud: https://sign.example.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a secret is fetched with the first token", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n")]), RuleDefinition.Example(title: "a default that one job needs", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    SIGN_JWT: {aud: https://sign.example.com}\nbuild:\n  script: make\nsign:\n  script: sign --token \"${SIGN_JWT}\"\n")]), RuleDefinition.Example(title: "a variable hands it on", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n    SIGN_JWT: {aud: https://sign.example.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  variables: {SIGNER_TOKEN: $SIGN_JWT}\n")])])
    })
}

private func ruleAKV106() -> RuleDefinition {
  RuleDefinition(
    id: "AKV106", name: "several-audiences", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "An ID token for Azure has several audiences",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: "id_token.serves_azure && has(id_token.aud)",
      assert: "size(id_token.audiences) < 2", at: "id_token.aud",
      related: [],
      message: "the ID token \"{{ id_token.name }}\" has {{ size(id_token.audiences) }} audiences, but a federated credential has exactly one", fix: nil)),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "A federated credential has exactly one audience. Whether Entra ID accepts a token whose aud is a\nlist of several is not documented; a token with one audience for each receiver is certain, and\ngives no receiver a token that another one accepts too.",
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
    title: "A JSON web token variable that GitLab 17.0 removed",
    check: .checker("removed-jwt-variable"),
    identity: [.job, .secret, .text], isIgnorable: true,
    parameters: [],
    why: "CI_JOB_JWT, CI_JOB_JWT_V1 and CI_JOB_JWT_V2 were removed in GitLab 17.0 and are empty now. The\nrunner sends an empty assertion, and Entra ID answers AADSTS50027 or AADSTS7000216.",
    remedy: "Declare an ID token under id_tokens: and name it: token: $AZURE_JWT.",
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
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "The job uses an ID token of default that it does not get",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .job, when: "size(job.lost_tokens) > 0 && has(job.tokens_place)",
      assert: "!job.lost_tokens.exists(t, t.is_used_in_script && !t.is_named_by_secret)", at: "job.tokens_place",
      related: [RuleDefinition.Related(at: "job.lost_tokens.filter(t, t.is_used_in_script)", when: nil, message: "`default` defines \"{{ it.name }}\" here")],
      message: "the job \"{{ job.name }}\" uses {{ job.lost_tokens.filter(t, t.is_used_in_script).map(t, '$' + t.name) }}, but does not get the ID tokens of `default`", fix: nil)),
    identity: [.job], isIgnorable: true,
    parameters: [],
    why: "A job with id_tokens of its own gets none of those under default, and inherit:default can refuse\nthem as well: GitLab replaces the whole mapping, it never merges. The command then sees an empty\nvariable.",
    remedy: "Repeat the token in the job's own id_tokens, or list id_tokens under inherit:default.",
    references: ["https://docs.gitlab.com/ci/yaml/#default", "https://docs.gitlab.com/ci/yaml/#inherit"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "own tokens replace the default's", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nlogin:\n  «id_tokens»:\n    SIGSTORE_JWT: {aud: sigstore}\n  script: az login --federated-token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "inherit refuses them", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nlogin:\n  inherit:\n    default: «[image]»\n  script: az login --federated-token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "variables pass it on", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nplan:\n  «id_tokens»:\n    SIGSTORE_JWT: {aud: sigstore}\n  variables:\n    ARM_OIDC_TOKEN: $AZURE_JWT\n  script: terraform plan\n")])],
        good: [RuleDefinition.Example(title: "the job inherits", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nlogin:\n  script: az login --federated-token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "the job does not use it", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\nsign:\n  id_tokens:\n    SIGSTORE_JWT: {aud: sigstore}\n  script: cosign sign\n")])])
    })
}

private func ruleAKV109() -> RuleDefinition {
  RuleDefinition(
    id: "AKV109", name: "token-outlives-limit", since: "0.2",
    severity: .warning, severityWhen: [RuleDefinition.ConditionalSeverity(when: "job.always_fails", severity: .error)],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "The ID token is valid for longer than Entra ID accepts",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .job, when: "job.uses_azure && has(job.timeout)",
      assert: "job.timeout_hours <= 25", at: "job.timeout",
      related: [],
      message: "the ID token is valid as long as the job's timeout, \"{{ job.timeout.text }}\", and Entra ID accepts at most 25 hours: AADSTS70023", fix: nil)),
    identity: [.job], isIgnorable: true,
    parameters: [],
    why: "GitLab issues ID tokens that expire with the job's timeout. Entra ID refuses tokens with a lifetime\nof more than 25 hours: AADSTS70023. A runner with a lower maximum timeout shortens it.",
    remedy: "Set a timeout of at most 25 hours, or fetch the secrets in a job of its own.",
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
    title: "The job uses an ID token of another job",
    check: .checker("token-of-another-job"),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "GitLab makes ID tokens for the jobs that ask for them with id_tokens. A job that needs another one\ngets its artifacts, never its tokens: the variable is empty, and the command fails or sends nothing.",
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
    title: "The audience is almost the recommended one",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .idToken, when: "has(id_token.aud) && !id_token.job.always_fails",
      assert: "id_token.audiences.all(a, a.has_variables || !a.text.lowerAscii().matches('^(api|https?)://(www[.])?azureadtokenexchanges?(usgov|china)?/?$') || a.text in ['api://AzureADTokenExchange', 'api://AzureADTokenExchangeUSGov', 'api://AzureADTokenExchangeChina'])", at: "id_token.aud",
      related: [],
      message: "the audience \"{{ id_token.audiences.map(a, a.text) }}\" is almost \"api://AzureADTokenExchange\", which Entra ID compares letter for letter", fix: nil)),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "Microsoft recommends the audience api://AzureADTokenExchange. Entra ID compares it letter for letter\nwith the federated credential: with https instead of api, other capitals, a plural or a slash at\nthe end it answers AADSTS700212.",
    remedy: "Write api://AzureADTokenExchange, or the audience of your federated credential.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-create-trust"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "small letters", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: «api://azureadtokenexchange»}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "https instead of api", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: «https://AzureADTokenExchange»}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "letter for letter", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: 'api://AzureADTokenExchange'}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the instance itself", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV201() -> RuleDefinition {
  RuleDefinition(
    id: "AKV201", name: "secret-shape", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "A secret is not written as GitLab wants it",
    check: .checker("secret-shape"),
    identity: [.job, .secret, .text], isIgnorable: true,
    parameters: [],
    why: "A secret is a mapping with exactly one provider, and perhaps token and file. Anything else makes\nGitLab refuse the pipeline, often with a message about keys that are missing rather than about\nthe one that is misspelt.",
    remedy: "Write one provider, azure_key_vault with name and perhaps version, and token and file beside it.",
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
    title: "A secret names an ID token that the job does not have",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.token_name) && !(secret.token_name in ['CI_JOB_JWT', 'CI_JOB_JWT_V1', 'CI_JOB_JWT_V2'])",
      assert: "secret.token_is_defined", at: "secret.token",
      related: [RuleDefinition.Related(at: "secret.lost_token", when: "has(secret.lost_token)", message: "`default` defines \"{{ it.name }}\", but this job does not get it"), RuleDefinition.Related(at: "secret.job.id_tokens", when: nil, message: "the job has the ID token \"{{ it.name }}\"")],
      message: "there is no ID token \"{{ secret.token_name }}\" in the job \"{{ secret.job.name }}\"{{ secret.token_suggestion == '' ? '' : '; did you mean \"' + secret.token_suggestion + '\"?' }}", fix: RuleDefinition.Replacement(title: "Name the ID token that the job has", safety: .unsafe, when: "secret.token_suggestion.matches('^[A-Za-z_][A-Za-z0-9_]*$')", replace: "secret.token", key: nil, with: "'$' + secret.token_suggestion"))),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab never compares `token:` with `id_tokens:`, so the pipeline is accepted. The runner expands\nthe variable to nothing and sends an empty assertion. Entra ID answers AADSTS50027 or\nAADSTS7000216, minutes after the push and without a line number.",
    remedy: "Name one of the job's ID tokens with a dollar sign in front, or add the missing token to the\njob's `id_tokens:`. A job with `id_tokens:` of its own gets none of those under `default:`.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretstoken", "https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://github.com/MicrosoftDocs/azure-docs/issues/30777"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "two letters swapped", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «$AZURE_JTW»\n")]), RuleDefinition.Example(title: "a job with its own tokens gets none of the default's", files: [(path: ".gitlab-ci.yml", text: "default:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    SIGSTORE_JWT: {aud: sigstore}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: «\"$AZURE_JWT\"»\n")])],
        good: [RuleDefinition.Example(title: "the token is the job's", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the token comes from a template", files: [(path: ".gitlab-ci.yml", text: ".azure:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\ndeploy:\n  extends: .azure\n  script: ./deploy.sh\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: ${AZURE_JWT}\n")])])
    })
}

private func ruleAKV203() -> RuleDefinition {
  RuleDefinition(
    id: "AKV203", name: "malformed-token-reference", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "The value of token is no reference to an ID token",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.token)",
      assert: "has(secret.token_name)", at: "secret.token",
      related: [],
      message: "{{ secret.token.text == '' ? 'the token is empty' : '\"' + secret.token.text + '\" is no reference to one ID token' }}; write $NAME, or the runner sends the text itself", fix: RuleDefinition.Replacement(title: "Put the dollar sign in front", safety: .safe, when: "secret.job.id_tokens.exists(t, t.name == secret.token.text) && secret.token.text.matches('^[A-Za-z_][A-Za-z0-9_]*$')", replace: "secret.token", key: nil, with: "'$' + secret.token.text"))),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The runner expands the variables in token: and sends the result as the assertion. It sends a name\nwithout a dollar sign, or text around the variable, as it is, and Entra ID answers AADSTS50027; for\nan empty text it answers AADSTS50027 or AADSTS7000216.",
    remedy: "Write a dollar sign and the name of one of the job's ID tokens, and nothing else: token:\n$AZURE_JWT.",
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
    title: "A secret is fetched in a job without any ID token",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "(secret.provider == 'azure_key_vault' || secret.provider == 'vault') && !secret.is_null && !has(secret.token) && !secret.has_misplaced_token && !secret.job.is_trigger",
      assert: "size(secret.job.id_tokens) > 0", at: "secret",
      related: [],
      message: "the job \"{{ secret.job.name }}\" has no ID token, so GitLab falls back to {{ secret.provider == 'vault' ? 'CI_JOB_JWT' : 'CI_JOB_JWT_V2' }}, which it removed", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Without token: GitLab chooses one of the job's ID tokens. A job that has none falls back to the\nvariable CI_JOB_JWT_V2 (for Vault CI_JOB_JWT), which GitLab 17.0 removed: the assertion is empty,\nand Entra ID answers AADSTS50027 or AADSTS7000216.",
    remedy: "Give the job an ID token and name it: id_tokens: {AZURE_JWT: {aud: https://gitlab.com}} and\ntoken: $AZURE_JWT.",
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
    title: "Several ID tokens, and the secret names none",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "(secret.provider == 'azure_key_vault' || secret.provider == 'vault') && !secret.is_null && !has(secret.token) && !secret.has_misplaced_token",
      assert: "size(secret.job.id_tokens) < 2", at: "secret",
      related: [RuleDefinition.Related(at: "secret.serving_token", when: "has(secret.serving_token)", message: "GitLab takes this one, the first in its stored order")],
      message: "the job has {{ size(secret.job.id_tokens) }} ID tokens and \"{{ secret.name }}\" names none; GitLab takes \"{{ secret.serving_token_name }}\", the first in its stored order", fix: RuleDefinition.Replacement(title: "Name the only ID token that Azure takes", safety: .safe, when: "secret.provider == 'azure_key_vault' && secret.azure_token_name.matches('^[A-Za-z_][A-Za-z0-9_]*$')", replace: "secret", key: "token", with: "'$' + secret.azure_token_name"))),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Without token: GitLab chooses the ID token itself. It reads the tokens from a jsonb column of\nPostgreSQL, which sorts names by their length and then by their bytes, so it takes the one with the\nshortest name; GitLab's documentation makes no promise about it. A token with a shorter name that is\nadded later, perhaps in another file, silently changes which audience reaches Entra ID:\nAADSTS700212.",
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
    title: "Secrets of one job and provider name different ID tokens",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "secret.provider in ['azure_key_vault', 'gcp_secret_manager', 'aws_secrets_manager'] && (secret.provider != 'aws_secrets_manager' || has(secret.token)) && !secret.is_null && secret.first_of_provider.name != secret.name && (!has(secret.token) || has(secret.token_name) && secret.token_is_defined)",
      assert: "secret.serving_token_name == secret.first_of_provider.serving_token_name", at: "has(secret.token) ? secret.token : secret.name_place",
      related: [RuleDefinition.Related(at: "secret.first_of_provider", when: nil, message: "this secret's token, \"{{ it.serving_token_name }}\", serves them all")],
      message: "\"{{ secret.name }}\" is fetched with the ID token \"{{ secret.first_of_provider.serving_token_name }}\" of \"{{ secret.first_of_provider.name }}\", not with \"{{ secret.serving_token_name }}\"", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab prepares the provider's connection once for each job, with the token of one secret. It reads\nthe secrets from a jsonb column of PostgreSQL, which sorts names by their length and then by their\nbytes, so it is the secret with the shortest variable name. All other secrets of the provider are\nfetched with that token, and their own token: has no effect. The same holds for HashiCorp Vault;\nthere GitLab's own tutorial shows two tokens in one job, so this rule does not report it.",
    remedy: "Name the same ID token in all of the job's secrets of a provider, or split the job.",
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
    title: "Secret version is not a Key Vault version identifier",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "secret.provider == 'azure_key_vault' && has(secret.version) && secret.version.kind == 'string' && !secret.version.text.matches('^<.*>$')",
      assert: "secret.run_versions.all(v, v == '' || v.matches('^[0-9a-fA-F]{32}$'))", at: "secret.version",
      related: [],
      message: "\"{{ secret.run_versions.filter(v, v != '' && !v.matches('^[0-9a-fA-F]{32}$')).join('\", \"') }}\" is not a 32-character GUID without dashes", fix: RuleDefinition.Replacement(title: "Remove the dashes", safety: .safe, when: "secret.version.text.matches('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')", replace: "secret.version", key: nil, with: "secret.version.text.replace('-', '')"))),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A version in Key Vault is 32 hexadecimal characters without dashes. There is no alias such as\nlatest. GitLab accepts any text and passes it on; for another text the vault may answer that a secret\nwith this name and version was not found, and the job fails on the runner.",
    remedy: "Copy the version from `az keyvault secret list-versions --vault-name VAULT --name NAME`, without\ndashes and without the URL before it, or leave version out to get the newest.",
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
    title: "An unquoted version of digits is a number",
    check: .checker("version-not-string"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "YAML reads a version that consists of digits only as a number, and one that begins with 0 and\nhas no 8 or 9 as an octal one. GitLab refuses the pipeline: the version should be a string.",
    remedy: "Quote the version.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretsazure_key_vault", "https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "digits only", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: «12345678901234567890123456789012»\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the number that an input gives, which quotes do not mend", files: [(path: ".gitlab-ci.yml", text: "spec:\n  inputs:\n    version:\n      type: number\n      default: «12345678901234567890123456789012»\n---\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: $[[ inputs.version ]]\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "octal digits", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: «01234567012345670123456701234567»\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "quoted", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: '12345678901234567890123456789012'\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a letter makes it a text", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault:\n        name: database-password\n        version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV209() -> RuleDefinition {
  RuleDefinition(
    id: "AKV209", name: "unpinned-version", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .strict, roles: [.pipeline, .fragment, .component],
    title: "A secret without a version",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "secret.provider == 'azure_key_vault' && !secret.is_null",
      assert: "has(secret.version) && secret.version.text != ''", at: "secret",
      related: [],
      message: "\"{{ secret.name }}\" has no version, so the newest one is taken", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Without a version the newest one is taken. A rotation then reaches every pipeline at once, also\none that is run again to reproduce an older state.",
    remedy: "Pin the version, when your team wants rotations to be commits.",
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
    title: "No secret in Key Vault can have this name",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "secret.provider == 'azure_key_vault' && has(secret.vault_name) && !secret.vault_name.text.matches(r'^\\s*$')",
      assert: "secret.run_names.all(n, n == '' || n.matches('^[0-9A-Za-z-]+$') && size(n) <= 127)", at: "secret.vault_name",
      related: [],
      message: "\"{{ secret.run_names.filter(n, n != '' && !n.matches('^[0-9A-Za-z-]{1,127}$')).join('\", \"') }}\" is not a valid Key Vault secret name (1 to 127 letters, digits and hyphens){{ secret.suggested_name == '' ? '' : '; did you mean \"' + secret.suggested_name + '\"?' }}", fix: RuleDefinition.Replacement(title: "Write hyphens", safety: .unsafe, when: "secret.suggested_name != ''", replace: "secret.vault_name", key: nil, with: "secret.suggested_name"))),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Key Vault takes 1 to 127 letters, digits and hyphens. GitLab passes any text on; with an\nunderscore, a slash or a whole URL the vault answers BadParameter or 404, and the job dies on\nthe runner.",
    remedy: "Write the name as it stands in the vault, with hyphens where variables have underscores.",
    references: ["https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates", "https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "an underscore", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: «database_password»}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a path", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: «'production/database'»}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "hyphens", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a variable", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: $DATABASE_SECRET}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV211() -> RuleDefinition {
  RuleDefinition(
    id: "AKV211", name: "null-provider", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "A provider without a value is never asked",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.provider_key)",
      assert: "!secret.is_null", at: "secret.provider_key",
      related: [],
      message: "\"{{ secret.provider }}\" is null, so \"{{ secret.name }}\" is never fetched", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab accepts a provider key with nothing behind it and sends the runner an empty secret. The\nrunner says that no resolver can handle it, leaves the variable undefined and goes on: the job\nfails later, or works without its secret.",
    remedy: "Write what to fetch below the provider, indented: azure_key_vault: {name: database-password}.",
    references: ["https://docs.gitlab.com/ci/yaml/#secretsazure_key_vault"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "nothing behind the colon", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      «azure_key_vault»:\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the name is not indented deep enough", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      «vault»:\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a name", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "in one line", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      {azure_key_vault: {name: database-password}, token: $AZURE_JWT}\n")])])
    })
}

private func ruleAKV212() -> RuleDefinition {
  RuleDefinition(
    id: "AKV212", name: "misplaced-secrets", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "Secrets or their keywords stand where GitLab does not take them",
    check: .checker("misplaced-secrets"),
    identity: [.job, .secret, .text], isIgnorable: true,
    parameters: [],
    why: "secrets is a keyword of jobs only: GitLab refuses it under default, at the top level and in\ntrigger jobs, and id_tokens at the top level and in trigger jobs. file and token stand beside\nthe provider, not in it.",
    remedy: "Put secrets into a template that the jobs extend, and file and token one level up.",
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
    title: "The name of a secret is no shell variable",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: nil,
      assert: "secret.name.matches('^[A-Za-z_][A-Za-z0-9_]*$')", at: "secret",
      related: [],
      message: "no shell can read a variable called \"{{ secret.name }}\"", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab accepts any name and hands the job an environment variable of it. A shell cannot read one\nwhose name has dashes or spaces or begins with a digit: $MY-SECRET is $MY and the text -SECRET.",
    remedy: "Use letters, digits and underscores, no digit in front.",
    references: ["https://docs.gitlab.com/ci/yaml/#secrets", "https://docs.gitlab.com/ci/variables/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a dash", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «DATABASE-PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a digit in front", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «2ND_PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "underscores", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "small letters", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    database_password:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV214() -> RuleDefinition {
  RuleDefinition(
    id: "AKV214", name: "secret-overrides-variable", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "A secret replaces a variable of the same name",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "!secret.job.id_tokens.exists(t, t.name == secret.name)",
      assert: "secret.overrides == ''", at: "secret",
      related: [],
      message: "\"{{ secret.name }}\" replaces {{ secret.overrides == 'predefined' ? 'a predefined variable' : secret.overrides == 'azure' ? 'a variable that Azure tools read' : 'a variable that the YAML defines' }}", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The runner sets secrets last, so they win over every variable of the same name. A secret called\nlike a predefined variable changes what GitLab's own tools see in the job, and one called\nAZURE_CLIENT_ID changes who the Azure CLI signs in as.",
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
    title: "A secret's file is taken for its value, or its value for a file",
    check: .checker("file-secret-misuse"),
    identity: [.secret, .text], isIgnorable: true,
    parameters: [],
    why: "The runner writes a secret into a temporary file, and the variable holds the path of that file.\nA program that is given the path where it wants a password tries the path as the password: the\nsign-in fails, or worse, something is set up with a path for a password. With file: false it is\nthe other way about: the variable holds the value, and there is no file to open; the error\nmessage of the program that tries may print the value.",
    remedy: "Read the file where the value is wanted: \"$(cat \"$DATABASE_PASSWORD\")\", --password-stdin <\n\"$DATABASE_PASSWORD\", or an option that takes a file. Or set file: false for this secret, so that\nthe variable holds the value; masking then covers it only as a whole.",
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
    title: "A variable in the name or version of a secret is nowhere defined",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.vault_name)",
      assert: "size(secret.vault_name.undefined_variables) == 0 && !secret.run_names.exists(n, n == '') && (!has(secret.version) || size(secret.version.undefined_variables) == 0)", at: "size(secret.vault_name.undefined_variables) > 0 || secret.run_names.exists(n, n == '') ? secret.vault_name : secret.version",
      related: [],
      message: "{{ size(secret.vault_name.undefined_variables) > 0 ? secret.vault_name.undefined_variables.map(v, '$' + v).join(', ') + ' is nowhere defined, so the name of the secret is incomplete' : secret.run_names.exists(n, n == '') ? 'the name of the secret is empty in some runs' : secret.version.undefined_variables.map(v, '$' + v).join(', ') + ' is nowhere defined, so not the pinned version is fetched' }}", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The runner puts variables in and takes nothing for those that do not exist. An empty name fails\nbefore the vault is asked (\"parameter name cannot be empty\"); an empty version silently fetches\nthe newest instead of the pinned one.",
    remedy: "Define the variable, in the YAML or in the project's settings. When it is there, name it under\nvariables: in .akvlint.yml.",
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
    title: "The version is a placeholder",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: "has(secret.version) && secret.version.kind == 'string'",
      assert: "!(secret.version.text == '00000000000000000000000000000000' || secret.version.text == '00000000-0000-0000-0000-000000000000' || secret.version.text.matches('^<.*>$'))", at: "secret.version",
      related: [],
      message: "\"{{ secret.version.text }}\" is a placeholder; no secret has this version", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Thirty-two zeros are the version in GitLab's example, and text in angle brackets is meant to be\nreplaced. No secret has such a version: the vault answers SecretNotFound.",
    remedy: "Copy the version from `az keyvault secret list-versions --vault-name VAULT --name NAME`, or\nleave it out to get the newest.",
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
    title: "The same vault secret is fetched twice in one job",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .secret, when: nil,
      assert: "!has(secret.twin)", at: "secret.vault_name",
      related: [RuleDefinition.Related(at: "secret.twin", when: "has(secret.twin)", message: "the same secret is here already")],
      message: "\"{{ secret.vault_name.text }}\" is fetched twice in this job", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Each entry is a request to the vault before the job starts, and the vault counts requests. Two\nnames for one value also drift apart: one day only one of them gets a new version.",
    remedy: "Keep one entry and use its variable in both places.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://learn.microsoft.com/en-us/azure/key-vault/general/service-limits"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the same name", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    AGAIN:\n      azure_key_vault: {name: «database-password»}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "in other letters, which the vault does not tell apart", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    AGAIN:\n      azure_key_vault: {name: «Database-Password»}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "in the same version", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    AGAIN:\n      azure_key_vault: {name: pinned, version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c}\n      token: $AZURE_JWT\n    THIRD:\n      azure_key_vault: {name: «pinned», version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "two secrets", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    AGAIN:\n      azure_key_vault: {name: api-key}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "two versions of one", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    AGAIN:\n      azure_key_vault: {name: database-password, version: 3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c}\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV219() -> RuleDefinition {
  RuleDefinition(
    id: "AKV219", name: "other-provider-shape", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "A secret of another provider is not written as GitLab wants it",
    check: .checker("other-provider-shape"),
    identity: [.job, .secret, .text], isIgnorable: true,
    parameters: [],
    why: "HashiCorp Vault, Google Cloud, AWS and GitLab's own secrets manager each have keys of their own.\nA missing or unknown one makes GitLab refuse the whole pipeline, and so the Azure secrets of\nother jobs too.",
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
    title: "The job uses a secret of another job",
    check: .checker("secret-of-another-job"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The runner fetches a secret for the job that names it under secrets, and deletes its file when that\njob ends. Another job does not get it, whatever it needs: the variable is empty there.",
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
    title: "A variable that GitLab needs to find the vault is missing",
    check: .checker("missing-azure-variable"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab reads AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID and AZURE_TENANT_ID from the job's\nvariables. When one is missing or blank the job is dropped before it starts: \"The secrets\nprovider can not be found. Check your CI/CD variables and try again.\" The same happens to the Azure\nsecrets when another secret of the job lacks a variable of its provider, such as VAULT_SERVER_URL.\nCI Lint does not report it. Where nothing is known about the project's settings this is only a note.",
    remedy: "Define the three in the project's or group's settings, or in the YAML. Those in the settings are\nnamed under variables: in .akvlint.yml, or read from an export of the variables API.",
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
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "A needed variable is protected, and the ref is not",
    check: .checker("protected-variable"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab gives a protected variable only to pipelines of protected branches and tags; since 18.1 also\nto merge request pipelines whose source and target branches are both protected. In any other\npipeline the variable is missing, GitLab finds no secrets provider, and the job fails before it\nreaches a runner: \"The secrets provider can not be found\".",
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
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "A needed variable is for other environments",
    check: .checker("environment-scope"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A variable with an environment scope reaches only jobs whose environment matches it, letter for\nletter. Without an environment a job gets only variables with the scope `*`. The job then dies\nwith \"The secrets provider can not be found\".",
    remedy: "Give the job the environment that the variable is for, or widen the variable's scope.",
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
    title: "AZURE_KEY_VAULT_SERVER_URL is not the URL of a vault",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_KEY_VAULT_SERVER_URL'",
      assert: "azure_value.fault != 'vault_url'", at: "azure_value",
      related: [],
      message: "the vault URL {{ azure_value.words }}", fix: nil)),
    identity: [.job, .variable], isIgnorable: true,
    parameters: [],
    why: "The runner's client sends the token only over https, and only to a host below the domain that the\nvault's own challenge names. For a custom domain it reports \"challenge resource doesn't match the\nrequested domain\", for http \"authenticated requests are not permitted for non TLS protected (https)\nendpoints\". A path is not refused: it becomes the beginning of the path of each request, where the\nvault has no secrets.",
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
    title: "AZURE_CLIENT_ID is not a GUID",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_CLIENT_ID'",
      assert: "azure_value.fault != 'client'", at: "azure_value",
      related: [],
      message: "AZURE_CLIENT_ID {{ azure_value.words }}", fix: nil)),
    identity: [.job, .variable], isIgnorable: true,
    parameters: [],
    why: "Entra ID looks the application up by its client ID. A display name, an identifier URI or a GUID\nthat lost a character is not found: AADSTS700016.",
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
    title: "AZURE_TENANT_ID is not a GUID",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_TENANT_ID'",
      assert: "azure_value.fault != 'tenant'", at: "azure_value",
      related: [],
      message: "AZURE_TENANT_ID {{ azure_value.words }}", fix: nil)),
    identity: [.job, .variable], isIgnorable: true,
    parameters: [],
    why: "The vault names its tenant by GUID in its challenge, and runners since 18.9 compare that text with\nthis variable, character by character. They refuse a domain name even when it belongs to the right\ntenant, and a GUID in capital letters: the credential \"isn't configured to acquire tokens for\ntenant\". Older runners send the text to Entra ID, which accepts domain names and answers\nAADSTS90002 or AADSTS900023 to what is not a tenant.",
    remedy: "Write the tenant's ID in small letters: az account show --query tenantId --output tsv.",
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
    title: "A variable in AZURE_* is never expanded",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: nil,
      assert: "azure_value.fault != 'nested'", at: "azure_value",
      related: [],
      message: "{{ azure_value.name }} {{ azure_value.words }}; GitLab and the runner pass the text on as it is", fix: nil)),
    identity: [.job, .variable], isIgnorable: true,
    parameters: [],
    why: "GitLab sends the values of AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID and AZURE_TENANT_ID to\nthe runner as they are stored, and the runner does not expand them. The URL is then not valid, and\nthe runner itself refuses a dollar sign in the tenant: \"invalid tenantID\".",
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
    title: "A client secret where an ID token makes it needless",
    check: .checker("client-secret-beside-federation"),
    identity: [.job, .variable, .text], isIgnorable: true,
    parameters: [],
    why: "A client secret is valid for months wherever it is known, and whoever can read the YAML, the\nsettings or a job's log can use it. An ID token is made for one job and expires with it; that is\nwhat federation is for.",
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
    title: "Client and tenant are the same ID",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_CLIENT_ID'",
      assert: "!azure_value.equals_twin", at: "azure_value",
      related: [],
      message: "AZURE_CLIENT_ID and AZURE_TENANT_ID are the same ID", fix: nil)),
    identity: [.variable], isIgnorable: true,
    parameters: [],
    why: "The application and the tenant are different things with IDs of their own. With one ID in both\nplaces, runners since 18.9 find that the tenant is not the vault's (\"isn't configured to acquire\ntokens for tenant\"); older runners and scripts get AADSTS90002 (no such tenant) or AADSTS700016 (no\nsuch application in it).",
    remedy: "Write the application (client) ID into AZURE_CLIENT_ID and the directory (tenant) ID into\nAZURE_TENANT_ID.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/", "https://gitlab.com/gitlab-org/gitlab-runner/-/blob/v18.9.0/CHANGELOG.md"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the same text", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «66666666-7777-8888-9999-000000000000»\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the same but for case", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE»\n  AZURE_TENANT_ID: aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "two IDs", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "no Azure secret", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 66666666-7777-8888-9999-000000000000\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\njob:\n  script: make\n")])])
    })
}

private func ruleAKV310() -> RuleDefinition {
  RuleDefinition(
    id: "AKV310", name: "cloud-mismatch", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "The vault is in another cloud than the runner signs in to",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .azureValue, when: "azure_value.name == 'AZURE_KEY_VAULT_SERVER_URL'",
      assert: "azure_value.other_cloud == ''", at: "azure_value",
      related: [],
      message: "the vault is in another cloud: the runner's own process needs AZURE_AUTHORITY_HOST=https://{{ azure_value.other_cloud }}/", fix: nil)),
    identity: [.job, .variable], isIgnorable: true,
    parameters: [],
    why: "The runner signs in where its own environment says, and that is the public cloud unless\nAZURE_AUTHORITY_HOST is set for the runner's process. The job's variables do not reach it: the\ntoken is then asked for in the wrong cloud, and the job dies.",
    remedy: "Set AZURE_AUTHORITY_HOST for the runner, and azure: {cloud: ...} in .akvlint.yml, which silences\nthis. Or write the URL of a vault in the cloud that the runner signs in to.",
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
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Another provider of the job lacks its variables",
    check: .checker("missing-provider-variable"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab sends a job's secrets only when it finds the provider of each of them. A secret from\nHashiCorp Vault needs VAULT_SERVER_URL, one from AWS needs the variable AWS_REGION (even when\nregion: is written), one from Google Cloud needs the three GCP_* variables. If one of them is\nmissing, GitLab drops the whole job, including its Azure secrets: \"The secrets provider can not be\nfound\".",
    remedy: "Define the variable in the project's settings or in the YAML, or move the secret to another job.",
    references: ["https://docs.gitlab.com/ci/secrets/hashicorp_vault/", "https://docs.gitlab.com/ci/secrets/aws_secrets_manager/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a secret from HashiCorp Vault without its server", files: [(path: ".akvlint.yml", text: "variables: [AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID, AZURE_TENANT_ID]\n"), (path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    «LICENSE»:\n      vault: products/license/key@kv\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a secret from AWS with its region, but without the variable", files: [(path: ".akvlint.yml", text: "variables: [AZURE_KEY_VAULT_SERVER_URL, AZURE_CLIENT_ID, AZURE_TENANT_ID]\n"), (path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    «LICENSE»:\n      aws_secrets_manager: {secret_id: license, region: eu-central-1}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "the server is among the project's variables", files: [(path: ".akvlint.yml", text: "variables:\n  - AZURE_KEY_VAULT_SERVER_URL\n  - AZURE_CLIENT_ID\n  - AZURE_TENANT_ID\n  - VAULT_SERVER_URL\n"), (path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    LICENSE:\n      vault: products/license/key@kv\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the project's variables are not known", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n    LICENSE:\n      vault: products/license/key@kv\n      token: $AZURE_JWT\n")])])
    })
}

private func ruleAKV401() -> RuleDefinition {
  RuleDefinition(
    id: "AKV401", name: "audience-mismatch", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "No federated credential has the audience of the ID token",
    check: .checker("audience-mismatch"),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "Entra ID compares the token's aud letter for letter with the audience of the application's\nfederated credentials. A slash at the end, http in place of https or a capital letter is another\naudience: AADSTS700212.",
    remedy: "Change aud in the YAML or the audience of the credential, so that both are the same text.",
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
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "No federated credential accepts the job",
    check: .checker("subject-mismatch"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The token's subject names the project, the kind of ref and the ref; its components are a setting of\nthe project (ci_id_token_sub_claim_components). A classic credential accepts exactly one subject,\ncharacter by character. When none matches, the exchange fails, as a rule with AADSTS700213; when\nissuer or audience differ as well, Entra ID may answer another code of this kind. A job that fails\nonly in some kinds of pipelines gets a warning.",
    remedy: "Add a credential with the subject that is shown (az ad app federated-credential create, for a\nmanaged identity az identity federated-credential create), use a flexible one for many refs, or let\nthe job run only where a credential accepts it. `akvlint predict --explain JOB@SCENARIO` prints the\ncommand.",
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
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "No federated credential names this GitLab",
    check: .checker("issuer-mismatch"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The issuer of an ID token is the URL of the GitLab instance, without a slash at its end, or what the\nadministrator sets as ci_id_tokens.issuer_url. Entra ID compares it character by character with that\nof each credential and answers AADSTS700211 when none is the same.",
    remedy: "Write the issuer in the credential as GitLab has it: the scheme, the host and, for an instance under\na relative URL, its path, as in https://example.com/gitlab.",
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
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "A federated credential differs only in the case of letters",
    check: .checker("subject-case"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Since autumn 2024 Entra ID compares subjects with regard to case. A credential that was written\nwith other capital letters than the project's path used to work and now gets AADSTS7002138.",
    remedy: "Write the subject with the same letters as the project's path and the ref.",
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
    title: "A federated credential breaks a limit of Entra ID",
    check: .checker("invalid-credential"),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "Entra ID accepts exactly one audience, texts of at most 600 characters, names of letters, digits,\nhyphens and underscores, and expressions of one small language for some issuers. It refuses the\nrest, or stores it and never matches it. For GitLab it allows the claims sub, project_id,\nnamespace_id and user_id in expressions, and may refuse one that lacks sub or, with a project_path\nin it, project_id.",
    remedy: "Change the credential as the message says, and gather it anew.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations", "https://learn.microsoft.com/en-us/entra/workload-id/workload-identities-federated-credential-mutable-subjects"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "two audiences", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: second\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com, api://AzureADTokenExchange]\n          subject: project_path:example/shop:ref_type:tag:ref:v1.0.0\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "an expression with an operator that does not exist", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - «»name: flexible\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          claimsMatchingExpression:\n            languageVersion: 1\n            value: \"claims['sub'] startswith 'project_path:example/shop'\"\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])],
        good: [RuleDefinition.Example(title: "a credential as Entra ID takes it", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")]), RuleDefinition.Example(title: "an expression in the language", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  secrets:\n    PASSWORD:\n      azure_key_vault:\n        name: database-password\n      token: $AZURE_JWT\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n  script: ./deploy.sh\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          subject: project_path:example/shop:ref_type:branch:ref:main\n        - name: flexible\n          issuer: https://gitlab.com\n          audiences: [https://gitlab.com]\n          claimsMatchingExpression:\n            languageVersion: 1\n            value: \"claims['sub'] matches 'project_path:example/shop:ref_type:tag:ref:v*' and claims['project_id'] eq '42'\"\nvariables:\n  - {key: AZURE_KEY_VAULT_SERVER_URL, value: https://example-vault.vault.azure.net}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n")])])
    })
}

private func ruleAKV406() -> RuleDefinition {
  RuleDefinition(
    id: "AKV406", name: "literal-wildcard", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "A wildcard in a classic subject is a literal character",
    check: .checker("literal-wildcard"),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "The subject of a classic credential is compared letter for letter: a star in it is a star. No\nbranch and no tag has that name, so the credential accepts nothing.",
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
    title: "No job matches a federated credential",
    check: .checker("unused-credential"),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "A credential that nothing needs is a door that nobody watches. This one matches no job of the\npipeline in any of the kinds of runs that are judged.",
    remedy: "Remove it, unless another project or a kind of run that is not declared uses it.",
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
    title: "A flexible credential accepts any branch or any project",
    check: .checker("broad-credential"),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "Whoever may push a branch gets the secrets when the expression accepts any branch; whoever may\ncreate a project gets them when it accepts any. Paths can be taken over after a project is renamed\nor deleted; its ID cannot.",
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
    title: "More federated credentials than Entra ID takes, or the same twice",
    check: .checker("too-many-credentials"),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "An application or a managed identity has at most 20 federated credentials, and no two with the\nsame issuer and subject. What exceeds that cannot be created.",
    remedy: "Remove what is not used, or join several with a flexible credential.",
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
    title: "A federated credential accepts the tokens of forks",
    check: .checker("fork-subject"),
    identity: [.credential], isIgnorable: true,
    parameters: [],
    why: "Since GitLab 18.2.2 the token of a merge request from a fork names the fork; before, it named the\nparent project, and the parent's own credential accepted the fork's code. A credential that accepts\nsuch a token gives the secrets to anyone who may fork the project and open a merge request.",
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
    title: "The client ID is none of the declared ones",
    check: .checker("unknown-client"),
    identity: [.job], isIgnorable: true,
    parameters: [],
    why: "The configuration declares the applications and managed identities that jobs sign in as. A client\nID that is none of them is often that of another environment, the object ID, or a typing error;\nEntra ID then answers AADSTS700016 or AADSTS70025.",
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
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "A sign-in of a script fails",
    check: .checker("refused-sign-in"),
    identity: [.job, .token], isIgnorable: true,
    parameters: [],
    why: "Scripts sign in to Azure with the same ID tokens as secrets do: az login, Connect-AzAccount, azd,\nTerraform, OpenTofu and the like send the token as a client assertion. Entra ID looks for the client\nID in the tenant that the request names (AADSTS700016), for the tenant itself (AADSTS90002), and\naccepts only tokens that are valid for at most 25 hours (AADSTS70023).",
    remedy: "Give the command the client ID and the tenant of the same application. `akvlint predict --explain\nJOB@SCENARIO` shows which values it gets.",
    references: ["https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation", "https://learn.microsoft.com/en-us/cli/azure/authenticate-azure-cli-service-principal"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the tenant is another one", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  script:\n    - «az» login --service-principal -u \"$AZURE_CLIENT_ID\" -t \"$OTHER_TENANT_ID\" --federated-token \"$AZURE_JWT\"\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: OTHER_TENANT_ID, value: 66666666-7777-8888-9999-000000000001}\n")]), RuleDefinition.Example(title: "Terraform gets another tenant", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  variables:\n    ARM_USE_OIDC: \"true\"\n    ARM_OIDC_TOKEN: $AZURE_JWT\n    ARM_CLIENT_ID: $AZURE_CLIENT_ID\n    ARM_TENANT_ID: $OTHER_TENANT_ID\n  script:\n    - «terraform» apply\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: OTHER_TENANT_ID, value: 66666666-7777-8888-9999-000000000001}\n")])],
        good: [RuleDefinition.Example(title: "the application's own tenant", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  script:\n    - az login --service-principal -u \"$AZURE_CLIENT_ID\" -t \"$AZURE_TENANT_ID\" --federated-token \"$AZURE_JWT\"\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: OTHER_TENANT_ID, value: 66666666-7777-8888-9999-000000000001}\n")]), RuleDefinition.Example(title: "the command only mentions a sign-in", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n  id_tokens:\n    AZURE_JWT:\n      aud: https://gitlab.com\n  script:\n    - 'echo \"az login -t $OTHER_TENANT_ID --federated-token\"'\n"), (path: ".akvlint.yml", text: "gitlab:\n  url: https://gitlab.com\n  project: example/shop\n  default_branch: main\n  protected: {branches: [main], tags: [v*]}\nazure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      tenant_id: 66666666-7777-8888-9999-000000000000\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nvariables:\n  - {key: AZURE_CLIENT_ID, value: 11111111-2222-3333-4444-555555555555}\n  - {key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}\n  - {key: OTHER_TENANT_ID, value: 66666666-7777-8888-9999-000000000001}\n")])])
    })
}

private func ruleAKV501() -> RuleDefinition {
  RuleDefinition(
    id: "AKV501", name: "token-printed", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline, .fragment, .component],
    title: "A token or a secret is printed or uploaded",
    check: .checker("token-printed"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "A job's log and its artifacts are kept, and many more people can read them than can read the\nvault. GitLab masks ID tokens and the values of secrets in the log, but only where they stand\nthere whole and unchanged: a part of one, one that is encoded or quoted, a line of a secret of\nseveral lines is shown. Artifacts are not masked at all. Whoever has an ID token can sign in to\nAzure with it until the job's time is over.",
    remedy: "Do not print it. Ask whether it is there instead: test -n \"$AZURE_JWT\". Switch tracing off with\nset +x before commands that use it, keep files that hold it out of artifacts:paths, and do not set\nCI_DEBUG_TRACE in the YAML. To look into a token's claims, print the decoded claims only.",
    references: ["https://docs.gitlab.com/ci/variables/#mask-a-cicd-variable", "https://docs.gitlab.com/ci/secrets/id_token_authentication/", "https://docs.gitlab.com/ci/variables/variables_troubleshooting/#enable-debug-logging"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "printed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - echo \"the token is «$AZURE_JWT»\"\n    - cat \"«$DATABASE_PASSWORD»\"\n    - printf '%s' \"$(cat \"«$DATABASE_PASSWORD»\")\"\n    - |\n      # base64 hides it from the masking\n      echo \"«${AZURE_JWT}»\" | base64 -w0\n")]), RuleDefinition.Example(title: "all variables are printed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - «env»\n    - ./deploy.sh\n")]), RuleDefinition.Example(title: "traced", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - set -euxo pipefail\n    - az login --service-principal -u app -t tenant --federated-token \"«$AZURE_JWT»\"\n    - PGPASSWORD=\"$(cat \"«$DATABASE_PASSWORD»\")\" psql -h db -f schema.sql\n    - set +x\n    - ./deploy.sh --token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "uploaded as an artifact", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  artifacts:\n    paths: [out/]\n  script:\n    - mkdir -p out\n    - echo \"«$AZURE_JWT»\" > out/token.txt\n    - cp \"«$DATABASE_PASSWORD»\" \"$CI_PROJECT_DIR/out/password\"\n")]), RuleDefinition.Example(title: "debug logging is switched on", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  variables:\n    CI_DEBUG_TRACE: «\"true\"»\n  script:\n    - ./deploy.sh\n")])],
        good: [RuleDefinition.Example(title: "used, but not printed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - test -n \"$AZURE_JWT\" || echo \"there is no ID token\"\n    - echo \"the token has ${#AZURE_JWT} characters\"\n    - echo 'az login --federated-token $AZURE_JWT'\n    - echo \"$AZURE_JWT\" > /tmp/token\n    - printf '%s' \"$AZURE_JWT\" | ./sign-in --token-stdin\n    - export PGPASSWORD=\"$(cat \"$DATABASE_PASSWORD\")\"\n")]), RuleDefinition.Example(title: "the path of a secret's file is no secret", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - echo \"the password is in $DATABASE_PASSWORD\"\n    - set -x\n    - ./deploy.sh --password-file \"$DATABASE_PASSWORD\"\n")]), RuleDefinition.Example(title: "tracing is off where the token is used", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  script:\n    - set -x\n    - make build\n    - |\n      { set +x; } 2> /dev/null\n      az login --service-principal -u app -t tenant --federated-token \"$AZURE_JWT\"\n")]), RuleDefinition.Example(title: "only the claims are printed, and the file is not uploaded", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    DATABASE_PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n  artifacts:\n    paths: [out/]\n  script:\n    - echo \"$AZURE_JWT\" | cut -d. -f2 | base64 -d\n    - echo \"$AZURE_JWT\" > out/token.txt\n    - ./deploy.sh && rm out/token.txt\n")])])
    })
}

private func ruleAKV502() -> RuleDefinition {
  RuleDefinition(
    id: "AKV502", name: "token-on-argv", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .strict, roles: [.pipeline, .fragment, .component],
    title: "An ID token is an argument of a program",
    check: .checker("token-on-argv"),
    identity: [.job, .token, .text], isIgnorable: true,
    parameters: [],
    why: "The arguments of a running program can be read by every process of the same machine, and tools\nthat record processes keep them. On a runner that is shared, that is more than the job. What is\nhanded over in a file, through standard input or in the environment is read by the program alone.",
    remedy: "Write the token into a file that only the job can read. az login takes it with --federated-token\n@file; Azure's libraries read the file that AZURE_FEDERATED_TOKEN_FILE names, with AZURE_CLIENT_ID\nand AZURE_TENANT_ID. Terraform's providers do not: give them ARM_OIDC_TOKEN or\nARM_OIDC_TOKEN_FILE_PATH with ARM_USE_OIDC=true. Hand it to curl with --data @file or @-, to vault\nwith jwt=@file or jwt=-.",
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
    title: "A pipeline with secrets includes what others may change",
    check: .checker("unpinned-include"),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "What is included runs with this pipeline's ID tokens and secrets. A branch of another project, a\ncomponent's ~latest or a file behind a URL can be another one tomorrow, without a commit here.",
    remedy: "Write ref: with the full hash of a commit, or with a tag that is protected in that project, the whole\nversion after a component's @, and integrity: beside remote:. A tag without protection can be moved.",
    references: ["https://docs.gitlab.com/ci/yaml/#includeproject", "https://docs.gitlab.com/ci/yaml/#includeintegrity", "https://docs.gitlab.com/ci/components/#component-versions"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the default branch of a project", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: group/templates\n    file: «/azure.yml»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a branch", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: group/templates\n    file: /azure.yml\n    ref: «main»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a file behind a URL", files: [(path: ".gitlab-ci.yml", text: "include:\n  - remote: «https://example.com/azure.yml»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "the latest version of a component", files: [(path: ".gitlab-ci.yml", text: "include:\n  - component: «gitlab.example.com/group/azure/deploy@~latest»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a component of major version 1", files: [(path: ".gitlab-ci.yml", text: "include:\n  - component: «gitlab.example.com/group/azure/deploy@1»\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")])],
        good: [RuleDefinition.Example(title: "a commit", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: group/templates\n    file: /azure.yml\n    ref: 0123456789abcdef0123456789abcdef01234567\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a tag that is a version", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: group/templates\n    file: /azure.yml\n    ref: v1.4.2\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a URL with integrity", files: [(path: ".gitlab-ci.yml", text: "include:\n  - remote: https://example.com/azure.yml\n    integrity: sha256-L3/GAoKaw0Arw6hDCKeKQlV1QPEgHYxGBHsH4zG1IY8=\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "a component in a whole version", files: [(path: ".gitlab-ci.yml", text: "include:\n  - component: gitlab.example.com/group/azure/deploy@1.2.0\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "without secrets there is nothing to lose", files: [(path: ".gitlab-ci.yml", text: "include:\n  - project: group/templates\n    file: /azure.yml\nbuild:\n  script: make\n")])])
    })
}

private func ruleAKV504() -> RuleDefinition {
  RuleDefinition(
    id: "AKV504", name: "subscription-wide-role", since: "0.1",
    severity: .info, severityWhen: [],
    profile: .strict, roles: [.pipeline, .fragment, .component],
    title: "A role is given for a whole subscription",
    check: .checker("subscription-wide-role"),
    identity: [.job, .text], isIgnorable: true,
    parameters: [],
    why: "A role holds for everything below its scope. Key Vault Secrets User over a subscription reads the\nsecrets of all its vaults, those of other teams and those that do not exist yet; a job needs one\nvault, often one secret.",
    remedy: "Name the vault as the scope, or the secret in it:\n--scope \"$(az keyvault show --name VAULT --query id --output tsv)\".",
    references: ["https://learn.microsoft.com/en-us/azure/key-vault/general/rbac-guide", "https://learn.microsoft.com/en-us/azure/role-based-access-control/scope-overview"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the ID is in a variable", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - az role assignment create --assignee \"$APP\" --role \"Key Vault Secrets User\" --scope \"«/subscriptions/$SUBSCRIPTION»\"\n")]), RuleDefinition.Example(title: "the ID is written out", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - |\n      az role assignment create \\\n        --assignee \"$APP\" --role \"Key Vault Secrets User\" \\\n        --scope=«/subscriptions/00000000-1111-2222-3333-444444444444/»\n")]), RuleDefinition.Example(title: "with a new service principal", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - az ad sp create-for-rbac --name ci --role Contributor --scopes «/subscriptions/${SUBSCRIPTION}»\n")])],
        good: [RuleDefinition.Example(title: "one vault", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - az role assignment create --assignee \"$APP\" --role \"Key Vault Secrets User\" --scope \"/subscriptions/$SUBSCRIPTION/resourceGroups/shop/providers/Microsoft.KeyVault/vaults/shop\"\n")]), RuleDefinition.Example(title: "a scope that is not known", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - az role assignment create --assignee \"$APP\" --role \"Key Vault Secrets User\" --scope \"$VAULT_ID\"\n")]), RuleDefinition.Example(title: "a role is only listed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script:\n    - az role assignment list --scope \"/subscriptions/$SUBSCRIPTION\"\n")])])
    })
}

private func ruleAKV505() -> RuleDefinition {
  RuleDefinition(
    id: "AKV505", name: "secrets-in-merge-request", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .strict, roles: [.pipeline],
    title: "A merge request pipeline fetches the secrets of a protected environment",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .prediction, when: "prediction.is_merge_request && prediction.runs && prediction.job.uses_azure && has(prediction.environment)",
      assert: "!params.environments.exists(e, prediction.environment == e || e.endsWith('*') && prediction.environment.startsWith(e.replace('*', '')))", at: "prediction.job",
      related: [],
      message: "merge request pipelines fetch the secrets of the environment \"{{ prediction.environment }}\" for code that nobody has approved", fix: nil)),
    identity: [.job], isIgnorable: true,
    parameters: [RuleParameter(name: "environments", value: .list([.string("production"), .string("production/*"), .string("prod"), .string("prod/*")]))],
    why: "A merge request pipeline runs the code of a branch before anybody has looked at it. When it\nfetches the secrets of production, whoever may push a branch can read them: a changed script is\nenough.",
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
    title: "GitLab or its runner is older than Azure Key Vault secrets",
    check: .checker("runner-too-old"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "GitLab knows the keyword since 16.3, and runners know the provider since 16.3, too. Until 16.6 the\nrunner sends Entra ID a token in a form that it cannot read, so every secret fails with AADSTS50027;\na runner that is older than 16.3 only warns \"no resolver that can handle the secret\", and the\nvariable is not set.",
    remedy: "Update GitLab and the runner to 16.6 or newer, and say so under gitlab: {version: ...}.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "before the keyword", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  version: \"16.2\"\n")]), RuleDefinition.Example(title: "with the keyword, before the mended runner", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  version: \"16.5.1\"\n")])],
        good: [RuleDefinition.Example(title: "the first version that works", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  version: \"16.6\"\n")]), RuleDefinition.Example(title: "a version of two digits", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  version: \"18.10\"\n")])])
    })
}

private func ruleAKV507() -> RuleDefinition {
  RuleDefinition(
    id: "AKV507", name: "unlicensed", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "The project's tier has no secrets from vaults",
    check: .checker("unlicensed"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "External secrets are a feature of the Premium tier. On the free tier GitLab takes the keyword,\ncalls the pipeline valid and starts the job, but never tells the runner about the secrets: the\nvariables are not there, and what the script does without them is anybody's guess.",
    remedy: "Fetch the secrets in the script instead, which the free tier allows: sign in with\naz login --service-principal and the ID token, then az keyvault secret show. Or move the project\nto a group with Premium, and say so under gitlab: {tier: premium}.",
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
    title: "Developers can point a pipeline at another vault",
    check: .checker("overridable-vault"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Variables that somebody sets when starting a pipeline win over those of the project. Where\ndevelopers may do so, one of them can start the pipeline with another AZURE_KEY_VAULT_SERVER_URL,\nAZURE_CLIENT_ID or AZURE_TENANT_ID, and the job deploys with the values of a vault of their own.",
    remedy: "Settings > CI/CD > Variables: let only maintainers, or nobody, use pipeline variables. With the\nAPI: glab api -X PUT projects/:id -f ci_pipeline_variables_minimum_override_role=maintainer.",
    references: ["https://docs.gitlab.com/ci/variables/#restrict-pipeline-variables", "https://docs.gitlab.com/api/projects/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "developers may", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  pipeline_variables_minimum_override_role: developer\n")]), RuleDefinition.Example(title: "developers may, in a project with more settings", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  {pipeline_variables_minimum_override_role: developer, tier: premium}\n")])],
        good: [RuleDefinition.Example(title: "nobody may", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  pipeline_variables_minimum_override_role: no_one_allowed\n")]), RuleDefinition.Example(title: "maintainers may", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.yml", text: "gitlab:\n  pipeline_variables_minimum_override_role: maintainer\n")])])
    })
}

private func ruleAKV601() -> RuleDefinition {
  RuleDefinition(
    id: "AKV601", name: "gitlab-rejects", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "GitLab refuses the pipeline",
    check: .checker("gitlab-rejects"),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "GitLab's lint API was asked with the pipeline and calls it invalid for a reason that akvlint does not\nknow, such as an include that it could read and akvlint could not.",
    remedy: "Read GitLab's own words; glab ci lint prints them, too.",
    references: ["https://docs.gitlab.com/api/lint/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a job", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\n«deploy»:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"lint\": {\n   \"valid\": false,\n   \"errors\": [\n    \"jobs:deploy config contains unknown keys: shiny\"\n   ]\n  }\n }\n}\n")]), RuleDefinition.Example(title: "a job that needs another", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\n«deploy»:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"lint\": {\n   \"valid\": false,\n   \"errors\": [\n    \"'deploy' job needs 'build' job, but 'build' does not exist in the pipeline\"\n   ]\n  }\n }\n}\n")])],
        good: [RuleDefinition.Example(title: "it is valid", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"lint\": {\n   \"valid\": true,\n   \"errors\": []\n  }\n }\n}\n")]), RuleDefinition.Example(title: "nobody asked", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\"\n}\n")])])
    })
}

private func ruleAKV602() -> RuleDefinition {
  RuleDefinition(
    id: "AKV602", name: "issuer-unreachable", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Entra ID cannot read the issuer's keys",
    check: .checker("issuer-unreachable"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Entra ID reads the issuer's discovery document and keys over the internet. When it cannot, or when\nthey name another issuer, every exchange fails: AADSTS50166, AADSTS501661 or AADSTS90061. When the\nkey that signed the token is not among the keys, the answer is AADSTS7000272.",
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
    title: "The project's tokens have another subject than configured",
    check: .checker("sub-claim-differs"),
    identity: [.text], isIgnorable: true,
    parameters: [],
    why: "The components of a token's subject are a setting of the project. When .akvlint.yml names others, all\npredictions about subjects are about tokens that GitLab never makes. Since GitLab 19.1 a project\nwhose path belonged to another project must begin its subject with project_id to get ID tokens.",
    remedy: "Write gitlab: {sub_claim: [...]} as the project has it: glab api projects/:id shows\nci_id_token_sub_claim_components.",
    references: ["https://docs.gitlab.com/ci/secrets/id_token_authentication/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "fewer components", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"sub_claim\": [\n   \"project_path\"\n  ]\n }\n}\n"), (path: ".akvlint.yml", text: "gitlab:\n  «»sub_claim: [project_path, ref_type, ref]\n")]), RuleDefinition.Example(title: "another order", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"sub_claim\": [\n   \"project_path\",\n   \"ref\",\n   \"ref_type\"\n  ]\n }\n}\n"), (path: ".akvlint.yml", text: "gitlab:\n  «»sub_claim: [project_path, ref_type, ref]\n")])],
        good: [RuleDefinition.Example(title: "the same", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"sub_claim\": [\n   \"project_path\",\n   \"ref_type\",\n   \"ref\"\n  ]\n }\n}\n"), (path: ".akvlint.yml", text: "gitlab:\n  sub_claim: [project_path, ref_type, ref]\n")]), RuleDefinition.Example(title: "the configuration says nothing", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"gitlab\": {\n  \"sub_claim\": [\n   \"project_path\"\n  ]\n }\n}\n")])])
    })
}

private func ruleAKV701() -> RuleDefinition {
  RuleDefinition(
    id: "AKV701", name: "tenant-not-found", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "The tenant does not exist",
    check: .checker("tenant-not-found"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A script that signs in gets AADSTS90002, and so do secrets on runners before 18.9. Newer runners\ncompare AZURE_TENANT_ID with the vault's tenant first and refuse it themselves. Either way none of\nthe job's secrets is fetched.",
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
    title: "The application does not exist in the tenant",
    check: .checker("application-not-found"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Entra ID answers AADSTS700016: the client ID names no application of the tenant, or the application\nwas never given a service principal there.",
    remedy: "az ad app show --id CLIENT_ID shows the application; az ad sp create --id CLIENT_ID makes its service\nprincipal. The client ID is not the object ID.",
    references: ["https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no such application", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «11111111-2222-3333-4444-555555555555»\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"identities\": [\n  {\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"exists\": false\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "no service principal", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: «11111111-2222-3333-4444-555555555555»\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"identities\": [\n  {\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"exists\": true,\n   \"service_principal\": false\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "both exist", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"identities\": [\n  {\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"exists\": true,\n   \"service_principal\": true\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "nobody looked", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"identities\": [\n  {\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\"\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV703() -> RuleDefinition {
  RuleDefinition(
    id: "AKV703", name: "exchange-refused", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "Entra ID refused the ID token of this job",
    check: .checker("exchange-refused"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The ID token of the very job that runs akvlint was sent to Entra ID, and it was refused. Other jobs\nhave tokens of their own: those with the same aud on the same ref will probably be refused as well,\nunless the subject of their tokens contains an environment.",
    remedy: "akvlint explain CODE shows what the code means; akvlint predict --explain JOB@SCENARIO compares the\ntoken's claims with the credentials and prints the command that corrects them.",
    references: ["https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes", "https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "no credential has the subject", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"exchanges\": [\n  {\n   \"token\": \"AZURE_JWT\",\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"message\": \"no matching federated identity record found\",\n   \"code\": \"AADSTS700213\"\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "the application is of another tenant", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    «PASSWORD»:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"exchanges\": [\n  {\n   \"token\": \"AZURE_JWT\",\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"message\": \"application not found\",\n   \"code\": \"AADSTS700016\"\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "it was taken", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"exchanges\": [\n  {\n   \"token\": \"AZURE_JWT\",\n   \"client_id\": \"11111111-2222-3333-4444-555555555555\",\n   \"message\": \"\"\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "nobody tried", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\"\n}\n")])])
    })
}

private func ruleAKV801() -> RuleDefinition {
  RuleDefinition(
    id: "AKV801", name: "vault-not-found", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "The vault does not exist",
    check: .checker("vault-not-found"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The runner cannot resolve the host name and the job fails before its script starts. Names of vaults\nare unique in the world, so a wrong letter usually leads nowhere.",
    remedy: "az keyvault list --query \"[].properties.vaultUri\" -o tsv shows the vaults that you may see.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "a name that does not resolve", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: «https://exampel-vault.vault.azure.net»\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://exampel-vault.vault.azure.net\",\n   \"exists\": false\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "written with a slash at the end", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: «https://gone-vault.vault.azure.net/»\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://gone-vault.vault.azure.net\",\n   \"exists\": false\n  }\n ]\n}\n")])],
        good: [RuleDefinition.Example(title: "it resolves", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\",\n   \"exists\": true,\n   \"tenant_id\": \"66666666-7777-8888-9999-000000000000\",\n   \"secrets\": [\n    {\n     \"name\": \"database-password\",\n     \"versions\": [\n      {\n       \"id\": \"3f2a9c1b7d4e4a689b0c5e1d2f3a4b5c\",\n       \"enabled\": true,\n       \"created\": \"2026-05-01T10:00:00Z\"\n      }\n     ]\n    }\n   ]\n  }\n ]\n}\n")]), RuleDefinition.Example(title: "nobody looked", files: [(path: ".gitlab-ci.yml", text: "variables:\n  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net\n  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555\n  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n"), (path: ".akvlint.snapshot.json", text: "{\n \"schema\": 1,\n \"date\": \"2026-11-20\",\n \"vaults\": [\n  {\n   \"url\": \"https://example-vault.vault.azure.net\"\n  }\n ]\n}\n")])])
    })
}

private func ruleAKV802() -> RuleDefinition {
  RuleDefinition(
    id: "AKV802", name: "vault-tenant-mismatch", since: "0.1",
    severity: .error, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "The vault belongs to another tenant",
    check: .checker("vault-tenant-mismatch"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A vault accepts only tokens of its own tenant and names it in its challenge. Runners since 18.9\ncompare it with AZURE_TENANT_ID and refuse to go on; older runners and other clients get 401\nAKV10032.",
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
    title: "The vault refuses this job",
    check: .checker("access-denied"),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "The vault was asked with a token that Entra ID gave for this job's own ID token, and refused. A role or\naccess policy is missing, or the network of the runner is not allowed. A refusal says nothing about\nwhether the secret exists. akvlint asks for the list of versions and never for a value, so a refusal counts\nonly where it shows that a role is missing; an access policy may well allow to get and not to list.",
    remedy: "ForbiddenByRbac: az role assignment create --assignee CLIENT_ID --role \"Key Vault Secrets User\" --scope\nVAULT_ID, for applications and managed identities. AccessDenied: az keyvault set-policy --name VAULT\n--spn CLIENT_ID --secret-permissions get, which replaces the secret permissions that it had.\nForbiddenByFirewall: az keyvault network-rule add. A new role takes a few minutes to arrive.",
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
    title: "The vault has no such secret",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .vaultSecret, when: nil,
      assert: "vault_secret.exists", at: "vault_secret.secret.vault_name",
      related: [],
      message: "the vault {{ vault_secret.vault_name }} has no secret \"{{ vault_secret.secret.vault_name.text }}\"{{ vault_secret.is_deleted ? ' any more: it is deleted and can be recovered with az keyvault secret recover --vault-name ' + vault_secret.vault_name + ' --name ' + vault_secret.secret.vault_name.text : '' }}", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Key Vault answers 404 SecretNotFound, and the job fails before its script starts. A deleted secret\nstays recoverable for some days; to a job it is as good as gone.",
    remedy: "az keyvault secret list --vault-name VAULT --query \"[].name\" shows the names. A deleted one comes back\nwith az keyvault secret recover.",
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
    title: "The secret has no such version",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .vaultSecret, when: "vault_secret.exists && has(vault_secret.secret.version) && vault_secret.secret.version.text != ''",
      assert: "vault_secret.version_exists", at: "vault_secret.secret.version",
      related: [],
      message: "\"{{ vault_secret.secret.vault_name.text }}\" has no version {{ vault_secret.secret.version.text }}", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "Key Vault answers 404 SecretNotFound, the same as for a secret that does not exist. Versions of\nanother vault or of a secret that was made anew are never found.",
    remedy: "az keyvault secret list-versions --vault-name VAULT --name NAME --query \"[].id\" shows them.",
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
    title: "The version that the job gets is disabled, expired or not yet valid",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .vaultSecret, when: "vault_secret.exists && vault_secret.version_exists",
      assert: "vault_secret.is_enabled && !(has(vault_secret.days_left) && vault_secret.days_left < 0) && !(has(vault_secret.days_until_valid) && vault_secret.days_until_valid > 0)", at: "has(vault_secret.secret.version) ? vault_secret.secret.version : vault_secret.secret.vault_name",
      related: [],
      message: "the version {{ vault_secret.version }} of \"{{ vault_secret.secret.vault_name.text }}\" {{ !vault_secret.is_enabled ? 'is disabled: the job fails with SecretDisabled' : has(vault_secret.days_left) && vault_secret.days_left < 0 ? 'has expired; it is handed out all the same' : 'is not valid yet; it is handed out all the same' }}", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A disabled version is refused with 403 SecretDisabled. The dates only inform: an expired version, or\none that is not valid yet, is handed out, and what it opens may refuse it.",
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
    title: "A newer version of the secret exists",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .vaultSecret, when: "vault_secret.exists && has(vault_secret.secret.version) && vault_secret.secret.version.text != '' && vault_secret.version_exists && vault_secret.newest != ''",
      assert: "vault_secret.newest.lowerAscii() == vault_secret.version.lowerAscii()", at: "vault_secret.secret.version",
      related: [],
      message: "\"{{ vault_secret.secret.vault_name.text }}\" has the newer version {{ vault_secret.newest }}", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [],
    why: "A pinned version stays what it is until somebody changes the pipeline. When the value was rotated,\nthe job goes on with the old one, which may stop working at any time.",
    remedy: "Write the newer version, or leave it out to follow the newest.",
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
    title: "The secret expires soon",
    check: .predicate(
    RuleDefinition.Predicate(
      subject: .vaultSecret, when: "vault_secret.exists && vault_secret.version_exists && has(vault_secret.days_left) && vault_secret.days_left >= 0",
      assert: "vault_secret.days_left > params.days", at: "vault_secret.secret.vault_name",
      related: [],
      message: "\"{{ vault_secret.secret.vault_name.text }}\" expires in {{ vault_secret.days_left }} days", fix: nil)),
    identity: [.job, .secret], isIgnorable: true,
    parameters: [RuleParameter(name: "days", value: .int(30))],
    why: "Key Vault goes on to hand out an expired secret, so the job does not fail there. What the secret\nopens usually does, on the day, in the middle of a deployment.",
    remedy: "Make a new version: az keyvault secret set, with a later date. How soon is soon is set in\n.akvlint.yml: rules: {AKV808: {params: {days: 60}}}.",
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
    title: "The configuration or a file that it names is wrong",
    check: .checker("invalid-configuration"),
    identity: [.text], isIgnorable: false,
    parameters: [],
    why: "A configuration that is read wrongly would make akvlint silent about what it should tell. So an\nunknown key, an unknown rule, a wrong type or an unreadable evidence file ends the run with exit\ncode 2, and nothing is linted.",
    remedy: "Mend the key or value at the place that is shown. README shows a whole configuration.",
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
    title: "A comment silences nothing",
    check: .checker("unused-suppression"),
    identity: [.text], isIgnorable: false,
    parameters: [],
    why: "A comment that silences a rule outlives its reason: the line was mended, the date has passed, the\nrule has another name. It then hides the next mistake that somebody makes there, or looks like\nprotection and is none.",
    remedy: "Remove the comment (akvlint --fix does), correct the rule's name, or set a new date with\nuntil=YYYY-MM-DD.",
    references: ["https://docs.gitlab.com/ci/secrets/azure_key_vault/"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "the line was mended", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT  # akvlint: ignore[«undefined-token»] renamed next week\n")]), RuleDefinition.Example(title: "the last day has passed", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      # akvlint: ignore[«AKV213»] until=2020-12-31 the old name\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "there is no such rule, and one that cannot be silenced", files: [(path: ".gitlab-ci.yml", text: "# akvlint: ignore-file[«undefined-tokn», «AKV901»] work in progress\ndeploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JWT\n")]), RuleDefinition.Example(title: "it names no rule", files: [(path: ".gitlab-ci.yml", text: "«# akvlint: ignore»\ndeploy:\n  script: ./deploy.sh\n")])],
        good: [RuleDefinition.Example(title: "it silences the line", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      token: $AZURE_JTW  # akvlint: ignore[undefined-token] comes from a dotenv report\n")]), RuleDefinition.Example(title: "it silences the line below, with a date", files: [(path: ".gitlab-ci.yml", text: "deploy:\n  script: ./deploy.sh\n  id_tokens:\n    AZURE_JWT: {aud: https://gitlab.com}\n  secrets:\n    PASSWORD:\n      azure_key_vault: {name: database-password}\n      # akvlint: ignore[AKV202] until=2999-12-31 comes from a dotenv report\n      token: $AZURE_JTW\n")])])
    })
}

private func ruleAKV903() -> RuleDefinition {
  RuleDefinition(
    id: "AKV903", name: "stale-evidence", since: "0.1",
    severity: .warning, severityWhen: [],
    profile: .recommended, roles: [.pipeline],
    title: "A file of evidence is old",
    check: .checker("stale-evidence"),
    identity: [.text], isIgnorable: false,
    parameters: [RuleParameter(name: "days", value: .int(30))],
    why: "What is known about credentials, variables and vaults was written down on some day. Somebody may\nhave changed it since, and then a predicted verdict is about a world that is gone.",
    remedy: "Export it again and write the new day, or let akvlint wait longer: rules: {AKV903: {params:\n{days: 90}}}.",
    references: ["https://docs.gitlab.com/api/project_level_variables/", "https://learn.microsoft.com/en-us/cli/azure/ad/app/federated-credential"],
    examples: {
      RuleDefinition.Examples(
        bad: [RuleDefinition.Example(title: "credentials of half a year ago", files: [(path: ".gitlab-ci.yml", text: "build:\n  script: make\n"), (path: ".akvlint.yml", text: "azure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      exported: «2026-05-20»\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\n")]), RuleDefinition.Example(title: "sooner than usual", files: [(path: ".gitlab-ci.yml", text: "build:\n  script: make\n"), (path: ".akvlint.yml", text: "azure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      exported: «2026-11-10»\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\nrules: {AKV903: {params: {days: 7}}}\n")]), RuleDefinition.Example(title: "variables", files: [(path: ".gitlab-ci.yml", text: "build:\n  script: make\n"), (path: ".akvlint.yml", text: "variables:\n  - {file: ci-variables.json, exported: «2026-10-01»}\n"), (path: "ci-variables.json", text: "[]\n")])],
        good: [RuleDefinition.Example(title: "of last week", files: [(path: ".gitlab-ci.yml", text: "build:\n  script: make\n"), (path: ".akvlint.yml", text: "azure:\n  identities:\n    - client_id: 11111111-2222-3333-4444-555555555555\n      exported: 2026-11-16\n      credentials:\n        - name: main\n          issuer: https://gitlab.com\n          subject: project_path:example/shop:ref_type:branch:ref:main\n          audiences: [https://gitlab.com]\n")]), RuleDefinition.Example(title: "without a day nothing is said", files: [(path: ".gitlab-ci.yml", text: "build:\n  script: make\n"), (path: ".akvlint.yml", text: "variables:\n  - {file: ci-variables.json}\n"), (path: "ci-variables.json", text: "[]\n")])])
    })
}
