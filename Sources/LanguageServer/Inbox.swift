internal import Dispatch
import Evidence
import Synchronization

/// The client's messages that are not yet processed.
///
/// Messages are read on a thread of their own: a slow file delays answers, never reading. The
/// working thread can see that there is something newer, and canceled requests are skipped.
package final class Inbox: Sendable {
  private struct State {
    var messages: [Message] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)

  /// An empty inbox.
  package init() {}

  /// Takes a message in.
  package func add(_ message: Message) {
    state.withLock { state in
      guard let id = message.cancelled else {
        state.messages.append(message)
        return
      }
      for index in state.messages.indices where state.messages[index].id?.content == id {
        state.messages[index].isCancelled = true
      }
    }
    arrivals.signal()
  }

  /// Marks the end of the input.
  package func close() {
    state.withLock { $0.isClosed = true }
    arrivals.signal()
  }

  /// The next message, when there is one now.
  package func poll() -> Message? {
    state.withLock { $0.messages.isEmpty ? nil : $0.messages.removeFirst() }
  }

  /// The next message, as soon as there is one; nil when nothing more will come.
  package func wait() -> Message? {
    while true {
      if let message = poll() { return message }
      if state.withLock({ $0.isClosed && $0.messages.isEmpty }) { return nil }
      // Signals may be left over from messages that were polled.
      arrivals.wait()
    }
  }

  /// Whether something waits that changes what is linted.
  package var holdsChange: Bool {
    state.withLock { $0.messages.contains(where: \.isChange) }
  }
}
