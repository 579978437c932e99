package import Findings
package import YAMLSyntax

/// The fixes that can be applied together, in one round.
package struct FixPlan {
  /// The number of findings that it fixes.
  package private(set) var count = 0
  private var edits: [String: [TextEdit]] = [:]

  /// Chooses fixes: the first one of each finding that is safe enough, as long as it touches
  /// nothing that an earlier one touches.
  ///
  /// - Parameters:
  ///   - findings: The findings, in their order.
  ///   - includesUnsafe: Whether fixes count that need a look.
  ///   - isWritable: Whether a file may be changed, by path.
  package init(
    _ findings: [Finding],
    includesUnsafe: Bool,
    isWritable: (String) -> Bool
  ) {
    for finding in findings {
      let fix = finding.fixes.first { includesUnsafe || $0.safety == .safe }
      guard let fix, fix.edits.allSatisfy({ isWritable($0.place.path) }), !overlaps(fix) else {
        continue
      }
      count += 1
      for edit in fix.edits { edits[edit.place.path, default: []].append(edit) }
    }
  }

  /// The paths of the files that change, sorted.
  package var paths: [String] { edits.keys.sorted() }

  /// A file's bytes after the round.
  package func apply(to source: SourceText) -> [UInt8] {
    source.applying(
      (edits[source.path] ?? []).map { TextReplacement(span: $0.place.span, text: $0.text) }
    )
  }

  private func overlaps(_ fix: Fix) -> Bool {
    fix.edits.contains { edit in
      (edits[edit.place.path] ?? []).contains { other in
        let (one, two) = (edit.place.span, other.place.span)
        return one.start < two.end && two.start < one.end || one.start == two.start
      }
    }
  }
}
