package import AccessPrediction
import Reporting
package import TextFormats

/// The report of a fleet as one page that needs nothing else: no server, no network, no other file.
package enum FleetPage {
  /// The views of the page, by their anchors.
  private static let views = [
    (anchor: "projects", title: "Projects"), (anchor: "secrets", title: "Secrets"),
    (anchor: "credentials", title: "Credentials"), (anchor: "applications", title: "Applications"),
    (anchor: "vaults", title: "Vaults"),
  ]

  /// The page.
  ///
  /// - Parameters:
  ///   - fleet: The fleet.
  ///   - changes: The differences from an earlier state; nil when there was no comparison.
  ///   - version: akvlint's version.
  ///   - today: The day on which it is made.
  /// - Returns: An HTML document.
  package static func render(
    _ fleet: Fleet,
    changes: FleetChanges? = nil,
    version: String,
    today: CalendarDay
  ) -> String {
    let view = FleetView(fleet)
    let style = Resource.fleetStyle
    let script = Resource.fleetScript
    var html = HTMLText()
    html.documentType()
    html.element("html", [("lang", "en")]) { html in
      html.element("head") { html in
        PageHead.write(
          title: "Who reads which secret: \(FleetWords.count(view.projects.count, "project"))",
          version: version,
          ContentPolicy(script: script, style: style),
          to: &html
        )
      }
      html.line()
      html.element("body") { html in
        html.element("a", [("class", "skip"), ("href", "#main")], text: "Skip to the content")
        header(view, changes, today, &html)
        html.element("main", [("id", "main"), ("tabindex", "-1")]) { main(view, &$0) }
        html.element("footer") { html in
          html.element(
            "p",
            text: "Made by akvlint \(version) on \(today.text). It shows which answers GitLab and "
              + "Entra ID will give as far as the evidence goes; it never saw a secret's value."
          )
        }
        html.element("p", [("class", "vh"), ("role", "status"), ("id", "status")])
        html.data(id: "data", json: FleetData(view, changes).json)
        html.own("script", script)
      }
    }
    return html.text + "\n"
  }

  // MARK: Parts

  private static func header(
    _ view: FleetView,
    _ changes: FleetChanges?,
    _ today: CalendarDay,
    _ html: inout HTMLText
  ) {
    html.element("header") { html in
      html.element("p", [("class", "about")]) { html in
        html.element("b", text: "Fleet")
        html.text(" \u{B7} \(today.text)")
      }
      html.element("h1", text: headline(view))
      html.element("ul", [("class", "figures")]) { html in
        for (status, name) in [
          (FleetProject.Status.fails, "fail"), (.unknown, "unknown"), (.works, "work"),
          (.unused, "without Azure"), (.incomplete, "incomplete"),
        ] {
          let count = view.count(status)
          guard count > 0 || status == .fails else { continue }
          html.element("li", [("class", status.rawValue)]) { html in
            html.element("b", text: FleetWords.grouped(count))
            html.text(" \(name)")
          }
        }
      }
      html.element("nav", [("aria-label", "Views")]) { html in
        let last = changes.map { [("changes", "Changes (\($0.changes.count))")] } ?? []
        for (anchor, title) in views.map({ ($0.anchor, $0.title) }) + last {
          html.element("a", [("href", "#\(anchor)")], text: title)
        }
      }
    }
    html.line()
  }

  private static func headline(_ view: FleetView) -> String {
    let all = FleetWords.count(view.projects.count, "project")
    let fails = view.count(.fails)
    if fails > 0 {
      return "\(FleetWords.grouped(fails)) of \(all) \(fails == 1 ? "fails" : "fail")"
    }
    let open = view.count(.unknown) + view.count(.incomplete)
    if open > 0 { return "\(FleetWords.grouped(open)) of \(all) cannot be decided" }
    return view.projects.count == 1 ? "The project works" : "All \(all) work"
  }

  /// The section that the script fills with the view of the address.
  private static func main(_ view: FleetView, _ html: inout HTMLText) {
    html.element("noscript") { html in
      html.element(
        "p",
        text: "This page needs its own script. The Markdown and text reports of akvlint fleet show "
          + "the same without one."
      )
    }
    html.element("section", [("id", "view"), ("aria-labelledby", "view-title")]) { html in
      html.element("h2", [("id", "view-title"), ("tabindex", "-1")])
      html.element("div", [("id", "view-body")])
    }
  }
}
