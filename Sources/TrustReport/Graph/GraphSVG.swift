import TextFormats

/// The picture of a graph.
package enum GraphSVG {
  /// A picture for use by itself, with its own style.
  package static func render(_ graph: TrustGraph) -> String {
    var html = HTMLText()
    write(graph, to: &html, isAlone: true)
    return html.text + "\n"
  }

  /// Writes a picture into a page.
  static func write(_ graph: TrustGraph, to html: inout HTMLText, isAlone: Bool = false) {
    let plan = GraphPlan(graph)
    let size = "0 0 \(plan.width) \(plan.height)"
    let summary = "Trust graph: \(graph.nodes.count) nodes, \(graph.edges.count) edges"
    html.element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("class", "graph"), ("viewBox", size),
        ("width", "\(plan.width)"), ("height", "\(plan.height)"),
        ("role", isAlone ? "img" : "group"), ("aria-label", summary),
      ]
    ) { html in
      if isAlone { html.own("style", Resource.graphStyle) }
      if isAlone {
        html.element(
          "rect",
          [("class", "paper"), ("width", "\(plan.width)"), ("height", "\(plan.height)")]
        )
      }
      headings(plan, &html)
      // Ways that work are drawn first, so that those that fail lie on top.
      for (index, edge) in graph.edges.enumerated().sorted(by: {
        ($0.element.state, $0.offset) < ($1.element.state, $1.offset)
      }) {
        self.edge(index, edge, plan, &html)
      }
      for index in graph.nodes.indices { node(index, plan, isAlone, &html) }
    }
  }

  private static func headings(_ plan: GraphPlan, _ html: inout HTMLText) {
    for (layer, column) in zip(TrustGraph.Layer.allCases, plan.columns) {
      html.element(
        "text",
        [("class", "layer"), ("x", "\(column.left)"), ("y", "\(GraphPlan.margin + 8)")],
        text: layer.title
      )
    }
    html.line()
  }

  // MARK: Edges

  private static func edge(
    _ index: Int,
    _ edge: TrustGraph.Edge,
    _ plan: GraphPlan,
    _ html: inout HTMLText
  ) {
    let from = plan.boxes[edge.from]
    let to = plan.boxes[edge.to]
    let bend = (from.right + to.left) / 2
    let curve =
      "M\(from.right) \(from.middle)C\(bend) \(from.middle) \(bend) \(to.middle) "
      + "\(to.left) \(to.middle)"
    html.element(
      "g",
      [("class", "edge \(name(edge.state))"), ("data-edge", "\(edge.from) \(edge.to)")]
    ) { html in
      html.element("path", [("d", curve)])
      guard let letter = edge.state.letter else { return }
      // Nearer to the end, where the edges from one node have separated.
      let x = bend + (to.left - bend) / 3
      let y = from.middle + (to.middle - from.middle) * 5 / 6
      html.element("circle", [("cx", "\(x)"), ("cy", "\(y)"), ("r", "7")])
      html.element("text", [("x", "\(x)"), ("y", "\(y + 4)")], text: letter)
    }
    html.line()
  }

  private static func name(_ state: TrustGraph.State) -> String {
    switch state {
    case .blocked: "blocked"
    case .unused: "unused"
    case .works: "works"
    case .unknown: "unknown"
    case .fails: "fails"
    }
  }

  // MARK: Nodes

  private static func node(
    _ index: Int,
    _ plan: GraphPlan,
    _ isAlone: Bool,
    _ html: inout HTMLText
  ) {
    let node = plan.graph.nodes[index]
    let box = plan.boxes[index]
    let words = ([node.layer.title + ": " + node.title] + node.details).joined(separator: ", ")
    html.element(
      "g",
      [
        ("class", "node \(name(node.kind))"), ("data-node", isAlone ? nil : "\(index)"),
        ("tabindex", isAlone ? nil : "-1"), ("role", isAlone ? nil : "img"),
        ("aria-label", isAlone ? nil : words),
        ("transform", "translate(\(box.left) \(box.top))"),
      ]
    ) { html in
      html.element("title", text: ([node.title] + node.details).joined(separator: " \u{B7} "))
      html.element(
        "rect",
        [("width", "\(box.width)"), ("height", "\(box.height)"), ("rx", "5")]
      )
      let x = "\(GraphPlan.padding)"
      var y = GraphPlan.padding + 11
      html.element("text", [("class", "name"), ("x", x), ("y", "\(y)")], text: box.title)
      y += GraphPlan.titleHeight - 2
      for line in box.lines {
        html.element("text", [("class", "detail"), ("x", x), ("y", "\(y)")], text: line)
        y += GraphPlan.lineHeight
      }
    }
    html.line()
  }

  private static func name(_ kind: TrustGraph.Kind) -> String {
    switch kind {
    case .present: "present"
    case .unused: "idle"
    case .stop: "stop"
    case .open: "open"
    }
  }
}
