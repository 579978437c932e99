internal import Dispatch
import Synchronization

/// Work on several of the machine's cores at once.
///
/// The caller does its share and never waits for work that nobody has begun, so a machine with one
/// core does all of it in turn, and work that is split may be split again.
package enum Cores {
  /// Transforms elements.
  ///
  /// - Returns: The results, in the order of the elements.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element],
    _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    guard elements.count > 1 else { return elements.map(transform) }
    let results = Mutex<[Result?]>(Array(repeating: nil, count: elements.count))
    DispatchQueue.concurrentPerform(iterations: elements.count) { index in
      let result = transform(elements[index])
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// Does one thing on this thread and another, when a core is idle, on a second.
  ///
  /// - Returns: What both gave.
  package static func both<First, Second: Sendable>(
    _ first: () -> First,
    _ second: @escaping @Sendable () -> Second
  ) -> (First, Second) {
    let share = Share(second)
    DispatchQueue.global().async { share.take() }
    let result = first()
    return (result, share.join())
  }
}

/// A piece of work that is done once, by whoever takes it first.
private final class Share<Value: Sendable>: Sendable {
  private let work: @Sendable () -> Value
  private let isTaken = Atomic(false)
  private let isDone = DispatchSemaphore(value: 0)
  private let value = Mutex<Value?>(nil)

  init(_ work: @escaping @Sendable () -> Value) {
    self.work = work
  }

  /// Does the work, unless somebody has begun it.
  func take() {
    guard !isTaken.exchange(true, ordering: .relaxed) else { return }
    let value = work()
    self.value.withLock { $0 = value }
    isDone.signal()
  }

  /// What the work gave; does it when nobody has begun.
  func join() -> Value {
    take()
    isDone.wait()
    guard let value = value.withLock({ $0 }) else {
      preconditionFailure("the work was said to be done")
    }
    return value
  }
}
