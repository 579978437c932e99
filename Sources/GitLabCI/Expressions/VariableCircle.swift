/// Variables that refer to each other in a circle, which GitLab refuses.
package enum VariableCircle {
  /// The variables of the first circle.
  ///
  /// A variable that refers to itself alone is not a circle: GitLab expands it to what is defined
  /// before it. Takes time in the order of the references.
  ///
  /// - Parameter references: The names in the value of each variable.
  /// - Returns: The names, sorted; nil when there is none.
  package static func find(_ references: [String: [String]]) -> [String]? {
    guard references.count > 1 else { return nil }
    let names = references.keys.sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let targets = names.indices.map { place in
      (references[names[place]] ?? []).compactMap { places[$0] }.filter { $0 != place }
    }
    var search = CircleSearch(targets)
    for place in names.indices { search.visit(place) }
    return search.circles.min { $0[0] < $1[0] }?.map { names[$0] }
  }
}

/// Tarjan's search for the strongly connected components of a graph, without recursion, because
/// chains may be as long as a file has lines.
private struct CircleSearch {
  /// The components of more than one place, each sorted.
  private(set) var circles: [[Int]] = []
  private let targets: [[Int]]
  /// The order in which places were found, from 1; 0 for those that were not.
  private var order: [Int]
  /// The first place in this order that is reached from a place.
  private var lowest: [Int]
  /// The places whose components are not complete.
  private var open: [Int] = []
  private var isOpen: [Bool]
  private var count = 0

  init(_ targets: [[Int]]) {
    self.targets = targets
    order = Array(repeating: 0, count: targets.count)
    lowest = order
    isOpen = Array(repeating: false, count: targets.count)
  }

  mutating func visit(_ start: Int) {
    guard order[start] == 0 else { return }
    enter(start)
    var way = [(place: start, next: 0)]
    while let (place, next) = way.last {
      guard next < targets[place].count else {
        way.removeLast()
        if let above = way.last { lowest[above.place] = min(lowest[above.place], lowest[place]) }
        if lowest[place] == order[place] { close(place) }
        continue
      }
      way[way.count - 1].next += 1
      let target = targets[place][next]
      if order[target] == 0 {
        enter(target)
        way.append((target, 0))
      } else if isOpen[target] {
        lowest[place] = min(lowest[place], order[target])
      }
    }
  }

  private mutating func enter(_ place: Int) {
    count += 1
    order[place] = count
    lowest[place] = count
    open.append(place)
    isOpen[place] = true
  }

  /// Takes the component that begins with a place.
  private mutating func close(_ place: Int) {
    var component: [Int] = []
    while let last = open.popLast() {
      isOpen[last] = false
      component.append(last)
      if last == place { break }
    }
    if component.count > 1 { circles.append(component.sorted()) }
  }
}
