import Linting
import Testing

/// The root files that the paths of a call mean.
@Suite struct InputResolverTests {
  private static let files = [
    ".gitlab-ci.yml": "include: [{local: ci/*.yml}, {local: shared.yml}]\njob: {script: x}\n",
    "ci/build.yml": "build: {script: x}\n",
    "shared.yml": ".shared: {script: x}\n",
    "app/.gitlab-ci.yml": "include: {local: shared.yml}\njob: {script: x}\n",
    "app/deep/.gitlab-ci.yml": "job: {script: x}\n",
    "templates/scan.yml": "scan: {script: x}\n",
    "templates/deploy/template.yml": "deploy: {script: x}\n",
    "templates/deploy/other.yml": "deploy: {script: x}\n",
    "values.yml": "replicas: 3\n",
    "alone.yml": "alone: {script: x}\n",
    "built/.gitlab-ci.yml": "job: {script: x}\n",
    ".gitignore": "built/\n",
    "../other.yml": "job: {script: x}\n",
  ]

  private struct Resolved {
    let inputs: [String]
    let failures: [String]
  }

  private static func resolve(_ paths: [String], isHook: Bool = false) throws -> Resolved {
    let folder = try TemporaryRepository(files)
    var resolver = InputResolver(try folder.workspaces(), folder: folder.root, isHook: isHook)
    for path in paths { resolver.add(path) }
    return Resolved(
      inputs: resolver.inputs.map { "\($0.path) \($0.role)" },
      failures: resolver.failures.map { $0.replacing(folder.root, with: "ROOT") }
    )
  }

  @Test(arguments: [
    // A pipeline is itself.
    (".gitlab-ci.yml", [".gitlab-ci.yml pipeline"]),
    ("app/.gitlab-ci.yml", ["app/.gitlab-ci.yml pipeline"]),
    // A file that pipelines include means all of them.
    ("ci/build.yml", [".gitlab-ci.yml pipeline"]),
    ("shared.yml", [".gitlab-ci.yml pipeline", "app/.gitlab-ci.yml pipeline"]),
    // A file that none includes is linted alone.
    ("alone.yml", ["alone.yml fragment"]), ("values.yml", ["values.yml fragment"]),
    ("templates/scan.yml", ["templates/scan.yml component"]),
    ("templates/deploy/template.yml", ["templates/deploy/template.yml component"]),
    ("templates/deploy/other.yml", ["templates/deploy/other.yml fragment"]),
    // A folder means the pipelines and components below, those further up first, without ignored ones.
    (
      ".",
      [
        ".gitlab-ci.yml pipeline", "app/.gitlab-ci.yml pipeline", "templates/scan.yml component",
        "app/deep/.gitlab-ci.yml pipeline", "templates/deploy/template.yml component",
      ]
    ),
    ("app/deep", ["app/deep/.gitlab-ci.yml pipeline"]),
    // One that is named counts, ignored or not.
    ("built/.gitlab-ci.yml", ["built/.gitlab-ci.yml pipeline"]),
  ])
  func inputs(path: String, expected: [String]) throws {
    let resolved = try Self.resolve([path])
    #expect(resolved.inputs == expected)
    #expect(resolved.failures.isEmpty)
  }

  @Test(arguments: [
    ("none.yml", "the file none.yml does not exist"), ("ci", "ci contains no pipeline"),
    ("../other.yml", "../other.yml lies outside the repository ROOT"),
    ("..", ".. lies outside the repository"), ("/dev/null", "/dev/null is not a regular file"),
  ])
  func failures(path: String, expected: String) throws {
    let resolved = try Self.resolve([path])
    #expect(resolved.failures == [expected])
    #expect(resolved.inputs.isEmpty)
  }

  @Test func eachRootIsLintedOnce() throws {
    let paths = ["ci/build.yml", "shared.yml", ".gitlab-ci.yml", "."]
    let resolved = try Self.resolve(paths)
    #expect(resolved.inputs.count == 5)
    #expect(Set(resolved.inputs).count == 5)
  }

  /// Helm keeps manifests in a folder of the same name, and some of their keys are GitLab's, too.
  @Test func manifestsAreNotComponents() throws {
    let folder = try TemporaryRepository([
      "templates/role.yml": "apiVersion: v1\nkind: Role\nspec: {rules: []}\n",
      "templates/notes.yml": "text: hello\n",
      "templates/deploy.yml": "spec: {inputs: {a: {}}}\n---\nj: {script: x}\n",
    ])
    var resolver = InputResolver(try folder.workspaces(), folder: folder.root)
    resolver.add(".")
    #expect(resolver.inputs.map(\.path) == ["templates/deploy.yml"])
  }

  /// A configuration is judged with the pipelines that it is for.
  @Test func aConfigurationMeansItsPipelines() throws {
    let folder = try TemporaryRepository([
      ".gitlab-ci.yml": "j: {script: x}\n", ".akvlint.yml": "profile: strict\n",
    ])
    var resolver = InputResolver(try folder.workspaces(), folder: folder.root)
    resolver.add(".akvlint.yml")
    #expect(resolver.inputs.map(\.path) == [".gitlab-ci.yml"])
    #expect(resolver.failures.isEmpty)
  }

  @Test func aHookLeavesOutWhatIsNoPipeline() throws {
    let resolved = try Self.resolve(["values.yml", "alone.yml", "ci/build.yml"], isHook: true)
    #expect(resolved.inputs == ["alone.yml fragment", ".gitlab-ci.yml pipeline"])
    #expect(resolved.failures.isEmpty)
  }

  @Test func linksAboveAFileAreFollowed() throws {
    let folder = try TemporaryRepository(Self.files)
    try folder.link("linked", to: "app")
    try folder.link("away", to: "..")
    var resolver = InputResolver(try folder.workspaces(), folder: folder.root)
    resolver.add("linked/.gitlab-ci.yml")
    #expect(resolver.inputs.map(\.path) == ["app/.gitlab-ci.yml"])
    resolver.add("away/other.yml")
    #expect(resolver.inputs.count == 1)
    #expect(resolver.failures.count == 1)
  }
}
