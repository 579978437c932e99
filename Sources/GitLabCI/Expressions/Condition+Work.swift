import RegularExpressions

extension Condition {
  /// The work of compiling its patterns: few characters may mean thousands of steps.
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
