import Synchronization

/// One line on a terminal that tells how far the work is, and goes away at its end.
package final class ProgressLine: Sendable {
  /// Shorter work tells nothing.
  private static let patience = Duration.seconds(1)
  /// No terminal is narrower.
  private static let width = 78

  private let elapsed: @Sendable () -> Duration
  private let write: @Sendable (String) -> Void
  private let isShown = Mutex(false)

  /// A line.
  ///
  /// - Parameters:
  ///   - elapsed: How long the work takes already.
  ///   - write: Writes to the terminal.
  package init(
    elapsed: @escaping @Sendable () -> Duration,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.elapsed = elapsed
    self.write = write
  }

  /// Shows how far the work is.
  package func show(_ progress: Courier.Progress) {
    guard let host = progress.host, elapsed() >= Self.patience else { return }
    isShown.withLock { isShown in
      isShown = true
      let text = "akvlint: asking \(progress.done + 1) of \(progress.all): \(host)"
      // A host may be what a branch says; nothing but its letters reaches the terminal.
      let safe = text.filter { $0.isASCII && !$0.isNewline && ($0.asciiValue ?? 0) >= 0x20 }
      write("\r\u{1B}[K\(safe.prefix(Self.width))…")
    }
  }

  /// Removes the line.
  package func clear() {
    isShown.withLock { isShown in
      if isShown { write("\r\u{1B}[K") }
      isShown = false
    }
  }
}
