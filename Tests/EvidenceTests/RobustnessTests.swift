import Evidence
import TestSupport
import Testing

@Suite("Hostile files")
struct RobustnessTests {
  /// Bytes that mean something to YAML or JSON, so that changes get far.
  private static let alphabet = Array("{}[]:,-&*!|>'\"#%@ \n\tab01~\\<.\u{0}é".utf8)

  /// Files changed at random places, always the same ones.
  private static func mutations(of text: String, count: Int) -> [[UInt8]] {
    var numbers = SeededNumbers(seed: 1)
    func next(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &numbers) }
    return (0..<count).map { _ in
      var bytes = Array(text.utf8)
      for _ in 0...next(4) {
        let place = next(bytes.count)
        switch next(3) {
        case 0: bytes[place] = alphabet[next(alphabet.count)]
        case 1: bytes.insert(alphabet[next(alphabet.count)], at: place)
        default: bytes.removeSubrange(place..<min(place + 1 + next(8), bytes.count))
        }
      }
      return bytes
    }
  }

  @Test("never crash, and report the same twice")
  func configurations() {
    for bytes in Self.mutations(of: ConfigurationTests.full, count: 400) {
      let text = String(decoding: bytes, as: UTF8.self)
      let first = configuration(text, files: ConfigurationTests.files)
      let second = configuration(text, files: ConfigurationTests.files)
      #expect(first.problems == second.problems)
    }
  }

  @Test("never crash as exports", arguments: ConfigurationTests.files.keys.sorted())
  func exports(name: String) {
    var files = ConfigurationTests.files
    let original = files[name] ?? ""
    for bytes in Self.mutations(of: original, count: 200) {
      files[name] = String(decoding: bytes, as: UTF8.self)
      let first = configuration(ConfigurationTests.full, files: files)
      #expect(first.problems == configuration(ConfigurationTests.full, files: files).problems)
    }
  }

  @Test("never explode through aliases")
  func aliases() {
    var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in 1..<9 {
      let alias = "*a\(level - 1)"
      lines.append(
        "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]"
      )
    }
    let problems = configuration(lines.joined(separator: "\n")).problems
    #expect(problems.count == 1)
    #expect(problems.first?.message.hasPrefix("the file is too big") == true)
  }
}
