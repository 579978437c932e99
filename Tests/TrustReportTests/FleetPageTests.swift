import AccessPrediction
import Testing
import TextFormats

@testable import TrustReport

/// The page of a fleet.
@Suite struct FleetPageTests {
  private static func page(_ name: String) throws -> String {
    var project = FleetProject(path: name)
    project.problems = [name]
    project.uses = [
      FleetUse(
        job: name,
        target: .secret(FleetSecret(server: name, name: name), version: name),
        clientID: name,
        audiences: [name],
        credentials: [name],
        verdict: .fails,
        code: name,
        reason: name,
        scenarios: [name]
      )
    ]
    var fleet = Fleet()
    fleet.add(project)
    return FleetPage.render(
      fleet,
      changes: FleetChanges(from: Fleet(), to: fleet),
      version: "1",
      today: try #require(CalendarDay("2026-11-29"))
    )
  }

  @Test(arguments: ["</script><script>x()</script>", "<!--", "<img src=x>", "\u{2028}"])
  func nothingBecomesMarkup(name: String) throws {
    let (page, plain) = try (Self.page(name), Self.page("x"))
    for mark in ["<script", "</script", "<img", "<!--", "\u{2028}"] {
      #expect(
        page.split(separator: mark, omittingEmptySubsequences: false).count
          == plain.split(separator: mark, omittingEmptySubsequences: false).count
      )
    }
  }

  @Test("The page allows only its own script and style, and loads nothing")
  func policy() throws {
    let page = try Self.page("g/a")
    #expect(page.contains("default-src &#39;none&#39;"))
    #expect(page.contains("sha256-\(ContentPolicy.hash(Resource.fleetScript))"))
    #expect(!page.contains("src=\"http"))
    #expect(page.contains("<a href=\"#changes\">Changes (1)</a>"))
  }

  @Test("A text is in the page's data once, however many uses share it")
  func texts() throws {
    var fleet = Fleet()
    for number in 0..<50 {
      var project = FleetProject(path: "g/p\(number)")
      project.uses = [
        FleetUse(
          job: "deploy",
          target: .signIn("az"),
          clientID: "client-of-all",
          audiences: [],
          credentials: [],
          verdict: .works,
          code: nil,
          reason: nil,
          scenarios: ["default-branch"]
        )
      ]
      fleet.add(project)
    }
    let data = FleetData(FleetView(fleet), nil).json
    // Once among the texts, and once among the applications.
    #expect(data.split(separator: "client-of-all", omittingEmptySubsequences: false).count == 3)
  }
}
