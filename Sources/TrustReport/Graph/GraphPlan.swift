import TextFormats
import YAMLSyntax

/// A graph with the place and the lines of each node, ready to be drawn.
struct GraphPlan {
  /// A node as it is drawn.
  struct Box {
    var left: Int
    var top: Int
    var width: Int
    var height: Int
    var title: String
    var lines: [String]

    var right: Int { left + width }
    var bottom: Int { top + height }
    var middle: Int { top + height / 2 }
  }

  static let margin = 14
  /// Room for the headings.
  static let heading = 30
  static let titleHeight = 17
  static let lineHeight = 14
  static let padding = 8
  private static let gap = 14
  private static let columnGap = 46
  private static let lineLimit = 3
  /// The widths of a letter of a title and of a line, in hundredths of a pixel, on the safe side.
  private static let titleLetter = 835
  private static let lineLetter = 635

  let graph: TrustGraph
  let boxes: [Box]
  /// The left edges of the layers, and their widths.
  let columns: [(left: Int, width: Int)]
  let width: Int
  let height: Int

  init(_ graph: TrustGraph) {
    self.graph = graph
    var left = Self.margin
    columns = TrustGraph.Layer.allCases.map { layer in
      let width = Self.width(of: layer)
      defer { left += width + Self.columnGap }
      return (left, width)
    }
    width = left - Self.columnGap + Self.margin
    var boxes = graph.nodes.map { node in
      let column = Self.width(of: node.layer)
      let lines = Self.lines(node, width: column - 2 * Self.padding)
      return Box(
        left: 0,
        top: 0,
        width: column,
        height: 2 * Self.padding + Self.titleHeight + lines.count * Self.lineHeight - 3,
        title: TerminalText.cut(
          TerminalText.sanitised(node.title),
          to: (column - 2 * Self.padding) * 100 / Self.titleLetter,
          inMiddle: node.layer == .application
        ),
        lines: lines
      )
    }
    let layout = LayeredLayout(
      zip(graph.nodes, boxes).map {
        LayeredLayout.Item(layer: $0.0.layer.rawValue, height: $0.1.height)
      },
      edges: graph.edges.map { ($0.from, $0.to) },
      layerCount: TrustGraph.Layer.allCases.count,
      gap: Self.gap
    )
    for index in boxes.indices {
      boxes[index].left = columns[graph.nodes[index].layer.rawValue].left
      boxes[index].top = layout.tops[index] + Self.heading + Self.margin
    }
    self.boxes = boxes
    height = layout.height + Self.heading + 2 * Self.margin
  }

  private static func width(of layer: TrustGraph.Layer) -> Int {
    switch layer {
    case .job: 146
    case .token: 176
    case .credential: 196
    case .application: 136
    case .vault: 144
    case .secret: 152
    }
  }

  // MARK: Lines

  private static func lines(_ node: TrustGraph.Node, width: Int) -> [String] {
    let columns = width * 100 / lineLetter
    let all = node.details.flatMap { wrapped(TerminalText.sanitised($0), to: columns) }
    guard all.count > lineLimit, node.layer != .token else { return all }
    return all.prefix(lineLimit - 1) + [
      TerminalText.cut(all[lineLimit - 1] + "\u{2026}", to: columns)
    ]
  }

  /// A text in lines, broken after characters at which paths and sentences can be.
  static func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var breakable = 0
    for character in text {
      line.append(character)
      if " :/-_,;".contains(character) { breakable = line.count }
      guard TerminalText.width(of: line) > columns else { continue }
      let end = breakable > 0 && breakable < line.count ? breakable : max(1, line.count - 1)
      lines.append(String(line.prefix(end)))
      line = String(line.dropFirst(end))
      breakable = 0
      if lines.count > 12 { return lines }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
