import Files
import GitLabCI
import Testing
import YAMLSyntax

/// Copies of included files with their versions.
@Suite struct IncludeVersionTests {
  @Test(arguments: [
    ("v1.0", "projects/g/t@v1.0"), ("release/2", "projects/g/t@release%2F2"),
    ("a%2Fb", "projects/g/t@a%252Fb"),
  ])
  func folders(ref: String, folder: String) {
    #expect(IncludeVersion.folder("projects/g/t", at: ref) == folder)
    let target = IncludeDirective.Target.project(path: "g/t", files: ["ci/x.yml"], ref: ref)
    #expect(IncludeVersion.paths(of: target) == [["\(folder)/ci/x.yml"]])
    #expect(IncludeVersion.target(forPath: "\(folder)/ci/x.yml") == target)
  }

  @Test func components() {
    let target = IncludeDirective.Target.component("gitlab.example.com/g/c/deploy@1.2")
    #expect(
      IncludeVersion.paths(of: target) == [
        [
          "components/gitlab.example.com/g/c@1.2/deploy.yml",
          "components/gitlab.example.com/g/c@1.2/deploy/template.yml",
        ]
      ]
    )
  }

  @Test(arguments: [
    (IncludeDirective.Target.project(path: "g/t", files: [], ref: "main"), false),
    (.project(path: "g/t", files: [], ref: nil), false),
    (.project(path: "g/t", files: [], ref: String(repeating: "0a", count: 20)), true),
    (.component("h/g/c/d@\(String(repeating: "0a", count: 20))"), true),
    (.component("h/g/c/d@1.0"), false), (.template("x"), false), (.remote("https://x/y"), false),
  ])
  func fixed(target: IncludeDirective.Target, isFixed: Bool) {
    #expect(IncludeVersion.isFixed(target) == isFixed)
  }

  @Test(arguments: ["projects/g/t/x.yml", "templates/x@1/y.yml", "projects/g@v1", "x"])
  func otherPaths(path: String) {
    #expect(IncludeVersion.target(forPath: path) == nil)
  }

  @Test("The version that is named comes before a copy without one, which serves any version")
  func choice() {
    let library = IncludeLibrary(
      cache: InMemoryFiles(text: [
        "projects/g/t/x.yml": "plain: {script: x}",
        "projects/g/t@v1/x.yml": "include: /y.yml\none: {script: x}",
        "projects/g/t@v1/y.yml": "nested: {script: x}",
        "components/h/g/c@1/d.yml": "component: {script: x}",
      ]),
      cacheFolder: "copies"
    )
    func jobs(_ include: String) -> [String] {
      let source = SourceText(path: ".gitlab-ci.yml", bytes: Array("include: [\(include)]".utf8))
      let pipeline = Pipeline(source, in: InMemoryFiles(text: [:]), library: library)
      return pipeline.jobs.map { pipeline.tree.text($0.symbol) }
    }
    #expect(jobs("{project: g/t, file: x.yml}") == ["plain"])
    #expect(jobs("{project: g/t, file: x.yml, ref: v2}") == ["plain"])
    #expect(jobs("{project: g/t, file: x.yml, ref: v1}") == ["nested", "one"])
    #expect(jobs("{component: h/g/c/d@1}") == ["component"])
  }
}
