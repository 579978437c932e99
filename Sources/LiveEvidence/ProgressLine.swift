import Synchronization

/// One line on a terminal that shows the progress of the work, and disappears at its end.
package final class ProgressLine: Sendable {
  /// Shorter work shows nothing.
  private static let patience = Duration.seconds(1)
  /// No terminal is narrower.
  private static let width = 78

  private let elapsed: @Sendable () -> Duration
  private let write: @Sendable (String) -> Void
  private let state = Mutex(State())

  private struct State {
    /// The last query; nil before the first.
    var text: String?
    var isShown = false
  }

  /// A line.
  ///
  /// - Parameters:
  ///   - elapsed: The duration of the work so far.
  ///   - write: Writes to the terminal.
  package init(
    elapsed: @escaping @Sendable () -> Duration,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.elapsed = elapsed
    self.write = write
  }

  /// Shows how far the work is, once it takes a while.
  package func show(_ progress: Courier.Progress) {
    guard let host = progress.host else { return }
    show("akvlint: asking \(progress.done + 1) of \(progress.all): \(host)")
  }

  /// Shows how far the work is, once it takes a while.
  package func show(_ text: String) {
    // A branch may control the host; nothing but its letters reaches the terminal.
    let safe = text.filter { $0.isASCII && ($0.asciiValue ?? 0) >= 0x20 && $0 != "\u{7F}" }
    state.withLock { $0.text = "\(safe.prefix(Self.width))…" }
    refresh()
  }

  /// Shows again what was asked last: an answer may take long.
  package func refresh() {
    guard elapsed() >= Self.patience else { return }
    state.withLock { state in
      guard let text = state.text else { return }
      state.isShown = true
      write("\r\u{1B}[K\(text)")
    }
  }

  /// Removes the line.
  package func clear() {
    state.withLock { state in
      if state.isShown { write("\r\u{1B}[K") }
      state = State()
    }
  }
}
