/// Which jobs need which, to find circles in the order in which Ruby's `TSort` does.
struct NeedsGraph {
  private var needs: [String: [String]] = [:]
  private var order: [String] = []

  /// Adds a job.
  mutating func add(_ job: String, needs: [String]) {
    if self.needs[job] == nil { order.append(job) }
    self.needs[job] = needs
  }

  /// The first circle; a job that needs itself is one.
  var cycle: [String]? {
    var search = Search(needs: needs)
    for job in order {
      if let cycle = search.visit(job) { return cycle }
    }
    return nil
  }

  /// Tarjan's algorithm, with a stack of its own: the length of a chain of needs does not matter.
  private struct Search {
    private struct Frame {
      var job: String
      var next = 0
    }

    let needs: [String: [String]]
    private var numbers: [String: Int] = [:]
    private var lowest: [String: Int] = [:]
    private var open: [String] = []
    private var isOpen: Set<String> = []

    init(needs: [String: [String]]) {
      self.needs = needs
    }

    mutating func visit(_ start: String) -> [String]? {
      guard numbers[start] == nil else { return nil }
      var stack: [Frame] = []
      if let cycle = enter(start, &stack) { return cycle }
      while var frame = stack.popLast() {
        let children = needs[frame.job] ?? []
        guard frame.next < children.count else {
          if let cycle = leave(frame.job) { return cycle }
          if let parent = stack.last?.job {
            lower(parent, to: lowest[frame.job] ?? .max)
          }
          continue
        }
        let child = children[frame.next]
        frame.next += 1
        stack.append(frame)
        if numbers[child] == nil {
          if let cycle = enter(child, &stack) { return cycle }
        } else if isOpen.contains(child) {
          lower(frame.job, to: numbers[child] ?? .max)
        }
      }
      return nil
    }

    private mutating func enter(_ job: String, _ stack: inout [Frame]) -> [String]? {
      if needs[job]?.contains(job) ?? false { return [job] }
      numbers[job] = numbers.count
      lowest[job] = numbers[job]
      open.append(job)
      isOpen.insert(job)
      stack.append(Frame(job: job))
      return nil
    }

    private mutating func leave(_ job: String) -> [String]? {
      guard lowest[job] == numbers[job], let start = open.lastIndex(of: job) else { return nil }
      let component = Array(open[start...])
      open.removeSubrange(start...)
      isOpen.subtract(component)
      return component.count > 1 ? component : nil
    }

    private mutating func lower(_ job: String, to number: Int) {
      lowest[job] = min(lowest[job] ?? .max, number)
    }
  }
}
