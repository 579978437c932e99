import RegularExpressions

extension Condition {
  /// How much work it was to compile its patterns: few characters may stand for thousands of steps.
  var compilationWork: Int {
    Self.compilationWork(of: root)
  }

  private static func compilationWork(of term: Term) -> Int {
    switch term {
    case .value(.pattern(let pattern), _): pattern.pattern.compilationWork
    case .value: 0
    case .operation(_, let left, let right, _):
      compilationWork(of: left) + compilationWork(of: right)
    }
  }
}
