import ArgumentParser
import Foundation
import YAMLSyntax

/// Prints libyaml's events for files, to compare them with other programs that read with it.
struct Events: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the events of YAML files, with places, tags, anchors and texts."
  )

  @Argument(help: "The files.")
  var files: [String]

  func run() throws {
    for file in files {
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
      print("# \(file)")
      for line in EventListing.lines(of: SourceText(path: file, bytes: bytes)) { print(line) }
    }
  }
}
