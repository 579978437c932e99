import TestSupport
import Testing

/// A repository that a seed decides: roots, parts, child pipelines and fragments, with mistakes.
struct GeneratedTree: CustomTestStringConvertible {
  let seed: UInt64
  private(set) var files: [String: String] = [:]
  private var generator: SeededNumbers

  var testDescription: String { "seed \(seed)" }

  init(seed: UInt64) {
    self.seed = seed
    generator = SeededNumbers(seed: seed)
    let parts = (0..<Int.random(in: 1...3, using: &generator)).map { part($0) }
    let children = (0..<Int.random(in: 0...2, using: &generator)).map { child($0, parts) }
    files[".gitlab-ci.yml"] = pipeline(including: chosen(from: parts), starting: children)
    if flip() {
      files["app/.gitlab-ci.yml"] = pipeline(including: chosen(from: parts), starting: [])
    }
    if flip() { files["lib/Deploy.gitlab-ci.yml"] = jobs(named: "lib") }
    if flip() { files["templates/scan.yml"] = jobs(named: "scan") }
    if flip() { files[".akvlint.yml"] = "rules: {AKV209: warning}\n" }
    if flip() { files["app/.akvlint.yml"] = "profile: strict\n" }
  }

  private mutating func part(_ number: Int) -> String {
    let names = [
      "ci/part\(number).yml", "ci/Part\(number).gitlab-ci.yml", "templates/part\(number).yml",
    ]
    let path = names[Int.random(in: 0..<names.count, using: &generator)]
    files[path] = jobs(named: "part\(number)")
    return path
  }

  private mutating func child(_ number: Int, _ parts: [String]) -> String {
    let path = flip() ? "child\(number).yml" : "child\(number)/.gitlab-ci.yml"
    files[path] = pipeline(including: chosen(from: parts), starting: [])
    return path
  }

  private mutating func chosen(from parts: [String]) -> [String] {
    parts.filter { _ in flip() }
  }

  private mutating func pipeline(including parts: [String], starting children: [String]) -> String {
    var text = ""
    if !parts.isEmpty {
      let rules = flip() ? ", rules: [{if: $CI_COMMIT_TAG}]" : ""
      text += "include: [\(parts.map { "{local: \($0)\(rules)}" }.joined(separator: ", "))]\n"
    }
    if flip() { text += "default: {id_tokens: {SHARED: {aud: https://gitlab.com}}}\n" }
    for (number, path) in children.enumerated() {
      text += "start\(number): {variables: {N: '\(number)'}, trigger: {include: \(path)}}\n"
    }
    return text + jobs(named: "own")
  }

  /// A template and a job, right or with one of several mistakes.
  private mutating func jobs(named name: String) -> String {
    let tokens = ["$OWN", "$OWM", "$SHARED", "OWN"]
    let names = ["good-name", "bad_name"]
    let stages = ["test", "nowhere"]
    func pick(_ words: [String]) -> String {
      words[Int.random(in: 0..<words.count, using: &generator)]
    }
    let own = flip() ? "  id_tokens: {OWN: {aud: https://gitlab.com}}\n" : ""
    return """
      .\(name)-base:
        secrets: {P: {azure_key_vault: {name: \(pick(names))}, token: \(pick(tokens))}}
      \(name)-job:
        extends: .\(name)-base
        stage: \(pick(stages))
        script: ./deploy.sh
      \(own)
      """
  }

  private mutating func flip() -> Bool { Bool.random(using: &generator) }
}
