import Evidence
import Findings
import TextFormats
import YAMLSyntax

/// The ways between what is defined and what names it: ID tokens, secrets, bases of `extends` and
/// `!reference`, includes and child pipelines.
struct Navigation {
  private let view: DocumentView

  init(_ view: DocumentView) {
    self.view = view
  }

  /// Writes where the thing at a position is defined.
  func writeDefinitions(_ parameters: DocumentValue, _ json: inout JSONText) {
    write(definitions(parameters, among: view.elements()), &json)
  }

  /// Writes where the thing at a position is named.
  func writeReferences(_ parameters: DocumentValue, _ json: inout JSONText) {
    let elements = view.elements()
    let definitions = definitions(parameters, among: elements)
    let withDefinition = parameters["context"]?["includeDeclaration"]?.bool ?? false
    let places = elements.filter { element in
      !element.definitions.isDisjoint(with: definitions)
        && (withDefinition || !element.isDefinition)
    }
    write(Set(places.map(\.place)), &json)
  }

  /// Writes the places in the file where the thing at a position is defined and named.
  func writeHighlights(_ parameters: DocumentValue, _ json: inout JSONText) {
    let elements = view.elements()
    let definitions = definitions(parameters, among: elements)
    var kinds: [FileLocation: Int] = [:]
    for element in elements
    where element.place.path == view.path && !element.definitions.isDisjoint(with: definitions) {
      kinds[element.place] = element.isDefinition ? Self.write : Self.read
    }
    json.array(kinds.sorted { $0.key.span.start < $1.key.span.start }) { json, highlight in
      json.object { json in
        json.key("range")
        view.encoding.write(highlight.key.span, in: view.source, &json)
        json.member("kind", highlight.value)
      }
    }
  }

  /// Numbers of the protocol: a highlight where something is named, and where it is defined.
  private static let (read, write) = (2, 3)

  private func definitions(
    _ parameters: DocumentValue,
    among elements: [Element]
  ) -> Set<FileLocation> {
    guard let position = view.position(parameters["position"]) else { return [] }
    return elements.filter { view.touches($0.place, position) }
      .reduce(into: []) { $0.formUnion($1.definitions) }
  }

  private func write(_ places: Set<FileLocation>, _ json: inout JSONText) {
    let known = places.filter { view.file($0.path) != nil }
      .sorted { ($0.path, $0.span.start) < ($1.path, $1.span.start) }
    json.array(known) { view.writeLocation($1, &$0) }
  }
}
