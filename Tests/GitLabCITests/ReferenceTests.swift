import Files
import GitLabCI
import Testing
import YAMLSyntax

@Suite struct ReferenceTests {
  private func pipeline(_ text: String) -> Pipeline {
    Pipeline(SourceText(path: ".gitlab-ci.yml", bytes: Array(text.utf8)), in: InMemoryFiles([:]))
  }

  @Test(arguments: [
    ("job: {script: !reference a}", "1:15", "!reference \"a\" is not valid"),
    ("job: {script: !reference {a: b}}", "1:15", "!reference {\"a\"=>\"b\"} is not valid"),
    ("job: {script: !reference []}", "1:15", "!reference [] is not valid"),
    ("job: {script: !reference [1, a]}", "1:15", "!reference [1, \"a\"] is not valid"),
    (
      ".a: {s: x}\njob: {script: !reference [.a, t]}", "2:15",
      "!reference [\".a\", \"t\"] could not be found"
    ),
    (
      ".a: {s: x}\njob: {script: !reference [.a, s, t]}", "2:15",
      "!reference [\".a\", \"s\", \"t\"] could not be found"
    ),
    (
      ".a: {s: }\njob: {script: !reference [.a, s]}", "2:15",
      "!reference [\".a\", \"s\"] could not be found"
    ),
    (
      "b: !reference [b]\njob: {script: x}", "1:4",
      "!reference [\"b\"] is part of a circular chain"
    ),
    (
      ".a: {s: [!reference [.b, s]]}\n.b: {s: [!reference [.a, s]]}\njob: {script: x}", "1:10",
      "!reference [\".b\", \"s\"] is part of a circular chain"
    ),
  ])
  func refuses(text: String, place: String, message: String) throws {
    let pipeline = pipeline(text)
    let problem = try #require(pipeline.composition.problems.first)
    let start = pipeline.tree.location(problem.node).span.start
    #expect(problem.gitLabMessage == message)
    #expect("\(start.line):\(start.column)" == place)
    #expect(pipeline.composition.problems.count == 1)
  }

  @Test func aReferenceInAListStaysAListOfItsOwn() throws {
    let pipeline = pipeline(
      ".a: {script: [x, y]}\njob: {script: [!reference [.a, script], z]}"
    )
    let job = try #require(pipeline.jobs.first { !$0.isHidden })
    let script = try #require(pipeline.tree.value(.script, in: job.node))
    #expect(pipeline.tree.items(script).count == 2)
    #expect(job.script.map { pipeline.tree.string($0.node) } == ["x", "y", "z"])
  }

  @Test func theWayOfAValueIsKept() throws {
    let pipeline = pipeline(
      ".a: {id_tokens: {T: {aud: x}}}\njob:\n  script: x\n  id_tokens: !reference [.a, id_tokens]"
    )
    let job = try #require(pipeline.jobs.first { !$0.isHidden })
    let entry = try #require(job.idTokensEntry)
    let steps = pipeline.tree.steps(entry.origin)
    #expect(steps.map(\.kind) == [.reference])
    #expect(pipeline.tree.location(try #require(steps.first).site).span.start.line == 4)
  }

  /// GitLab reads only the elements of a list that a reference names.
  @Test func deeperReferencesOfAListStayUnresolved() {
    let pipeline = pipeline(
      ".a: {script: [x]}\n.b: {script: [[!reference [.a, script]]]}\n"
        + "job: {script: !reference [.b, script]}"
    )
    #expect(pipeline.composition.problems.isEmpty)
    let errors = PipelineValidator(
      tree: pipeline.tree,
      root: pipeline.composition.root!,
      openWorld: false,
      incompleteJobs: []
    ).errors()
    #expect(errors.count == 1)
  }

  /// Each level doubles: written out it would be a billion values.
  @Test func doublingReferencesEnd() {
    var text = ".r0: {script: [x]}\n"
    for level in 1...40 {
      let reference = "!reference [.r\(level - 1), script]"
      text += ".r\(level): {script: [\(reference), \(reference)]}\n"
    }
    let pipeline = pipeline(text + "job: {script: !reference [.r40, script]}")
    #expect(pipeline.composition.problems.contains { $0.step == .reference })
  }

  @Test func longChainsEnd() {
    var text = ".r0: {script: x}\n"
    for level in 1...20_000 {
      text += ".r\(level): {script: !reference [.r\(level - 1), script]}\n"
    }
    _ = pipeline(text + "job: {script: !reference [.r20000, script]}")
  }

  @Test func whatAnIncludeMayDefineIsUnknown() {
    let pipeline = pipeline(
      "include: {remote: 'https://example.com/a.yml'}\njob: {script: !reference [.far, script]}"
    )
    #expect(pipeline.composition.problems.isEmpty)
  }
}
