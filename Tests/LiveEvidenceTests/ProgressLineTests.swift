import LiveEvidence
import Synchronization
import Testing

@Suite struct ProgressLineTests {
  private final class Screen: Sendable {
    private let content = Mutex("")
    var text: String { content.withLock { $0 } }
    func write(_ text: String) { content.withLock { $0 += text } }
  }

  private func line(_ screen: Screen, after elapsed: Duration) -> ProgressLine {
    ProgressLine(elapsed: { elapsed }, write: screen.write)
  }

  @Test("shows the current query after a second, and disappears")
  func shown() {
    let screen = Screen()
    let line = line(screen, after: .seconds(1))
    line.show(Courier.Progress(done: 11, all: 40, host: "vault.example"))
    line.show(Courier.Progress(done: 12, all: 40, host: nil))
    line.clear()
    line.clear()
    #expect(
      screen.text == "\r\u{1B}[Kakvlint: asking 12 of 40: vault.example…\r\u{1B}[K"
    )
  }

  @Test("an answer that takes long is shown without another request")
  func refreshed() {
    let screen = Screen()
    let elapsed = Mutex(Duration.zero)
    let line = ProgressLine(elapsed: { elapsed.withLock { $0 } }, write: screen.write)
    line.refresh()
    line.show(Courier.Progress(done: 0, all: 1, host: "x"))
    #expect(screen.text.isEmpty)
    elapsed.withLock { $0 = .seconds(2) }
    line.refresh()
    #expect(screen.text.hasSuffix("asking 1 of 1: x…"))
    line.clear()
    line.refresh()
    #expect(screen.text.hasSuffix("\r\u{1B}[K"))
  }

  @Test("short work shows nothing")
  func short() {
    let screen = Screen()
    let line = line(screen, after: .milliseconds(999))
    line.show(Courier.Progress(done: 0, all: 1, host: "x"))
    line.clear()
    #expect(screen.text.isEmpty)
  }

  @Test("a host sends no commands to the terminal, and no more than a line")
  func hostile() {
    let screen = Screen()
    let line = line(screen, after: .seconds(2))
    let host = "a\u{1B}]0;x\u{7}\n" + String(repeating: "b", count: 500)
    line.show(Courier.Progress(done: 0, all: 1, host: host))
    #expect(screen.text.count { $0 == "\u{1B}" } == 1)
    #expect(screen.text.count < 100 && !screen.text.contains("\n"))
  }
}
