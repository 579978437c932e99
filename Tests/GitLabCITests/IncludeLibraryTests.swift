import Files
import GitLabCI
import LanguageServer
import Testing
import YAMLSyntax

@Suite struct IncludeLibraryTests {
  private let cache = InMemoryFiles(text: [
    "templates/Jobs/Build.gitlab-ci.yml": "build: {script: x}",
    "remotes/example.com/ci/a.yml": "far: {script: x}",
    "components/gitlab.com/group/tools/lint.yml":
      "spec: {inputs: {stage: {default: test}}, component: [version]}\n---\n"
      + "lint: {script: x, stage: '$[[ inputs.stage ]]'}",
    "components/gitlab.com/group/tools/build.yml":
      "spec: {include: inputs.yml}\n---\nbuild: {script: x}",
    "projects/group/other/ci.yml": "include: nested.yml\nother: {script: x}",
    "projects/group/other/nested.yml": "nested: {script: x}",
  ])
  private let project = InMemoryFiles(text: [
    "azure.yml": "include: base.yml\n.azure: {image: alpine}", "base.yml": "base: {script: x}",
  ])

  private func compose(
    _ text: String,
    files: [String: String] = [:],
    variables: IncludeVariables = IncludeVariables()
  ) -> Pipeline {
    var library = IncludeLibrary(
      projects: [
        IncludeLibrary.Project(
          path: "group/ci-templates",
          folder: "../templates",
          files: .inside(project)
        )
      ],
      cache: cache,
      cacheFolder: "cache"
    )
    library.variables = variables
    return Pipeline(
      SourceText(path: ".gitlab-ci.yml", bytes: Array(text.utf8)),
      in: InMemoryFiles(text: files),
      library: library
    )
  }

  @Test(arguments: [
    ("{project: Group/CI-Templates, file: /azure.yml}", ["base", ".azure"]),
    ("{project: group/other, file: ci.yml}", ["nested", "other"]),
    ("{template: Jobs/Build.gitlab-ci.yml}", ["build"]),
    ("'https://example.com/ci/a.yml'", ["far"]),
    ("{component: gitlab.com/group/tools/lint@1.2, inputs: {stage: test}}", ["lint"]),
  ])
  func findsCopies(include: String, jobs: [String]) {
    let pipeline = compose("include: [\(include)]")
    #expect(pipeline.jobs.map { pipeline.tree.text($0.symbol) } == jobs)
    #expect(pipeline.composition.unresolvedIncludes.isEmpty)
    #expect(pipeline.composition.problems.isEmpty)
  }

  @Test func componentsIncludeNoInputs() {
    let problems = compose("include: [{component: gitlab.com/group/tools/build@1}]").composition
      .problems
    #expect(
      problems.first?.gitLabMessage == "Component `gitlab.com/group/tools/build@1` cannot use "
        + "`spec:include`. This keyword is not supported in components"
    )
  }

  @Test(arguments: [
    "{project: group/ci-templates, file: none.yml}", "{template: Bash.gitlab-ci.yml}",
    "{component: gitlab.com/group/none/none@1}", "'https://example.com/none.yml'",
    "{project: group/other, file: ../../templates/Jobs/Build.gitlab-ci.yml}",
  ])
  func whatHasNoCopyIsUnknown(include: String) {
    let pipeline = compose("include: [\(include)]")
    #expect(pipeline.composition.unresolvedIncludes.count == 1)
    #expect(pipeline.composition.isOpen)
  }

  @Test(arguments: [
    ("None.gitlab-ci.yml", "GitLab has no template None.gitlab-ci.yml"),
    (
      "Job/Build.gitlab-ci.yml",
      "GitLab has no template Job/Build.gitlab-ci.yml; did you mean Jobs/Build.gitlab-ci.yml?"
    ),
    ("Build.gitlab-ci.yml", "GitLab has no template Build.gitlab-ci.yml"),
    ("SAST.gitlab-ci.yml", nil), ("Terraform/Base.gitlab-ci.yml", nil),
  ])
  func unknownTemplatesAreRefused(name: String, message: String?) {
    let pipeline = compose("include: [{template: \(name)}]")
    let found = pipeline.composition.problems.map(\.message)
    #expect(found.first?.hasPrefix(message ?? "") ?? true)
    #expect(found.isEmpty == (message == nil))
  }

  @Test(arguments: [
    ("[{local: a.yml, rules: [{exists: [Dockerfile]}]}]", true),
    ("[{local: a.yml, rules: [{exists: ['**/*.tf']}]}]", false),
    ("[{local: a.yml, rules: [{if: $CI_PROJECT_PATH == \"group/shop\"}]}]", true),
    ("[{local: a.yml, rules: [{if: $NONE == \"x\"}]}]", false),
    ("[{local: a.yml, rules: [{if: $NONE == null, when: never}]}]", false),
    ("[{local: a.yml, rules: [{if: $CI_COMMIT_BRANCH == \"main\"}]}]", nil),
    ("[{local: a.yml, rules: [{changes: [x]}]}]", nil),
    ("[{local: a.yml, rules: [{changes: [x], if: $NONE}]}]", false),
    ("['$CI_PROJECT_NAME.yml']", true), ("['$CI_COMMIT_BRANCH.yml']", nil),
  ])
  func decidesRulesAndPaths(include: String, isIncluded: Bool?) {
    var variables = IncludeVariables()
    variables.values = ["CI_PROJECT_PATH": "group/shop", "CI_PROJECT_NAME": "a"]
    variables.isClosed = true
    let pipeline = compose(
      "include: \(include)\njob: {script: x}",
      files: ["a.yml": "included: {script: x}", "Dockerfile": ""],
      variables: variables
    )
    let hasJob = pipeline.jobs.contains { pipeline.tree.text($0.symbol) == "included" }
    // A file whose rules depend on the run is part of the pipeline, and marks it as such.
    let isUnknown =
      !pipeline.composition.unresolvedIncludes.isEmpty || pipeline.composition.isUndecided
    #expect((isUnknown ? nil : hasJob) == isIncluded)
    if include.contains("$CI_COMMIT_BRANCH ==") || include.hasSuffix("[{changes: [x]}]}]") {
      #expect(hasJob)
    }
    #expect(pipeline.composition.problems.isEmpty)
  }

  @Test func aSingleIncludeThatIsExcludedIsRefused() {
    let pipeline = compose(
      "include: {local: a.yml, rules: [{when: never}]}\njob: {script: x}",
      files: ["a.yml": "included: {script: x}"]
    )
    #expect(
      ValidationOutcome(pipeline).messages == ["include config should be an array or a string"]
    )
  }

  @Test(arguments: [
    ("'$NONE'", "`{\"local\":\"\"}` does not have a valid subkey for include."),
    ("[{local: /$NONE}]", "`{\"local\":\"/\"}` does not have a valid subkey for include."),
    (
      "{project: a/b, file: [$NONE, x.yml], ref: $NONE}",
      "`{\"project\":\"a/b\",\"file\":\"\",\"ref\":\"$NONE\"}` does not have a valid subkey for include."
    ),
    ("{template: $NONE}", "`{\"template\":\"\"}` does not have a valid subkey for include."),
    ("{local: $NONE, rules: [{if: $NONE}]}", "include config should be an array or a string"),
    (
      "[{local: a.yml, rules: [[{if: $NONE}]]}]",
      "include:include rules should be an array of hashes"
    ),
    ("[{local: a.yml, rules: [[{if: $NONE == null}]]}]", nil),
  ])
  func anIncludeWithoutNameOrRunIsRefused(include: String, message: String?) {
    var variables = IncludeVariables()
    variables.isClosed = true
    let pipeline = compose(
      "include: \(include)\njob: {script: x}",
      files: ["a.yml": "included: {script: x}"],
      variables: variables
    )
    let first = ValidationOutcome(pipeline).messages.first
    #expect(first?.hasPrefix(message ?? "") ?? (message == nil))
    #expect((first == nil) == (message == nil))
  }

  @Test(arguments: [
    ("{local: a.yml, rules: [{if: $SOME}]}", true),
    ("[{local: a.yml, rules: [{if: $SOME}]}]", false),
    ("{local: a.yml, rules: [{when: always}]}", false), ("{local: a.yml}", false),
  ])
  func aSingleIncludeThatMayBeExcludedIsNoted(include: String, isLonely: Bool) {
    let pipeline = compose(
      "include: \(include)\njob: {script: x}",
      files: ["a.yml": "included: {script: x}"]
    )
    #expect(ValidationOutcome(pipeline).messages.isEmpty)
    #expect((pipeline.composition.lonelyInclude != nil) == isLonely)
  }
}
