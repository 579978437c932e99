import Testing

@testable import TrustReport

/// The edges that a change adds to the graph and takes away.
@Suite struct DifferenceTests {
  private static func rows(_ before: String?, _ after: String) throws -> [String] {
    let former = try before.map { try Survey.of($0) }
    let present = try Survey.of(after)
    return TrustDifference(from: former, to: present, base: "0123").rows.map { change, edge in
      "\(change) \(edge.from) -> \(edge.to)"
    }
  }

  @Test func nothingDiffers() throws {
    #expect(try Self.rows(Survey.small, Survey.small).isEmpty)
    let survey = try Survey.of(Survey.small)
    let difference = TrustDifference(from: survey, to: survey, base: "0123")
    #expect(MarkdownReport.render(survey, since: difference).contains("\nSince 0123: no edge"))
    #expect(ReportPage.render(survey, since: difference).contains("Since 0123: no edge"))
  }

  @Test func anotherSecret() throws {
    let after = Survey.small.replacing("db-password", with: "master-key")
    #expect(
      try Self.rows(Survey.small, after) == [
        "added shop-vault -> master-key", "lost shop-vault -> db-password",
      ]
    )
  }

  /// The part after the end of a path is not reached: that edge is lost.
  @Test func anAudienceThatIsRefused() throws {
    let after = Survey.small.replacing("aud: https://gitlab.com", with: "aud: other")
    #expect(
      try Self.rows(Survey.small, after) == [
        "added deploy -> AZURE_JWT (aud other)",
        "lost deploy -> AZURE_JWT (aud https://gitlab.com)",
        "lost AZURE_JWT (aud https://gitlab.com) -> main", "lost main -> \(Survey.client)",
        "lost \(Survey.client) -> shop-vault", "lost shop-vault -> db-password",
      ]
    )
  }

  @Test func aPipelineWhereThereWasNone() throws {
    #expect(try Self.rows(nil, Survey.small).count == 5)
    #expect(try Self.rows(nil, Survey.small).allSatisfy { $0.hasPrefix("added ") })
  }

  @Test func theReportsShowIt() throws {
    let survey = try Survey.of(Survey.small.replacing("deploy:", with: "\"x|@all\":"))
    let former = try Survey.of(Survey.small)
    let difference = TrustDifference(from: former, to: survey, base: "0123")
    let note = MarkdownReport.render(survey, since: difference)
    #expect(note.contains("<summary>Since 0123: 1 added, 1 lost</summary>"))
    #expect(
      note.contains("| lost | Job `deploy` | ID token `AZURE_JWT (aud https://gitlab.com)` |")
    )
    #expect(
      note.contains("| added | Job `x\\|@all` | ID token `AZURE_JWT (aud https://gitlab.com)` |")
    )
    #expect(!MarkdownReport.render(survey).contains("Since"))
    let page = ReportPage.render(survey, since: difference)
    #expect(page.contains("Since 0123: 1 added, 1 lost"))
    #expect(page.contains("<td>Job x|@all</td>"))
  }
}
