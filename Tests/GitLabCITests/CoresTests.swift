import GitLabCI
import Testing

@Suite struct CoresTests {
  @Test(arguments: [0, 1, 2, 1_000])
  func keepsTheOrder(_ count: Int) {
    let numbers = Array(0..<count)
    #expect(Cores.map(numbers) { $0 * 2 } == numbers.map { $0 * 2 })
  }

  /// More than there are threads: nobody waits for what nobody has begun.
  @Test func canBeNested() {
    let sums = Cores.map(Array(0..<500)) { number in
      let (first, second) = Cores.both {
        Cores.map([number, 1]) { $0 }.reduce(0, +)
      } _: {
        Cores.map([number, 2]) { $0 }.reduce(0, +)
      }
      return first + second
    }
    #expect(sums == (0..<500).map { 2 * $0 + 3 })
  }
}
