/// The difference of two texts in the form that `patch` and `git apply` take.
package enum UnifiedDiff {
  /// The number of lines that are shown around each change.
  private static let context = 3

  private struct Line {
    enum Kind: String {
      case same = " "
      case removed = "-"
      case added = "+"
    }

    var kind: Kind
    var bytes: ArraySlice<UInt8>
  }

  /// The difference of a file; empty when there is none.
  ///
  /// - Parameters:
  ///   - path: The file's path, relative to the repository's root.
  ///   - old: Its bytes before.
  ///   - new: Its bytes afterwards.
  /// - Returns: The difference as bytes, because files need not be valid text.
  package static func render(path: String, old: [UInt8], new: [UInt8]) -> [UInt8] {
    let lines = lines(old, new)
    let changed = lines.indices.filter { lines[$0].kind != .same }
    guard !changed.isEmpty else { return [] }
    var result = Array("--- a/\(path)\n+++ b/\(path)\n".utf8)
    var (oldLine, newLine) = (1, 1)
    var position = 0
    var index = 0
    while index < changed.count {
      let start = max(position, changed[index] - context)
      var last = changed[index]
      while index < changed.count, changed[index] <= last + 2 * context {
        last = changed[index]
        index += 1
      }
      let end = min(lines.count, last + context + 1)
      for line in lines[position..<start] { advance(line, &oldLine, &newLine) }
      let hunk = lines[start..<end]
      let oldCount = hunk.count { $0.kind != .added }
      let newCount = hunk.count { $0.kind != .removed }
      let oldStart = oldCount == 0 ? oldLine - 1 : oldLine
      let newStart = newCount == 0 ? newLine - 1 : newLine
      result += "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@\n".utf8
      for line in hunk {
        result += line.kind.rawValue.utf8
        result += line.bytes
        if line.bytes.last != UInt8(ascii: "\n") {
          result += "\n\\ No newline at end of file\n".utf8
        }
        advance(line, &oldLine, &newLine)
      }
      position = end
    }
    return result
  }

  private static func advance(_ line: Line, _ old: inout Int, _ new: inout Int) {
    if line.kind != .added { old += 1 }
    if line.kind != .removed { new += 1 }
  }

  /// Both texts as one list of lines, each with what becomes of it.
  private static func lines(_ old: [UInt8], _ new: [UInt8]) -> [Line] {
    let (oldLines, newLines) = (split(old), split(new))
    let difference = newLines.difference(from: oldLines)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var result: [Line] = []
    var (oldIndex, newIndex) = (0, 0)
    while oldIndex < oldLines.count || newIndex < newLines.count {
      if removed.contains(oldIndex), oldIndex < oldLines.count {
        result.append(Line(kind: .removed, bytes: oldLines[oldIndex]))
        oldIndex += 1
      } else if added.contains(newIndex), newIndex < newLines.count {
        result.append(Line(kind: .added, bytes: newLines[newIndex]))
        newIndex += 1
      } else {
        result.append(Line(kind: .same, bytes: oldLines[oldIndex]))
        oldIndex += 1
        newIndex += 1
      }
    }
    return result
  }

  /// The lines with their line breaks.
  private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }
}
