/// Conditions that were read before: hundreds of jobs have the same.
///
/// A class, because it is filled while jobs are judged; it lives for one check on one thread.
package final class ConditionCache {
  private var known: [ArraySlice<UInt8>: Condition?] = [:]

  /// Nothing was read yet.
  package init() {}

  /// The condition that a text is; nil when it is none.
  package func condition(_ text: ArraySlice<UInt8>) -> Condition? {
    if let known = known[text] { return known }
    let condition = try? Condition(utf8: text)
    known[text] = .some(condition)
    return condition
  }
}
