import Findings
import RuleEngine
import TextFormats
import YAMLSyntax

/// Jobs, ID tokens and secrets of all pipelines that are open, found by a part of their names.
struct WorkspaceSymbols {
  /// A longer list of symbols does not help to choose.
  private static let limit = 1_000

  private struct Symbol: Hashable {
    let name: String
    let kind: Int
    let place: FileLocation
  }

  private let views: [DocumentView]

  /// The symbols of some projects.
  ///
  /// - Parameter views: A view of a document of each project.
  init(_ views: [DocumentView]) {
    self.views = views
  }

  /// Writes the symbols whose names contain a text, letters in either case.
  func write(_ query: String, _ json: inout JSONText) {
    let wanted = query.lowercased()
    var found: [(symbol: Symbol, view: DocumentView)] = []
    for view in views {
      var seen: Set<Symbol> = []
      for linted in view.analysis.pipelines {
        for element in ElementFinder(linted.pipeline).elements {
          guard let symbol = symbol(element), view.file(symbol.place.path) != nil,
            wanted.isEmpty || symbol.name.lowercased().contains(wanted),
            seen.insert(symbol).inserted
          else { continue }
          found.append((symbol, view))
        }
      }
    }
    found.sort {
      ($0.symbol.name, $0.symbol.place.path, $0.symbol.place.span.start)
        < ($1.symbol.name, $1.symbol.place.path, $1.symbol.place.span.start)
    }
    json.array(found.prefix(Self.limit)) { json, item in
      json.object { json in
        json.member("name", item.symbol.name)
        json.member("kind", item.symbol.kind)
        json.key("location")
        item.view.writeLocation(item.symbol.place, &json)
        json.member("containerName", item.symbol.place.path)
      }
    }
  }

  private func symbol(_ element: Element) -> Symbol? {
    switch element.kind {
    case .job(let name):
      let kind = name.hasPrefix(".") ? Outline.Kind.template : Outline.Kind.job
      return Symbol(name: name, kind: kind, place: element.place)
    case .token(let name): return Symbol(name: name, kind: Outline.Kind.token, place: element.place)
    case .secret(let name):
      return Symbol(name: name, kind: Outline.Kind.secret, place: element.place)
    default: return nil
    }
  }
}
