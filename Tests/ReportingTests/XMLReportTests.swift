import Foundation
import Reporting
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// The XML reports, as a parser that knows nothing of akvlint reads them.
@Suite struct XMLReportTests {
  private func document(_ format: ReportFormat) throws -> XMLDocument {
    let text = ReportSample.writer.render(ReportSample.full, as: format)
    return try XMLDocument(xmlString: text)
  }

  private func attributes(_ document: XMLDocument, _ path: String) throws -> [String] {
    try document.nodes(forXPath: path).compactMap(\.stringValue)
  }

  @Test func junitHasACaseForEachFindingAndEachCleanFile() throws {
    let junit = try document(.junit)
    let names = try attributes(junit, "//testcase/@name")
    let classes = try attributes(junit, "//testcase/@classname")
    #expect(classes == ["a.yml", "a.yml", "ci/b c.yml", "ci/b c.yml", "clean.yml", "akvlint"])
    #expect(Set(zip(classes, names).map { "\($0)\u{0}\($1)" }).count == 6)
    #expect(names[1] == "AKV202 undefined-token: no such token (2)")
    #expect(try attributes(junit, "//testcase/@file").count == 5)
    #expect(try attributes(junit, "//failure/@type") == ["error", "error", "warning", "info"])
    #expect(try attributes(junit, "/testsuites/@tests") == ["6"])
    #expect(try junit.nodes(forXPath: "//testcase[not(*)]").count == 1)
    #expect(try junit.nodes(forXPath: "//error").count == 1)
  }

  @Test func whatXMLForbidsIsReplacedAndTheRestIsKept() throws {
    let expected = ReportSample.hostile
      .replacing("\u{1B}", with: "\u{FFFD}").replacing("\u{1}", with: "\u{FFFD}")
    let messages = try attributes(document(.junit), "//failure/@message")
    #expect(messages.count == 4 && Array(messages[2].utf8) == Array(expected.utf8))
    let others = try attributes(document(.checkstyle), "//error/@message")
    #expect(others.count == 4 && Array(others[2].utf8) == Array(expected.utf8))
    let content = try attributes(document(.junit), "//failure")
    #expect(content[2].contains("\u{FFFD}[31m"))
  }

  @Test func checkstyleNamesEveryFile() throws {
    let checkstyle = try document(.checkstyle)
    #expect(try attributes(checkstyle, "//file/@name") == ["a.yml", "ci/b c.yml", "clean.yml"])
    #expect(try attributes(checkstyle, "//error/@line") == ["3", "4", "1", "9"])
  }
}
