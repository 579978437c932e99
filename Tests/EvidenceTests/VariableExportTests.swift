import AzureFederation
import Evidence
import Testing

@Suite("Exported variables")
struct VariableExportTests {
  private func read(_ json: String) -> Configuration {
    configuration("variables:\n  - file: v.json", files: ["v.json": json])
  }

  @Test("are unprotected and for all environments by default")
  func defaults() {
    let read = read(#"[{"key": "A"}, {"key": "B", "value": "", "unheard_of": [1]}]"#)
    #expect(read.problemLines == [])
    #expect(
      read.evidence.variables.items == [
        ProjectEvidence.ProjectVariable(
          key: "A",
          value: nil,
          isProtected: false,
          environmentScope: "*",
          source: EvidenceSource(path: "v.json", line: 1, column: 2, jsonPath: "$[0]")
        ),
        ProjectEvidence.ProjectVariable(
          key: "B",
          value: "",
          isProtected: false,
          environmentScope: "*",
          source: EvidenceSource(path: "v.json", line: 1, column: 38, jsonPath: "$[1].value")
        ),
      ]
    )
  }

  @Test("close the world even when there are none")
  func none() {
    #expect(read("[]").evidence.variables.isClosed)
  }

  @Test(
    "are refused with the JSON path and what was expected",
    arguments: [
      (
        "{}",
        ["1:1: $: the body of GET /projects/:id/variables must be a list, not a mapping"]
      ),
      (
        "{\"message\": \"401 Unauthorized\"}",
        ["1:1: $: GitLab answered \"401 Unauthorized\", not a list of variables"]
      ),
      ("[{\"value\": \"x\"}]", ["1:2: $[0]: a variable needs \"key\""]),
      (
        "[{\"key\": \"A\", \"protected\": \"true\"}]",
        ["1:28: $[0].protected: \"protected\" must be true or false, not text"]
      ),
      (
        "[{\"key\": \"A\", \"protcted\": true}]",
        [
          "1:27: $[0].protcted: unknown key \"protcted\" in a variable; "
            + "did you mean \"protected\"?"
        ]
      ),
      (
        "[{\"key\": \"A B\"}]",
        [
          "1:10: $[0].key: \"key\" must be the name of a variable (letters, digits, _), "
            + "not \"A B\""
        ]
      ),
      ("[\"A\"]", ["1:2: $[0]: a variable must be a mapping, not text"]),
      ("- key: A\n", ["1:1: the file is not valid JSON"]),
    ] as [(String, [String])]
  )
  func problems(json: String, problems: [String]) {
    #expect(read(json).problemLines == problems.map { "v.json:\($0)" })
  }

  @Test("never show a value in a message")
  func secrecy() {
    let secret = "hunter2"
    let json = "[{\"key\": \"A\", \"value\": {\"x\": \"\(secret)\"}, \"protected\": \"\(secret)\"}]"
    let lines = read(json).problemLines
    #expect(lines.count == 2)
    #expect(!lines.joined().contains(secret))
  }
}
