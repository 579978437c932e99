import TextFormats

/// The edges that a change adds to the graph, and those that it takes away.
struct DifferenceSection {
  /// More are counted only.
  private static let limit = 1_000

  let difference: TrustDifference

  func write(to html: inout HTMLText) {
    html.element("section", [("id", "changes"), ("aria-labelledby", "changes-title")]) { html in
      html.element(
        "h2",
        [("id", "changes-title")],
        text: "Since \(difference.base): \(difference.summary)"
      )
      guard !difference.rows.isEmpty else { return }
      html.element("div", [("class", "wide")]) { html in
        html.element("table") { html in
          html.element("thead") { html in
            html.element("tr") { html in
              for title in ["Edge", "From", "To"] {
                html.element("th", [("scope", "col")], text: title)
              }
            }
          }
          html.element("tbody") { html in
            for (change, edge) in difference.rows.prefix(Self.limit) {
              html.element("tr") { html in
                html.element("td", text: change)
                html.element("td", text: "\(edge.layer.title) \(edge.from)")
                html.element("td", text: "\(edge.nextLayer.title) \(edge.to)")
              }
            }
          }
        }
      }
      let more = difference.rows.count - Self.limit
      if more > 0 { html.element("p", text: "and \(more) more") }
    }
    html.line()
  }
}
