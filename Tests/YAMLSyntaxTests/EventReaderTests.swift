import Testing

@testable import YAMLSyntax

/// Another core finds the same events ahead, whichever parser finds them.
@Suite struct EventReaderTests {
  private static func text(_ start: String = "", ending end: String) -> SourceText {
    var text = start + "base: &base {image: \"r\u{FC}by\", script: [make, 'make test']}\n"
    for number in 1...4_000 {
      text += "job-\(number):\n  <<: *base\n  when: !!str on\n  script: |\n    ./run \(number)\n"
    }
    return SourceText(path: "large.yml", bytes: Array((text + end).utf8))
  }

  /// All events as texts, and the error that ends them.
  private static func events(
    _ next: (inout [UInt8]) throws(YAMLSyntaxError) -> YAMLEvent
  ) -> [String] {
    var pool: [UInt8] = []
    var lines: [String] = []
    do throws(YAMLSyntaxError) {
      while true {
        let event = try next(&pool)
        let text = String(decoding: pool[event.text], as: UTF8.self)
        let properties = event.properties.map { "\($0.tag ?? "") \($0.anchor ?? "")" } ?? ""
        lines.append("\(event.kind) \(event.span) \(event.style) \(properties) \(text)")
        if event.kind == .streamEnd { return lines }
      }
    } catch {
      return lines + [error.psychMessage]
    }
  }

  @Test(
    arguments: ["", "tab:\tvalue\n"],
    ["", "last: {}\n--- {}\n", "last: [1, 2\n", "\u{7}"]
  )
  func eventsAreThoseOfTheParser(_ start: String, _ end: String) {
    let source = Self.text(start, ending: end)
    let range = 0..<source.bytes.count
    var parser = LibYAMLParser(source, range: range)
    let expected = Self.events { pool throws(YAMLSyntaxError) in
      try parser.next(appendingTextTo: &pool)
    }
    #expect(expected.count > 30_000)
    // Where the other core takes over differs from time to time.
    for _ in 1...5 {
      var reader = EventReader(source, range: range)
      let events = Self.events { pool throws(YAMLSyntaxError) in
        try reader.next(appendingTextTo: &pool)
      }
      #expect(events == expected)
    }
  }

  /// A reader may stop anywhere, before or after another core has taken over.
  @Test func readersMayStop() throws {
    let source = Self.text(ending: "")
    for count in [0, 1, 127, 128, 129, 5_000] {
      var reader = EventReader(source, range: 0..<source.bytes.count)
      var pool: [UInt8] = []
      for _ in 0..<count { _ = try reader.next(appendingTextTo: &pool) }
    }
  }
}
