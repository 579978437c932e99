import Testing
import TextFormats

@Suite struct SpellingTests {
  @Test(arguments: [
    ("biuld", "build"), ("Build", "build"), ("bild", "build"), ("buildd", "build"),
    ("tset", "test"), ("depl\u{F6}y", "deploy"), ("STRASSE\u{DF}", "strasse\u{DF}"),
    ("a", "b"), ("ab", "ba"),
  ])
  func theNearestIsMeant(name: String, meant: String) {
    let others = ["something", "quite-another-name", meant]
    #expect(Spelling.closest(to: name, among: others) == meant)
  }

  @Test(arguments: ["deploy", "dlbui", "xxxxx", "bu", "buildbuild", ""])
  func whatIsFarIsNotMeant(name: String) {
    #expect(Spelling.closest(to: name, among: ["build"]) == nil)
  }

  @Test func ofEqualsTheFirstInTheAlphabetIsMeant() {
    #expect(Spelling.closest(to: "job_x", among: ["job_c", "job_a", "job_b"]) == "job_a")
  }

  @Test func theNearerWins() {
    #expect(
      Spelling.closest(to: "deploy-prod", among: ["deploy-pr", "deploy-prd"]) == "deploy-prd"
    )
    #expect(
      Spelling.closest(to: "deploy-prod", among: ["deploy-prd", "deploy-pr"]) == "deploy-prd"
    )
  }

  @Test func ofTooManyNoneIsMeant() {
    let names = (10_000..<99_999).map { "build_\($0)" }
    #expect(Spelling.closest(to: "biuld_10007", among: names.prefix(1_000)) == "build_10007")
    #expect(Spelling.closest(to: "biuld_10007", among: names) == nil)
    #expect(Spelling.closest(to: "biuld_10007", among: names.prefix(1_000), beside: 100) == nil)
  }

  /// Against the whole table, which is slow and plain.
  @Test func theBandFindsWhatTheTableFinds() {
    var numbers = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let letters = { (count: ClosedRange<Int>) in
        String(
          (0..<Int.random(in: count, using: &numbers)).map { _ in "abc".randomElement() ?? "a" }
        )
      }
      let (left, right) = (letters(3...12), letters(0...14))
      guard left != right else { continue }
      let isNear = Self.distance(Array(left), Array(right)) <= left.count / 3
      #expect((Spelling.closest(to: left, among: [right]) != nil) == isNear, "\(left) \(right)")
    }
  }

  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var table = [[Int]](repeating: Array(0...right.count), count: left.count + 1)
    for row in 0..<left.count {
      table[row + 1][0] = row + 1
      for column in 0..<right.count {
        var cost = min(
          table[row][column] + (left[row] == right[column] ? 0 : 1),
          table[row][column + 1] + 1,
          table[row + 1][column] + 1
        )
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, table[row - 1][column - 1] + 1)
        }
        table[row + 1][column + 1] = cost
      }
    }
    return table[left.count][right.count]
  }
}
