import Reporting
import Testing

@testable import TrustReport

@Suite struct PageTests {
  /// Every name and value of it tries to leave its place.
  static let hostile = """
    "</script><script>alert(1)</script>":
      id_tokens: {"\\" onload=\\"x": {aud: "<img src=x onerror=alert(1)>"}}
      environment: "<b>"
      secrets:
        "'><svg onload=alert(1)>":
          azure_key_vault: {name: "]]>--><!--`\\u2028\\e[31m", version: "${x}{{x}}"}
          token: "$T"
      script: x
    """

  @Test func nothingOfThePipelineIsMarkup() throws {
    let page = ReportPage.render(try Survey.of(Self.hostile, title: "<script>alert(2)</script>"))
    for text in [
      "<script>alert", "<img", "<svg onload", "onerror=alert(1)>\"", "\u{1B}", "\u{2028}",
    ] {
      #expect(!page.contains(text), "\(text)")
    }
    // Two scripts: the data and ours; both end where we end them.
    #expect(page.split(separator: "<script", omittingEmptySubsequences: false).count == 3)
    #expect(page.split(separator: "</script", omittingEmptySubsequences: false).count == 3)
  }

  @Test func nothingIsLoadedFromAnywhere() throws {
    let page = ReportPage.render(try Survey.of(Survey.small))
    for text in [" src=", "@import", "url(", " style=", " onclick=", "<iframe", "<base"] {
      #expect(!page.contains(text), "\(text)")
    }
    #expect(page.contains("default-src &#39;none&#39;"))
    #expect(page.contains("sha256-\(ContentPolicy.hash(Resource.script))"))
    #expect(page.contains("sha256-\(ContentPolicy.hash(Resource.style))"))
  }

  @Test(arguments: [Survey.small, hostile, Survey.large(60), "job: {script: x}"])
  func theSamePipelineGivesTheSameBytes(pipeline: String) throws {
    let survey = try Survey.of(pipeline)
    #expect(ReportPage.render(survey) == ReportPage.render(survey))
    #expect(GraphSVG.render(TrustGraph(survey)) == GraphSVG.render(TrustGraph(survey)))
    #expect(MarkdownReport.render(survey) == MarkdownReport.render(survey))
  }

  @Test(arguments: [
    (Survey.small, "1 of 3 runs will not get its secrets"),
    ("job: {script: x}", "No job asks Azure for anything"),
  ])
  func theHeadlineSaysIt(pipeline: String, headline: String) throws {
    let page = ReportPage.render(try Survey.of(pipeline))
    #expect(page.contains("<h1>\(headline)</h1>"), "\(page.prefix(200))")
  }

  @Test func aPageOfFiveHundredJobsIsUnderTwoMegabytes() throws {
    let page = ReportPage.render(try Survey.of(Survey.large(500)))
    #expect(page.utf8.count < 2_000_000)
  }

  @Test func eachTagIsClosed() throws {
    let page = ReportPage.render(try Survey.of(Self.hostile))
    for name in [
      "section", "table", "tr", "td", "th", "ul", "li", "p", "div", "svg", "g", "button",
    ] {
      let opened = page.split(separator: "<\(name)>", omittingEmptySubsequences: false).count
      let withAttributes =
        page.split(separator: "<\(name) ", omittingEmptySubsequences: false).count
      let closed = page.split(separator: "</\(name)>", omittingEmptySubsequences: false).count
      #expect(opened + withAttributes - 1 == closed, "\(name)")
    }
  }
}

@Suite struct MarkdownReportTests {
  @Test func aSmallNote() throws {
    let note = MarkdownReport.render(try Survey.of(Survey.small))
    #expect(
      note.hasPrefix(
        """
        ### Who can read what: `example/shop`

        **1** fails, **0** unknown, **2** works; 0 errors

        - **F** **AADSTS700213** `the subject is "project_path:example/shop:ref_type:branch:ref:\
        feature/example"; the credentials accept "project_path:example/shop:ref_type:branch:ref:main", \
        "project_path:example/shop:ref_type:branch:ref:old"`<br>`deploy@other-branch`

        <details>
        <summary>Verdicts: 1 job</summary>

        | job | `default-branch` | `other-branch` | `merge-request` | `fork-merge-request` | `tag` \
        | `schedule` |
        |---|---|---|---|---|---|---|
        | `deploy` | **W** | **F** AADSTS700213 | – | – | – | **W** |

        </details>
        """
      ),
      "\(note)"
    )
  }

  @Test(arguments: [1, 99, 500, 2000])
  func aNoteOfManyJobsIsShort(count: Int) throws {
    let note = MarkdownReport.render(try Survey.of(Survey.large(count)))
    #expect(note.unicodeScalars.count < MarkdownNote.limit)
    #expect(MarkdownNote.limit < MarkdownNote.longest)
    let opened = note.split(separator: "<details>", omittingEmptySubsequences: false).count
    let closed = note.split(separator: "</details>", omittingEmptySubsequences: false).count
    #expect(opened == closed)
  }

  /// A line that begins with a slash would be a command to GitLab.
  @Test func nothingOfThePipelineBeginsALine() throws {
    let survey = try Survey.of(
      """
      "/close\\n/merge @all":
        id_tokens: {T: {aud: "a|b`c"}}
        secrets: {S: {azure_key_vault: {name: "</details>"}, token: $T}}
        script: x
      """
    )
    let note = MarkdownReport.render(survey)
    for line in note.split(separator: "\n") {
      #expect(!line.hasPrefix("/") && !line.hasPrefix("</details>`"))
    }
  }
}
