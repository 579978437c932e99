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
    let options = try #require(PlainCall.read(arguments))
    #expect(try options == CheckCommand.parse(arguments).options)
  }

  @Test(arguments: [
    ["--format"], ["--format", "yaml"], ["--format", "--hook"], ["--format="],
    ["--stdin-filename", "-x"], ["--fail-on", "Error"], ["--color", "--color"],
    ["--hooks"], ["--hook=1"], ["-Q"], ["--unknown", "x"], ["--jobs", "0"],
  ])
  func `a wrong call is left to the argument parser, which refuses it`(_ arguments: [String]) {
    #expect(PlainCall.read(arguments) == nil)
    #expect(throws: (any Error).self) { try CheckCommand.parse(arguments) }
  }

  @Test(arguments: [
    ["--format=json"], ["-qv"], ["--", "--hook"], ["--select", "AKV2"], ["--fix=safe"], ["--help"],
    ["--version"], ["--live=all"], ["--offline"], ["-v"], ["--jobs", "2"], ["--output", "sarif=x"],
    [""], ["--root", ""], ["--root", "-"],
  ])
  func `any other call is left to the argument parser`(_ arguments: [String]) {
    #expect(PlainCall.read(arguments) == nil)
  }

  @Test func `defaults are the same for both`() throws {
    #expect(try CheckOptions() == CheckCommand.parse([]).options)
  }
}
