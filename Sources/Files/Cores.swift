internal import Dispatch
import Synchronization

/// Work on several of the machine's cores at once.
///
/// The caller does its share and never waits for work that has not begun, so a machine with one
/// core does all of it in turn, and work that is split may be split again.
package struct Cores: Sendable {
  /// The maximum number of threads that work at the same time; nil for one per core.
  private let limit: Int?

  /// Some of the cores, or all of them.
  package init(limit: Int? = nil) {
    self.limit = limit
  }

  /// The cores that remain for each of several parallel tasks.
  package func shared(by count: Int) -> Cores {
    Cores(limit: limit.map { max(1, $0 / max(1, count)) })
  }

  /// Transforms elements.
  ///
  /// - Returns: The results, in the order of the elements.
  package func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element],
    _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    let workers = min(elements.count, limit ?? elements.count)
    guard workers > 1 else { return elements.map(transform) }
    let results = Mutex<[Result?]>(Array(repeating: nil, count: elements.count))
    let next = Atomic(0)
    let caller = HostSystem.Place()
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      HostSystem.begin(besides: caller)
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < elements.count else { return }
        let result = transform(elements[index])
        results.withLock { $0[index] = result }
      }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// Starts work on another core once one is idle.
  package static func start(_ work: @escaping @Sendable () -> Void) {
    let caller = HostSystem.Place()
    DispatchQueue.global().async {
      HostSystem.begin(besides: caller)
      work()
    }
  }

  /// Does one thing on this thread and another, when a core is idle, on a second.
  ///
  /// - Returns: Both results.
  package func both<First, Second: Sendable>(
    _ first: () -> First,
    _ second: @escaping @Sendable () -> Second
  ) -> (First, Second) {
    overlap(first) { finish in finish(second()) }
  }

  /// Does one thing on this thread and another, when a core is idle, on a second, which may go on once its
  /// result is there.
  ///
  /// - Parameters:
  ///   - first: The work of this thread.
  ///   - second: The other work. It calls its parameter once with its result; the caller does not
  ///     wait for the rest, such as releasing memory.
  /// - Returns: Both results.
  package func overlap<First, Second: Sendable>(
    _ first: () -> First,
    with second: @escaping @Sendable (_ finish: (Second) -> Void) -> Void
  ) -> (First, Second) {
    let share = Share(second)
    if limit != 1 { Self.start { share.take() } }
    let result = first()
    return (result, share.join())
  }
}

/// A piece of work that is done once, by the first thread that takes it.
private final class Share<Value: Sendable>: Sendable {
  private let work: @Sendable (_ finish: (Value) -> Void) -> Void
  private let isTaken = Atomic(false)
  private let isDone = DispatchSemaphore(value: 0)
  private let value = Mutex<Value?>(nil)

  init(_ work: @escaping @Sendable (_ finish: (Value) -> Void) -> Void) {
    self.work = work
  }

  /// Does the work, unless it has begun already.
  func take() {
    guard !isTaken.exchange(true, ordering: .relaxed) else { return }
    work { value in
      self.value.withLock { $0 = value }
      isDone.signal()
    }
  }

  /// Returns the result of the work; does it now if it has not begun.
  func join() -> Value {
    take()
    isDone.wait()
    guard let value = value.withLock({ $0 }) else {
      preconditionFailure("the work was reported as done")
    }
    return value
  }
}
