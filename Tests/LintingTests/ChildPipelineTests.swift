import AccessPrediction
import Linting
import Testing

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
}
