import AccessPrediction
import Findings
import Linting
import Testing
import YAMLSyntax

/// Child pipelines as GitLab runs them: once for each trigger job.
@Suite struct ChildPipelineTests {
  private static let files = [
    ".gitlab-ci.yml": """
    workflow: {rules: [{if: $CI_COMMIT_BRANCH}]}
    staging:
      variables: {TARGET: staging}
      rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]
      trigger: {include: child.yml}
    production:
      variables: {TARGET: production}
      trigger: {include: child.yml}
    silent:
      variables: {TARGET: silent}
      trigger: {include: child.yml, forward: {yaml_variables: false}}
    """,
    "child.yml": """
    deploy:
      rules: [{if: $CI_PIPELINE_SOURCE == "parent_pipeline" && $TARGET == "production"}]
      script: x
    pushed:
      rules: [{if: $CI_PIPELINE_SOURCE == "push"}]
      script: x
    next:
      rules: [{if: $TARGET == "staging"}]
      trigger: {include: grandchild.yml}
    """,
    "grandchild.yml": "last: {script: x}\n",
    ".akvlint.yml": "gitlab: {default_branch: main}\nvariables: [OTHER]\n",
  ]

  private static func runs() throws -> [String: RunDecision.Answer] {
    let folder = try TemporaryRepository(files)
    let input = try PipelineInput("\(folder.root)/.gitlab-ci.yml", in: folder.workspaces())
    let predictions = input.predictions().predictions
    return Dictionary(
      predictions.map { ("\($0.label)@\($0.scenario)", $0.runs) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  @Test(arguments: [
    ("child.yml:deploy (through production)@default-branch", RunDecision.Answer.yes),
    // Its own rules want another variable.
    ("child.yml:deploy (through staging)@default-branch", .no),
    ("child.yml:deploy (through silent)@default-branch", .no),
    // The parent creates no pipeline for a tag.
    ("child.yml:deploy (through production)@tag", .no),
    ("child.yml:pushed (through production)@default-branch", .no),
    ("grandchild.yml:last (through next)@default-branch", .yes),
    // The trigger job does not run on other branches.
    ("grandchild.yml:last (through next)@other-branch", .no),
  ])
  func runs(of job: String, expected: RunDecision.Answer) throws {
    #expect(try Self.runs()[job] == expected)
  }

  /// The labels of all jobs in the predictions, each once, in order.
  private static func labels(_ files: [String: String]) throws -> [String] {
    let folder = try TemporaryRepository(files)
    let input = try PipelineInput("\(folder.root)/.gitlab-ci.yml", in: folder.workspaces())
    var labels: [String] = []
    for prediction in input.predictions().predictions where !labels.contains(prediction.label) {
      labels.append(prediction.label)
    }
    return labels
  }

  @Test func inputsMakeTheJobs() throws {
    let labels = try Self.labels([
      ".gitlab-ci.yml": """
      staging: {trigger: {include: [{local: child.yml, inputs: {target: staging}}]}}
      live: {trigger: {include: [{local: child.yml, inputs: {target: live}}]}}
      """,
      "child.yml": """
      spec: {inputs: {target: {options: [staging, live]}}}
      ---
      "deploy-$[[ inputs.target ]]": {script: x}
      """,
    ])
    #expect(
      labels == [
        "staging", "live", "child.yml:deploy-staging (through staging)",
        "child.yml:deploy-live (through live)",
      ]
    )
  }

  /// Each job has the name of the file that the trigger job names, not of its includes.
  @Test func severalFilesAreOnePipeline() throws {
    let labels = try Self.labels([
      ".gitlab-ci.yml": """
      start: {trigger: {include: [ci/base.yml, ci/jobs.yml, {local: 'ci/more/*.yml'}]}}
      """,
      "ci/base.yml": "stages: [ship]\n.base: {stage: ship, script: x}\n",
      "ci/jobs.yml": "include: ci/nested.yml\none: {extends: .base}\n",
      "ci/nested.yml": "two: {extends: .base}\n",
      "ci/more/three.yml": "three: {extends: .base}\n",
    ])
    #expect(
      labels == [
        "start", "ci/jobs.yml:two (through start)", "ci/jobs.yml:one (through start)",
        "ci/more/three.yml:three (through start)",
      ]
    )
  }

  @Test func pathsUseTheVariablesOfTheTrigger() throws {
    let labels = try Self.labels([
      ".gitlab-ci.yml": """
      a: {variables: {WHICH: one}, trigger: {include: [{local: ci/$WHICH.yml}]}}
      b: {variables: {WHICH: two}, trigger: {include: [{local: ci/$WHICH.yml}]}}
      """,
      "ci/one.yml": "first: {script: x}\n",
      "ci/two.yml": "second: {script: x}\n",
    ])
    #expect(labels == ["a", "b", "ci/one.yml:first (through a)", "ci/two.yml:second (through b)"])
  }

  /// The rule and the line of each finding.
  private static func findings(_ files: [String: String]) throws -> [String] {
    let folder = try TemporaryRepository(files)
    let workspace = try folder.workspace()
    let session = LintSession(
      workspace: workspace,
      linter: try workspace.linter(),
      inputs: [LintRoot(path: ".gitlab-ci.yml")]
    )
    let outcome = session.run(overlay: [:])
    return outcome.result.findings.map {
      "\($0.rule) \($0.place.path):\($0.place.span.start.line)"
    }
  }

  @Test(arguments: [
    // GitLab looks for the files of a child when its trigger job runs.
    ("start: {trigger: {include: gone.yml}}", []),
    ("start: {trigger: {include: [gone.yml, {project: a/b, file: c.yml}]}}", []),
    // Here it knows that one of them does not exist.
    ("start: {trigger: {include: [child.yml, gone.yml]}}", ["AKV009 .gitlab-ci.yml:1"]),
    ("start: {trigger: {include: [child.yml, {local: 'none/*.yml'}]}}", []),
    (
      "start: {trigger: {include: [{local: child.yml, inputs: {more: 1}}]}}",
      ["AKV011 .gitlab-ci.yml:1"]
    ),
    ("start: {trigger: {include: [{local: input.yml}]}}", ["AKV011 .gitlab-ci.yml:1"]),
    ("start: {trigger: {include: [{local: input.yml, inputs: {stage: test}}]}}", []),
    (
      "start: {trigger: {include: [{local: input.yml, inputs: {stage: other}}]}}",
      ["AKV013 .gitlab-ci.yml:1"]
    ),
    // A file that a job writes may contain the stage.
    (
      """
      generate: {script: x}
      start: {trigger: {include: [other.yml, {artifact: a.yml, job: generate}]}}
      """, ["AKV010 .gitlab-ci.yml:2"]
    ),
    ("start: {trigger: {include: [{artifact: a.yml, job: start}]}}", []),
    // The rules are validated with the trigger job, so the child does not report them again.
    (
      "start: {trigger: {include: [{local: child.yml, rules: [{if: $A =~}]}]}}",
      ["AKV012 .gitlab-ci.yml:1"]
    ),
    (
      "start: {trigger: {include: [{local: child.yml, rules: []}]}}", ["AKV012 .gitlab-ci.yml:1"]
    ),
  ])
  func findings(pipeline: String, expected: [String]) throws {
    let found = try Self.findings([
      ".gitlab-ci.yml": pipeline + "\n",
      "child.yml": "job: {script: x}\n",
      "input.yml":
        "spec: {inputs: {stage: {}}}\n---\njob: {stage: '$[[ inputs.stage ]]', script: x}\n",
      "other.yml": "job: {stage: special, script: x}\n",
    ])
    #expect(found == expected)
  }
}
