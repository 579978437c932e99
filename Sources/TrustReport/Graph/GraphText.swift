import TextFormats

/// A graph in the languages of other programs, for documentation and comments.
package enum GraphText {
  /// A flow chart of Mermaid, which GitLab draws in Markdown.
  ///
  /// Letters and digits stay and all else is written as a number, for Mermaid has no escape of its
  /// own for quotes and brackets.
  package static func mermaid(_ graph: TrustGraph) -> String {
    var lines = ["flowchart LR"]
    for (index, node) in graph.nodes.enumerated() {
      let label = ([node.title] + node.details.map(shortened)).map(mermaidEscaped)
        .joined(separator: "<br>")
      lines.append("  n\(index)[\"\(label)\"]:::\(name(node.kind))")
    }
    for edge in graph.edges {
      let arrow =
        switch edge.state {
        case .works: "-->"
        case .fails: "-.->|F|"
        case .unknown: "-.->|\"#63;\"|"
        case .blocked, .unused: "-.->"
        }
      lines.append("  n\(edge.from) \(arrow) n\(edge.to)")
    }
    lines.append("  classDef stop stroke:#b42318,stroke-width:2px,stroke-dasharray:4 3")
    lines.append("  classDef open stroke:#8a5a00,stroke-dasharray:2 3")
    lines.append("  classDef idle stroke-dasharray:1 4")
    let failing = graph.edges.indices.filter { graph.edges[$0].state == .fails }
    if !failing.isEmpty {
      let list = failing.map(String.init).joined(separator: ",")
      lines.append("  linkStyle \(list) stroke:#b42318,color:#b42318")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A graph of Graphviz.
  package static func dot(_ graph: TrustGraph) -> String {
    var lines = [
      "digraph trust {", "  rankdir=LR",
      "  node [shape=box, style=rounded, fontname=\"sans-serif\"]",
      "  edge [fontname=\"sans-serif\"]",
    ]
    for layer in TrustGraph.Layer.allCases {
      let own = graph.nodes.indices.filter { graph.nodes[$0].layer == layer }
      guard !own.isEmpty else { continue }
      lines.append("  { rank=same")
      for index in own {
        let node = graph.nodes[index]
        let label = ([node.title] + node.details.map(shortened)).map(dotEscaped)
          .joined(separator: "\\n")
        lines.append("    n\(index) [label=\"\(label)\"\(dotStyle(node.kind))]")
      }
      lines.append("  }")
    }
    for edge in graph.edges {
      lines.append("  n\(edge.from) -> n\(edge.to)\(dotStyle(edge.state))")
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  // MARK: Words

  private static let longest = 80

  private static func shortened(_ text: String) -> String {
    TerminalText.cut(text, to: longest)
  }

  private static func name(_ kind: TrustGraph.Kind) -> String {
    switch kind {
    case .present: "present"
    case .unused: "idle"
    case .stop: "stop"
    case .open: "open"
    }
  }

  private static func dotStyle(_ kind: TrustGraph.Kind) -> String {
    switch kind {
    case .present: ""
    case .unused: ", style=\"rounded,dotted\""
    case .stop: ", style=\"rounded,dashed\", color=\"#b42318\""
    case .open: ", style=\"rounded,dashed\", color=\"#8a5a00\""
    }
  }

  private static func dotStyle(_ state: TrustGraph.State) -> String {
    switch state {
    case .works: ""
    case .blocked, .unused: " [style=dotted]"
    case .unknown: " [style=dashed, label=\"?\", color=\"#8a5a00\"]"
    case .fails: " [style=dashed, label=\"F\", color=\"#b42318\", fontcolor=\"#b42318\"]"
    }
  }

  // MARK: Escaping

  static func mermaidEscaped(_ text: String) -> String {
    TerminalText.sanitised(text).unicodeScalars.map { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", ".", "/", ":", "-", "_", ",", "=": String(scalar)
      default: "#\(scalar.value);"
      }
    }.joined()
  }

  static func dotEscaped(_ text: String) -> String {
    TerminalText.sanitised(text).unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\"": "\\\""
      // Graphviz replaces entities, in quoted strings as well.
      case "&": "&amp;"
      default: String(scalar)
      }
    }.joined()
  }
}
