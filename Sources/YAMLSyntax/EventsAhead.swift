internal import Dispatch
import Synchronization

/// Some events in a row.
struct EventChunk: Sendable {
  /// The number of events.
  ///
  /// A reader that is faster waits once for each chunk, and to wake an idle core takes as
  /// long as to find dozens of events.
  private static let size = 1_024

  fileprivate(set) var events: [YAMLEvent] = []
  /// The texts of their scalars.
  fileprivate(set) var text: [UInt8] = []
  /// The reason why no event follows them.
  fileprivate(set) var error: YAMLSyntaxError?

  init() {}

  /// The next events.
  fileprivate init(_ source: inout EventSource) {
    events.reserveCapacity(Self.size)
    do throws(YAMLSyntaxError) {
      while events.count < Self.size, events.last?.kind != .streamEnd {
        events.append(try source.next(appendingTextTo: &text))
      }
    } catch {
      self.error = error
    }
  }

  fileprivate var isLast: Bool { error != nil || events.last?.kind == .streamEnd }
}

/// Events that another core may take over to find.
///
/// The reader finds them by itself until the other core has come, so it never waits for a core that is
/// busy with something else.
final class EventsAhead: Sendable {
  /// The number of chunks that may wait for the reader.
  private static let limit = 4

  private let source: Mutex<EventSource>
  private let chunks = Mutex<[EventChunk]>([])
  private let hasHelper = Atomic(false)
  private let isHandedOver = Atomic(false)
  private let isAbandoned = Atomic(false)
  private let start = DispatchSemaphore(value: 0)
  private let made = DispatchSemaphore(value: 0)
  private let room = DispatchSemaphore(value: 0)

  init(_ source: consuming EventSource) {
    self.source = Mutex(source)
  }

  /// Finds events on this thread from where the reader is.
  func work() {
    hasHelper.store(true, ordering: .relaxed)
    start.wait()
    source.withLock { source in
      while true {
        room.wait()
        if isAbandoned.load(ordering: .relaxed) { return }
        let chunk = EventChunk(&source)
        chunks.withLock { $0.append(chunk) }
        made.signal()
        if chunk.isLast { return }
      }
    }
  }

  /// The next events; for one reader.
  func next() -> EventChunk {
    if !isHandedOver.load(ordering: .relaxed) {
      guard hasHelper.load(ordering: .relaxed) else {
        return source.withLock { EventChunk(&$0) }
      }
      isHandedOver.store(true, ordering: .relaxed)
      for _ in 0..<Self.limit { room.signal() }
      start.signal()
    }
    made.wait()
    room.signal()
    return chunks.withLock { $0.removeFirst() }
  }

  /// Ends the work of the other core, which may not have begun.
  func abandon() {
    isAbandoned.store(true, ordering: .relaxed)
    room.signal()
    start.signal()
  }
}
