#if Live
import Dispatch
import Files
import LiveEvidence
import Synchronization

/// Ends live mode when its time is over, or when the user presses Ctrl-C.
final class LiveWatch: Sendable {
  private struct State {
    var courier: Courier?
    var work: Task<Void, Never>?
    var reason: TransportError?
  }

  private let limit: Int
  private let line: ProgressLine?
  private let state = Mutex(State())

  /// A watch.
  ///
  /// - Parameters:
  ///   - limit: The time limit for everything, in seconds.
  ///   - showsProgress: Whether a terminal shows how far the work is.
  init(limit: Int, showsProgress: Bool) {
    self.limit = limit
    let start = ContinuousClock.now
    line =
      showsProgress && HostSystem.hasErrorTerminal
      ? ProgressLine(elapsed: { .now - start }, write: { HostSystem.write($0, to: 2) }) : nil
  }

  /// Whether it ended before all was asked.
  var wasStopped: Bool { state.withLock { $0.reason != nil } }

  /// A courier that is stopped with the rest.
  ///
  /// - Parameters:
  ///   - transport: The transport.
  ///   - leavesSilentHosts: Whether a host whose first request timed out gets no further ones.
  /// - Returns: The courier.
  func courier(_ transport: any Transport, leavesSilentHosts: Bool = false) -> Courier {
    let line = line
    let courier = Courier(
      transport,
      wait: { try await Task.sleep(for: .seconds($0)) },
      report: { line?.show($0) },
      now: { HostSystem.secondsSince1970 },
      leavesSilentHosts: leavesSilentHosts
    )
    state.withLock { $0.courier = courier }
    return courier
  }

  /// Waits for work that is done elsewhere.
  func blocking<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let semaphore = DispatchSemaphore(value: 0)
    let result = ResultBox<Value>()
    let task = Task.detached {
      let value = await work()
      result.value.withLock { $0 = value }
      semaphore.signal()
    }
    state.withLock { $0.work = task }
    HostSystem.ignoreInterrupts(true)
    let interrupt = DispatchSource.makeSignalSource(signal: HostSystem.interrupt, queue: .global())
    interrupt.setEventHandler { [self] in
      // A second interrupt ends the program without a report.
      HostSystem.ignoreInterrupts(false)
      stop(.cancelled)
    }
    interrupt.resume()
    let clock = DispatchSource.makeTimerSource(queue: .global())
    clock.schedule(deadline: .now() + .seconds(limit))
    clock.setEventHandler { [self] in stop(.outOfTime(limit: limit)) }
    clock.resume()
    let ticks = DispatchSource.makeTimerSource(queue: .global())
    ticks.schedule(deadline: .now() + .seconds(1), repeating: .seconds(1))
    ticks.setEventHandler { [line] in line?.refresh() }
    ticks.resume()
    defer {
      ticks.cancel()
      clock.cancel()
      interrupt.cancel()
      HostSystem.ignoreInterrupts(false)
      line?.clear()
    }
    while true {
      semaphore.wait()
      if let value = result.value.withLock({ $0 }) { return value }
    }
  }

  private func stop(_ reason: TransportError) {
    let (courier, work) = state.withLock { state in
      state.reason = state.reason ?? reason
      return (state.courier, state.work)
    }
    work?.cancel()
    Task { await courier?.stop(reason) }
  }

  /// Where the other side leaves its result.
  private final class ResultBox<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }
}
#endif
