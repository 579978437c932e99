import Files
import Synchronization
import Testing

@Suite struct CoresTests {
  @Test(arguments: [0, 1, 2, 1_000], [nil, 1, 2, 5])
  func keepsTheOrder(_ count: Int, _ limit: Int?) {
    let numbers = Array(0..<count)
    #expect(Cores(limit: limit).map(numbers) { $0 * 2 } == numbers.map { $0 * 2 })
  }

  @Test(arguments: [1, 3]) func keepsToALimit(_ limit: Int) {
    let atWork = Mutex((now: 0, most: 0))
    _ = Cores(limit: limit).map(Array(0..<2_000)) { number in
      atWork.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      let (first, second) = Cores(limit: limit).shared(by: 2_000).both {
        number
      } _: {
        atWork.withLock { $0.now }
      }
      atWork.withLock { $0.now -= 1 }
      return first + second
    }
    #expect(atWork.withLock { $0.most } <= limit)
  }

  /// More than there are threads: no thread waits for work that has not begun.
  @Test func canBeNested() {
    let sums = Cores().map(Array(0..<500)) { number in
      let (first, second) = Cores().both {
        Cores().map([number, 1]) { $0 }.reduce(0, +)
      } _: {
        Cores().map([number, 2]) { $0 }.reduce(0, +)
      }
      return first + second
    }
    #expect(sums == (0..<500).map { 2 * $0 + 3 })
  }

  @Test(
    "a result counts as soon as it is there, whatever the work does afterwards",
    arguments: [nil, 1]
  )
  func finishesEarly(limit: Int?) {
    let isOver = Mutex(false)
    let (first, second) = Cores(limit: limit).overlap(
      { 1 },
      with: { finish in
        finish(2)
        isOver.withLock { $0 = true }
      }
    )
    #expect(first == 1)
    #expect(second == 2)
    // On one core the rest comes first.
    #expect(limit == nil || isOver.withLock(\.self))
  }
}
