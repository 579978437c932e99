import Findings
import Foundation
import Reporting
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// The XML reports, as a parser that knows nothing of akvlint reads them.
@Suite struct XMLReportTests {
  /// All findings of the sample, as failures.
  private static let everything = FailureThreshold(
    byPath: ["a.yml": .info, "ci/b c.yml": .info, "clean.yml": .info]
  )

  private func document(
    _ format: ReportFormat,
    _ threshold: FailureThreshold = everything
  ) throws -> XMLDocument {
    var writer = ReportSample.writer
    writer.threshold = threshold
    return try XMLDocument(xmlString: writer.render(ReportSample.full, as: format))
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

  @Test func junitFailsOnlyWhatTheRunFailsFor() throws {
    let junit = try document(.junit, FailureThreshold(byPath: ["ci/b c.yml": .warning]))
    #expect(try attributes(junit, "//failure/@type") == ["warning"])
    #expect(try attributes(junit, "/testsuites/@failures") == ["1"])
    #expect(try attributes(junit, "//testsuite/@failures") == ["0", "1", "0", "0"])
    #expect(try attributes(junit, "//testcase/system-out").count == 3)
    #expect(try attributes(junit, "/testsuites/@tests") == ["6"])
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
