import Files
import GitLabCI
import Testing
import YAMLSyntax

/// Composing a pipeline from files in memory.
func compose(_ files: [String: String], root: String = ".gitlab-ci.yml") -> Composition {
  let source = SourceText(path: root, bytes: Array((files[root] ?? "").utf8))
  return Composer.compose(.file(source), in: InMemoryFiles(text: files))
}

extension Composition {
  /// The text at a path of keys, from the top.
  func text(_ keys: String...) -> String? {
    keys.reduce(root) { node, key in
      node.flatMap { node in tree.symbol(key).flatMap { tree.value($0, in: node) } }
    }.map { tree.rubyText($0) }
  }
}

@Suite struct IncludeTests {
  @Test(arguments: [
    "ci/base.yml", "/ci/base.yml", "[ci/base.yml]", "{local: ci/base.yml}",
    "[{local: /ci/base.yml}]", "'ci/*.yml'", "'**/base.yml'", "'ci/**'", "'**/*.yml'",
  ])
  func formsOfLocal(value: String) {
    let composition = compose([
      ".gitlab-ci.yml": "include: \(value)\njob: {script: x}\n",
      "ci/base.yml": ".base: {stage: test}\n",
    ])
    #expect(composition.text(".base", "stage") == "test")
    #expect(composition.problems.isEmpty)
    #expect(composition.unresolvedIncludes.isEmpty)
  }

  @Test func ownContentWinsAndLaterFilesWin() {
    let composition = compose([
      ".gitlab-ci.yml": "include: [a.yml, b.yml]\njob: {stage: own}\n",
      "a.yml": "job: {stage: a, image: a, script: a}\n",
      "b.yml": "include: c.yml\njob: {image: b}\n", "c.yml": "job: {image: c, tags: [c]}\n",
    ])
    #expect(composition.text("job", "stage") == "own")
    #expect(composition.text("job", "image") == "b")
    #expect(composition.text("job", "script") == "a")
  }

  @Test func nullOverridesAMapping() {
    let composition = compose([
      ".gitlab-ci.yml": "include: a.yml\njob: {variables: }\n",
      "a.yml": "job: {script: x, variables: {A: b}}\n",
    ])
    #expect(composition.text("job", "variables") == "")
  }

  @Test(arguments: [
    ("missing.yml", "Local file `missing.yml` does not exist!", true),
    ("ci/file.txt", "Included file `ci/file.txt` does not have YAML extension!", false),
    ("empty.yml", "Local file `empty.yml` is empty!", false),
    ("[1]", "Each include must be a hash or a string", false),
    (
      "{ref: x}",
      "`{\"ref\":\"x\"}` does not have a valid subkey for include. Valid subkeys are: `local`, "
        + "`project`, `remote`, `template`, `artifact`, `component`", false
    ),
    (
      "{local: a.yml, remote: 'https://x/a.yml'}",
      "Each include must use only one of: `local`, `project`, `remote`, `template`, `artifact`, "
        + "`component`", false
    ),
  ])
  func faults(value: String, says: String, isMissing: Bool) {
    let composition = compose([
      ".gitlab-ci.yml": "include: \(value)\njob: {script: x}\n", "empty.yml": " \n",
      "ci/file.txt": "a: b",
    ])
    #expect(composition.problems.map(\.gitLabMessage) == [says])
    #expect(composition.problems.first?.isMissingFile == isMissing)
  }

  @Test func cyclesEndAtTheLimit() {
    let composition = compose([
      ".gitlab-ci.yml": "include: a.yml\njob: {script: x}\n", "a.yml": "include: b.yml\n",
      "b.yml": "include: a.yml\n",
    ])
    #expect(
      composition.problems.map(\.gitLabMessage) == ["Maximum of 150 nested includes are allowed!"]
    )
  }

  @Test(arguments: [
    "{project: g/p, file: /a.yml}", "{remote: 'https://example.com/a.yml'}",
    "https://example.com/a.yml", "{template: Jobs/SAST.gitlab-ci.yml}",
    "{component: gitlab.com/a/b@1}", "$DIR/a.yml",
  ])
  func othersAreUnresolved(value: String) {
    let composition = compose([
      ".gitlab-ci.yml": "include: [\(value)]\njob: {extends: .elsewhere}\n"
    ])
    #expect(composition.unresolvedIncludes.count == 1)
    #expect(composition.problems.isEmpty)
    #expect(composition.incompleteJobs.count == 1)
  }

  @Test func leadsOutOfTheRepositoryAreMissing() {
    let composition = compose([".gitlab-ci.yml": "include: ../../etc/passwd.yml\n"])
    #expect(composition.problems.first?.isMissingFile == true)
  }
}

@Suite struct ExtendsTests {
  @Test func mergesBasesFromLeftToRightAndOwnKeysLast() {
    let composition = compose([
      ".gitlab-ci.yml": """
      .a: {stage: a, image: a, variables: {X: a, Y: a}}
      .b: {stage: b, variables: {Y: b}}
      job: {extends: [.a, .b], script: x, variables: {Z: own}}
      """
    ])
    #expect(composition.text("job", "stage") == "b")
    #expect(composition.text("job", "image") == "a")
    #expect(composition.text("job", "variables", "X") == "a")
    #expect(composition.text("job", "variables", "Y") == "b")
    #expect(composition.text("job", "variables", "Z") == "own")
  }

  @Test(arguments: [
    ("job: {extends: .nope, script: x}", "job: unknown keys in `extends` (.nope)"),
    ("job: {extends: [.x, .y], script: x}", "job: unknown keys in `extends` (.x, .y)"),
    (".b: [1]\na: {script: x, extends: .b}", "a: invalid base hashes in `extends` (.b)"),
    ("a: {script: x, extends: a}", "a: circular dependency detected in `extends`"),
  ])
  func faults(text: String, says: String) {
    let composition = compose([".gitlab-ci.yml": text])
    #expect(composition.problems.first?.gitLabMessage == says)
  }

  @Test(arguments: [(11, true), (12, false)])
  func levels(count: Int, isValid: Bool) {
    var text = ".b0: {stage: test}\n"
    for level in 1..<count { text += ".b\(level): {extends: .b\(level - 1)}\n" }
    text += "job: {extends: .b\(count - 1), script: x}\n"
    #expect(compose([".gitlab-ci.yml": text]).problems.isEmpty == isValid)
  }

  @Test func aVeryLongChainNeitherOverflowsNorHangs() {
    var text = ".b0: {stage: test}\n"
    for level in 1...9000 { text += ".b\(level): {extends: .b\(level - 1)}\n" }
    #expect(!compose([".gitlab-ci.yml": text]).problems.isEmpty)
  }

  @Test func provenanceNamesTheWay() {
    let composition = compose([
      ".gitlab-ci.yml": "include: a.yml\njob: {extends: .a, script: x}\n",
      "a.yml": ".a: {secrets: {S: {azure_key_vault: {name: n}}}}\n",
    ])
    let tree = composition.tree
    let job = composition.root.flatMap { root in
      tree.symbol("job").flatMap { tree.value($0, in: root) }
    }
    let entry = job.flatMap { tree.entry(.secrets, in: $0) }
    let steps = entry.map { tree.steps($0.origin) } ?? []
    #expect(steps.map(\.kind) == [.extends])
    #expect(steps.first.map { tree.string($0.site) } == ".a")
    #expect(entry.map { tree.file(tree.location($0.value).file).path } == "a.yml")
  }
}
