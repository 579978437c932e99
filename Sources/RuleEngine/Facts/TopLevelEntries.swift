import GitLabCI
import YAMLSyntax

/// The jobs, templates and global keywords of a pipeline's files, found by the places in them.
struct TopLevelEntries {
  private let facts: PipelineFacts
  private var entries: [FileID: [Entry]] = [:]

  init(of facts: PipelineFacts) {
    self.facts = facts
  }

  /// The top-level entry that a place is in: the job or template that must be changed.
  mutating func entry(at location: Location) -> Entry? {
    let own = entries(of: location.file)
    var (low, high) = (0, own.count)
    while low < high {
      let middle = (low + high) / 2
      if place(of: own[middle]).span.start <= location.span.start {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low == 0 ? nil : own[low - 1]
  }

  /// The entries that are written in a file, in their order.
  private mutating func entries(of file: FileID) -> [Entry] {
    if let known = entries[file] { return known }
    let content = facts.pipeline.composition.files.first { $0.file == file }?.content
    let own = content.map { content in
      facts.tree.entries(content).filter { place(of: $0).file == file }
        .sorted { place(of: $0).span.start < place(of: $1).span.start }
    }
    entries[file] = own ?? []
    return own ?? []
  }

  private func place(of entry: Entry) -> Location {
    facts.tree.location(entry.keyNode)
  }
}
