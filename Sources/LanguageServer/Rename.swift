import Evidence
import Findings
import RuleEngine
import TextFormats
import YAMLSyntax

/// Gives ID tokens, secrets and hidden jobs another name, wherever they are named.
struct Rename {
  /// The reason why something is not renamed, in words for the client.
  struct Refusal: Error {
    let message: String
  }

  private let view: DocumentView
  private let elements: [Element]

  init(_ view: DocumentView) {
    self.view = view
    elements = view.analysis.pipelines.flatMap {
      ElementFinder($0.pipeline, withUses: true).elements
    }
  }

  /// Writes the range of the name at a position; null when nothing there can be renamed.
  func writeRange(_ parameters: DocumentValue, _ json: inout JSONText) {
    guard let target = target(parameters),
      let span = spans(of: target).first(where: { view.touches($0, target.position) })?.span
    else { return json.value(nil) }
    json.object { json in
      json.key("range")
      view.encoding.write(span, in: view.source, &json)
      json.member("placeholder", target.name)
    }
  }

  /// The edits that rename the thing at a position.
  ///
  /// - Throws: That there is nothing to rename, or that the new name cannot be one.
  func edits(_ parameters: DocumentValue) throws(Refusal) -> [FileEdit] {
    guard let target = target(parameters) else {
      throw Refusal(message: "only ID tokens, secrets and hidden jobs can be renamed")
    }
    let name = parameters["newName"]?.text ?? ""
    if let problem = problem(with: name, for: target) { throw Refusal(message: problem) }
    var edits: [FileEdit] = []
    let places = Set(spans(of: target))
    for (path, own) in Dictionary(grouping: places, by: \.path).sorted(by: { $0.key < $1.key }) {
      guard let file = view.file(path) else {
        throw Refusal(message: "\(target.name) is also in \(path), which cannot be changed here")
      }
      let version = view.documents.first { $0.uri == file.uri }?.version
      let sorted = own.sorted { $0.span.start < $1.span.start }
      edits.append(
        FileEdit(
          uri: file.uri,
          version: version,
          source: file.source,
          replacements: sorted.map { TextReplacement(span: $0.span, text: name) }
        )
      )
    }
    return edits
  }

  // MARK: What is renamed

  /// A thing with a name, and all elements that define or name it.
  private struct Target {
    let name: String
    let position: TextPosition
    let isJob: Bool
    let elements: [Element]
  }

  private func target(_ parameters: DocumentValue) -> Target? {
    guard let position = view.position(parameters["position"]) else { return nil }
    let touched = elements.filter { view.touches($0.place, position) && $0.renamedName != nil }
    guard let first = touched.first, let name = first.renamedName, !first.definitions.isEmpty else {
      return nil
    }
    let related = elements.filter { $0.renamedName == name && $0.isJob == first.isJob }
    var definitions = first.definitions
    var count = 0
    while count != definitions.count {
      count = definitions.count
      for element in related where !element.definitions.isDisjoint(with: definitions) {
        definitions.formUnion(element.definitions)
      }
    }
    return Target(
      name: name,
      position: position,
      isJob: first.isJob,
      elements: related.filter { !$0.definitions.isDisjoint(with: definitions) }
    )
  }

  /// The places of the name itself.
  private func spans(of target: Target) -> [FileLocation] {
    target.elements.flatMap { element -> [FileLocation] in
      guard let source = view.file(element.place.path)?.source else { return [element.place] }
      let span = element.place.span
      let spans: [TextSpan] =
        switch element.kind {
        case .tokenUse: VariableUses.spans(of: target.name, in: span, source)
        default: [Self.span(of: target.name, in: span, source)].compactMap(\.self)
        }
      return spans.map { FileLocation(path: element.place.path, span: $0) }
    }
  }

  /// The span of a name without the quotes around it.
  private static func span(of name: String, in span: TextSpan, _ source: SourceText) -> TextSpan? {
    let (start, end) = (source.offset(of: span.start), source.offset(of: span.end))
    let text = source.bytes[start..<min(end, source.bytes.count)]
    let name = Array(name.utf8)
    guard name.count <= text.count else { return nil }
    for index in text.startIndex...(text.endIndex - name.count)
    where text[index..<(index + name.count)].elementsEqual(name) {
      return TextSpan(
        start: source.position(of: index),
        end: source.position(of: index + name.count)
      )
    }
    return nil
  }

  // MARK: The new name

  private func problem(with name: String, for target: Target) -> String? {
    if target.isJob {
      let isPlain = name.utf8.allSatisfy {
        ASCII.isLetter($0) || ASCII.isDigit($0) || Array("._-".utf8).contains($0)
      }
      guard isPlain, name.hasPrefix("."), name.utf8.count > 1 else {
        return "the name of a hidden job is a dot and then letters, digits, dots, - or _"
      }
    } else {
      let isWord = name.utf8.allSatisfy {
        ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "_")
      }
      guard isWord, let first = name.utf8.first, !ASCII.isDigit(first) else {
        return "the name of a variable consists of letters, digits and _"
      }
    }
    let isTaken = elements.contains { element in
      element.isDefinition && element.isJob == target.isJob && element.renamedName == name
    }
    return isTaken ? "there is a \(target.isJob ? "job" : "token or secret") \(name) already" : nil
  }
}

extension Element {
  /// The name that can be changed; nil when there is none.
  fileprivate var renamedName: String? {
    switch kind {
    case .token(let name), .tokenUse(let name), .secret(let name), .variableUse(let name): name
    case .job(let name), .base(let name), .reference(let name): name.hasPrefix(".") ? name : nil
    case .keyword, .include: nil
    }
  }

  fileprivate var isJob: Bool {
    switch kind {
    case .job, .base, .reference: true
    default: false
    }
  }
}
