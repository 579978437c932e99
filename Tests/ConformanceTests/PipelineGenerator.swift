import GitLabCI
import TestSupport

/// Makes pipelines of all of GitLab's keywords, valid and invalid ones, the same for the same seed.
struct PipelineGenerator {
  private static let scalars = [
    "x", "'y z'", "1", "1.50", "true", "no", "~", "''", ":symbol", "$VAR", "'%A%'", "2026-01-31",
    "0x1F", "1:30", "!!binary aGk=", "!any '7'", "'$[[ inputs.a ]]'", "'v $[[ inputs.b ]]'",
    "'$[[ matrix.M ]]'", "1 day", "on_failure", "'/a+/'", "'$A =~ /b/'", "\"\\e[2J\"", "é",
  ]
  private static let names = ["a", "b", "c d", ".h", "default", "1", "'k: [p]'", "on", "~", "<<"]
  private static let keywords = Keyword.allCases.map(\.text.description)

  private var numbers: SeededNumbers

  init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed)
  }

  /// The files of a repository, its pipeline among them.
  mutating func files() -> [String: String] {
    var root = ""
    if chance(4) { root += "spec: \(mapping(["inputs", "include", "component"], 2))\n---\n" }
    if chance(3) { root += "include: \(includes())\n" }
    if chance(3) { root += "stages: [build, test, \(scalar())]\n" }
    for keyword in ["variables", "default", "workflow", "image", "cache"] where chance(5) {
      root += "\(keyword): \(value(3))\n"
    }
    for _ in 0...number(4) { root += job() }
    return [
      ".gitlab-ci.yml": root, "ci/a.yml": job() + job(),
      "ci/b.yml": "spec: {inputs: {a: {default: \(scalar())}}}\n---\n" + job(),
    ]
  }

  private mutating func job() -> String {
    var text = "\(name()): \(chance(6) ? "&j " : "")\n  script: \(chance(4) ? value(2) : "make")\n"
    for _ in 0...number(4) { text += "  \(keyword()): \(value(3))\n" }
    if chance(3) {
      text +=
        "  id_tokens: {T: {aud: \(scalar())}}\n  secrets: {S: {azure_key_vault: "
        + "{name: \(scalar()), version: \(scalar())}, token: \(scalar())}}\n"
    }
    if chance(5) { text += "  parallel: {matrix: [{M: [p, \(scalar())]}]}\n" }
    if chance(5) { text += "  needs: [\(name()), {job: \(name()), optional: true}]\n" }
    return text
  }

  private mutating func includes() -> String {
    let rules = chance(3) ? ", rules: [{if: \(scalar()), when: \(scalar())}]" : ""
    let inputs = chance(3) ? ", inputs: {a: \(value(1))}" : ""
    return "[{local: ci/a.yml\(rules)}, {local: /ci/b.yml\(inputs)}, 'ci/*.yml', \(scalar())]"
  }

  private mutating func value(_ depth: Int) -> String {
    guard depth > 0, !chance(2) else { return chance(9) ? "!reference [a, script]" : scalar() }
    if chance(2) {
      return "[\((0...number(3)).map { _ in value(depth - 1) }.joined(separator: ", "))]"
    }
    return mapping(nil, depth)
  }

  private mutating func mapping(_ keys: [String]?, _ depth: Int) -> String {
    let entries = (0...number(3)).map { _ in
      let key = keys.map { $0[number($0.count - 1)] } ?? (chance(3) ? name() : keyword())
      return "\(key): \(value(depth - 1))"
    }
    return "{\(entries.joined(separator: ", "))}"
  }

  private mutating func keyword() -> String { Self.keywords[number(Self.keywords.count - 1)] }
  private mutating func name() -> String { Self.names[number(Self.names.count - 1)] }
  private mutating func scalar() -> String { Self.scalars[number(Self.scalars.count - 1)] }
  private mutating func chance(_ of: Int) -> Bool { number(of - 1) == 0 }
  private mutating func number(_ max: Int) -> Int { Int.random(in: 0...max, using: &numbers) }
}
