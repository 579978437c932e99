import Testing
import YAMLSyntax

@Suite struct LongLineTests {
  @Test(arguments: [
    String(repeating: "x", count: 5_000), String(repeating: "\u{E9}", count: 3_000),
    String(repeating: "x\u{20AC}\u{1F600}\u{E9}", count: 1_500),
    String(repeating: "\u{1F600}", count: 1_024),
  ])
  func placesOfLongLinesGoThereAndBack(line: String) {
    let text = "\u{FEFF}short: \u{E9}\n\(line)\r\n\n\(line)\nlast"
    let source = SourceText(path: "a.yml", bytes: Array(text.utf8))
    for number in 1...source.lineStartCount {
      var offset = source.start(ofLine: number)
      let scalars = String(decoding: source.line(number), as: UTF8.self).unicodeScalars
      for (column, scalar) in zip(1..., scalars) {
        let position = TextPosition(line: number, column: column)
        guard source.offset(of: position) == offset, source.position(of: offset) == position else {
          Issue.record("line \(number), column \(column)")
          return
        }
        offset += scalar.utf8.count
      }
    }
  }

  @Test func whatIsBeyondALineIsItsEnd() {
    let line = String(repeating: "\u{E9}", count: 2_000)
    let source = SourceText(path: "a.yml", bytes: Array("\(line)\n\(line)".utf8))
    #expect(source.offset(of: TextPosition(line: 1, column: 9_999)) == 4_001)
    #expect(source.offset(of: TextPosition(line: 2, column: 2_001)) == 8_001)
    #expect(source.offset(of: TextPosition(line: 2, column: 9_999)) == 8_001)
    #expect(source.offset(of: TextPosition(line: 3, column: 9_999)) == 8_001)
  }
}
