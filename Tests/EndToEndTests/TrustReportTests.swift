import Foundation
import Testing

@Suite struct TrustReportTests {
  private let place = ["--root", "samples/predict", "samples/predict/.gitlab-ci.yml"]

  /// The picture of the README is the graph of a sample; `make pictures` draws it anew.
  @Test func pictureIsFresh() throws {
    let outcome = try Tool.run(["graph", "--format", "svg"] + place)
    #expect(outcome.status == 0)
    let picture = try String(
      contentsOfFile: "\(Tool.packageRoot)/docs/trust-graph.svg",
      encoding: .utf8
    )
    #expect(outcome.output == picture, "make pictures draws docs/trust-graph.svg anew")
  }

  @Test func writesAPageToAFile() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "job: {script: x}\n", "old.html": "old",
    ])
    for name in ["new.html", "old.html"] {
      let outcome = try Tool.run(["report", "-o", name], in: repository.path)
      #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
      let page = try String(contentsOfFile: "\(repository.path)/\(name)", encoding: .utf8)
      #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
    }
  }

  @Test func thePageHoldsVerdictsFindingsAndEvidence() throws {
    let outcome = try Tool.run(["report"] + place)
    #expect(outcome.status == 0)
    for text in [
      "<h1>9 of 14 runs will not get their secrets</h1>", "AADSTS7002138",
      "<td>azure/federated-credentials.json</td>", "<mark>$AZURE_JTW</mark>",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
  }

  @Test(arguments: [
    (["graph"], "flowchart LR\n"), (["graph", "--format", "dot"], "digraph trust {\n"),
    (["report", "--format", "markdown"], "### Who can read what: `example/shop`\n"),
  ])
  func formats(arguments: [String], beginning: String) throws {
    let outcome = try Tool.run(arguments + place)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix(beginning), "\(outcome.output)")
  }

  @Test(arguments: [
    (["report", "-o", "no/such/folder/x.html"], Int32(2), "cannot write no/such/folder/x.html"),
    (["graph", "--format", "png"], 2, "png"), (["report", "nothing.yml"], 2, "nothing.yml"),
  ])
  func mistakes(arguments: [String], status: Int32, message: String) throws {
    let repository = try TemporaryRepository(text: [".gitlab-ci.yml": "job: {script: x}\n"])
    let outcome = try Tool.run(arguments, in: repository.path)
    #expect(outcome.status == status)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test(arguments: ["report", "graph"])
  func aConfigurationWithMistakesIsNotUsed(command: String) throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "job: {script: x}\n", ".akvlint.yml": "gitlab: {urll: x}\n",
    ])
    let outcome = try Tool.run([command], in: repository.path)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(".akvlint.yml:1:10: unknown key \"urll\""), "\(outcome.errors)")
  }

  @Test func whatCannotBeReadWholeIsTold() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": "include: {local: other.yml}\njob: {script: x}\n", "other.yml": "a: [\n",
    ])
    let outcome = try Tool.run(["report"], in: repository.path)
    #expect(outcome.status == 3)
    #expect(outcome.output.hasSuffix("</html>\n"))
  }
}
