import ArgumentParser
import Testing

@testable import akvlint

/// The short way of reading a call gives the argument parser's result, or none.
struct PlainCallTests {
  static let calls: [[String]] = [
    [],
    ["a.gitlab-ci.yml"],
    [".gitlab-ci.yml", "ci", "-"],
    ["--hook", ".gitlab-ci.yml", "ci/build.yml"],
    [".gitlab-ci.yml", "--hook"],
    ["-q"], ["--quiet", "a.yml"],
    ["-", "--stdin-filename", "ci/a b.yml", "--format", "concise"],
    ["--format", "json", "--format", "sarif", "x"],
    ["--format", "gitlab-codequality"],
    ["--fail-on", "warning", "--color", "never", "."],
    ["--root", "samples/typo", "samples/typo"],
    ["--root", "/", "--config", "../x/.akvlint.yml"],
    ["ä.yml", "a=b.yml", "a b", "=", "check", "help"],
  ]

  @Test(arguments: calls)
  func `a plain call is read as the argument parser reads it`(_ arguments: [String]) throws {
    let options = try #require(PlainCall.read(arguments, as: CheckOptions.self))
    #expect(try options == CheckCommand.parse(arguments).options)
  }

  @Test(arguments: [
    ["--format"], ["--format", "yaml"], ["--format", "--hook"], ["--format="],
    ["--stdin-filename", "-x"], ["--fail-on", "Error"], ["--color", "--color"],
    ["--hooks"], ["--hook=1"], ["-Q"], ["--unknown", "x"], ["--jobs", "0"],
  ])
  func `a wrong call is left to the argument parser, which refuses it`(_ arguments: [String]) {
    #expect(PlainCall.read(arguments, as: CheckOptions.self) == nil)
    #expect(throws: (any Error).self) { try CheckCommand.parse(arguments) }
  }

  @Test(arguments: [
    ["--format=json"], ["-qv"], ["--", "--hook"], ["--select", "AKV2"], ["--fix=safe"], ["--help"],
    ["--version"], ["--live=all"], ["--offline"], ["-v"], ["--jobs", "2"], ["--output", "sarif=x"],
    [""], ["--root", ""], ["--root", "-"],
  ])
  func `any other call is left to the argument parser`(_ arguments: [String]) {
    #expect(PlainCall.read(arguments, as: CheckOptions.self) == nil)
  }

  @Test func `defaults are the same for both`() throws {
    #expect(try CheckOptions() == CheckCommand.parse([]).options)
    #expect(try PredictOptions() == PredictCommand.parse([]).options)
  }

  @Test(arguments: [
    [], ["ci/a b.yml"], ["-"], ["--all"], ["--format", "json", "x"], ["--fail-on", "unknown"],
    ["--explain", "deploy@tag"], ["--all", "--all"], ["--format", "json", "--format", "text"],
    ["--color", "never", "--root", "samples", "--config", "../x.yml"],
  ])
  func `a plain prediction is read as the argument parser reads it`(_ arguments: [String]) throws {
    let options = try #require(PlainCall.read(arguments, as: PredictOptions.self))
    #expect(try options == PredictCommand.parse(arguments).options)
  }

  @Test(arguments: [
    ["a.yml", "b.yml"], ["--format", "sarif"], ["--fail-on", "error"], ["--explain", "--all"],
    ["--hook"], ["--explain"],
  ])
  func `a wrong prediction is left to the argument parser, which refuses it`(
    _ arguments: [String]
  ) {
    #expect(PlainCall.read(arguments, as: PredictOptions.self) == nil)
    #expect(throws: (any Error).self) { try PredictCommand.parse(arguments) }
  }

  @Test(arguments: [
    ["--job", "deploy"], ["--scenario=tag"], ["-f", "json"], ["--shard", "1/2"], [""],
    ["--root", "-"],
    ["--explain", ""], ["--", "x"], ["-h"],
  ])
  func `any other prediction is left to the argument parser`(_ arguments: [String]) {
    #expect(PlainCall.read(arguments, as: PredictOptions.self) == nil)
  }

  /// The hook's call is plain; with one more option the argument parser reads it.
  @Test(arguments: [
    [], ["--color", "never"], ["--verbose"], ["--select", "all"], ["predict"],
    ["predict", "--format=text"],
  ])
  func `the environment counts for both`(_ options: [String]) throws {
    let shared = try TemporaryRepository(text: ["part.yml": ".base: {script: x}\n"])
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      include: {project: a/b, file: part.yml}
      job: {extends: .base}
      """
    ])
    let folder = "../" + (shared.path.split(separator: "/").last ?? "")
    try repository.write(
      ".akvlint.yml",
      Array("includes: [{project: a/b, path: \(folder)}]\n".utf8)
    )
    let rest = options.first == "predict" ? [] : ["--fail-on", "info"]
    let outcome = try Tool.run(
      options + rest + [".gitlab-ci.yml"],
      in: repository.path,
      environment: ["AKVLINT_ALLOW_OUTSIDE": shared.path]
    )
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(!outcome.output.contains("not read"))
  }
}
