import YAMLSyntax

/// The order in which findings are shown: path, line, column, rule.
package enum FindingOrder {
  /// Sorts findings; two runs give the same order.
  package static func sort(_ findings: inout [Finding]) {
    findings.sort { left, right in
      if left.place.path != right.place.path { return left.place.path < right.place.path }
      if left.place.span.start != right.place.span.start {
        return left.place.span.start < right.place.span.start
      }
      if left.rule != right.rule { return left.rule < right.rule }
      return left.message < right.message
    }
  }
}
