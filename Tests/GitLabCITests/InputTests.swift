import Files
import GitLabCI
import Testing
import YAMLSyntax

@Suite struct InputTests {
  private func script(_ text: String, files: [String: String] = [:]) -> [String] {
    let pipeline = Pipeline(
      SourceText(path: ".gitlab-ci.yml", bytes: Array(text.utf8)),
      in: InMemoryFiles(text: files)
    )
    let problems = pipeline.composition.problems.map(\.gitLabMessage)
    guard problems.isEmpty else { return problems }
    return pipeline.jobs.filter { !$0.isHidden }.flatMap(\.script).map {
      pipeline.tree.kind($0.node) == .unknown ? "?" : pipeline.tree.rubyText($0.node)
    }
  }

  @Test(arguments: [
    ("{a: {default: x}}", "'$[[ inputs.a ]]'", ["x"]),
    ("{a: {default: x}}", "'a $[[inputs.a]] b $[[ inputs.a ]]'", ["a x b x"]),
    ("{a: {default: 3}}", "'v$[[ inputs.a ]]'", ["v3"]),
    ("{a: {type: boolean, default: yes}}", "'v$[[ inputs.a ]]'", ["vtrue"]),
    ("{a: {type: array, default: [x, y]}}", "'v$[[ inputs.a ]]'", ["v[\"x\", \"y\"]"]),
    ("{a: {default: abcdef}}", "'$[[ inputs.a | truncate(1,3) ]]'", ["bcd"]),
    ("{a: {default: a b}}", "'$[[ inputs.a | posix_escape ]]'", ["a\\ b"]),
    ("{a: {default: x}}", "'$[[ inputs.a | expand_vars ]]'", ["x"]),
    ("{a: {default: $X}}", "'$[[ inputs.a | expand_vars ]]'", ["$X"]),
    ("{a: {default: x}}", "'$[[ matrix.A ]]'", ["$[[ matrix.A ]]"]),
    (
      "{a: {default: x}, b: {rules: [{if: '$[[ inputs.a ]] == \"x\"', default: y, options: [y]}]}}",
      "'$[[ inputs.b ]]'", ["y"]
    ),
    (
      "{a: {default: x}}", "'$[[ input.a ]]'",
      ["unknown interpolation provided: `input` in `input.a`"]
    ),
    (
      "{a: {default: x}}", "'$[[ ab ]]'",
      [
        "invalid pattern used for interpolation. valid pattern is $[[ inputs.input ]]"
      ]
    ),
    ("{a: {type: boolean, default: maybe}}", "x", ["`a` input: default value is not a boolean"]),
    ("{a: {regex: '(', default: y}}", "x", ["`a` input: invalid regular expression"]),
    (
      "{a: {type: number, default: 1, options: [2]}}", "x",
      [
        "`a` input: `1` cannot be used because it is not in the list of the allowed options"
      ]
    ),
  ])
  func interpolates(inputs: String, script: String, expected: [String]) {
    #expect(self.script("spec: {inputs: \(inputs)}\n---\njob: {script: \(script)}\n") == expected)
  }

  @Test(arguments: [
    ("inputs: {name: b}", ["echo b"]), ("inputs: {name: 7}", ["echo 7"]),
    ("inputs: {}", ["`ci/a.yml`: `name` input: required value has not been provided"]),
    ("inputs: {nam: b, name: c}", ["`ci/a.yml`: unknown input arguments: nam"]),
    ("inputs: [b]", ["`ci/a.yml`: Given inputs must be a hash"]),
  ])
  func includesGiveValues(inputs: String, expected: [String]) {
    let file = "spec: {inputs: {name: }}\n---\njob: {script: 'echo $[[ inputs.name ]]'}\n"
    let root = "include: [{local: ci/a.yml, \(inputs)}]\n"
    #expect(script(root, files: ["ci/a.yml": file]) == expected)
  }

  @Test func inputsNeedAHeader() {
    let found = script(
      "include: [{local: ci/a.yml, inputs: {a: b}}]",
      files: ["ci/a.yml": "job: {script: x}"]
    )
    #expect(
      found == [
        "`ci/a.yml`: Given inputs not defined in the `spec` section of the included "
          + "configuration file"
      ]
    )
  }

  /// One file included twice with other values is read once and interpolated twice.
  @Test func eachIncludeHasItsOwnValues() {
    let file = "spec: {inputs: {name: }}\n---\n'$[[ inputs.name ]]': {script: 'echo'}\n"
    let found = script(
      "include: [{local: a.yml, inputs: {name: b}}, {local: a.yml, inputs: {name: c}}]",
      files: ["a.yml": file]
    )
    #expect(found == ["echo", "echo"])
  }

  @Test func aFragmentLookedAtAloneMayLackValues() {
    let text = "spec: {inputs: {name: }}\n---\njob: {script: '$[[ inputs.name ]]'}\n"
    let pipeline = Pipeline(
      SourceText(path: "ci/a.yml", bytes: Array(text.utf8)),
      in: InMemoryFiles([:]),
      isWhole: false
    )
    #expect(pipeline.composition.problems.isEmpty)
  }

  /// Starts without ends: looking for the end from each takes quadratic time.
  @Test func manyOpenBlocksTakeLinearTime() {
    let text = String(repeating: "$[[ x ", count: 150_000)
    #expect(script("spec: {inputs: {a: {default: b}}}\n---\njob: {script: '\(text)'}\n") == [text])
  }
}
