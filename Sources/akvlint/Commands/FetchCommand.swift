import ArgumentParser
import Files
import Linting
import LiveChecks

/// `akvlint fetch`: copies what an audit needs of thousands of projects.
struct FetchCommand: ParsableCommand, AskingCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch what an audit needs of the projects of a group: pipelines and metadata.",
    discussion: """
      Needs AKVLINT_GITLAB_TOKEN with the scope read_api, and AKVLINT_GITLAB_URL outside of GitLab's \
      CI/CD jobs. Run it again to fetch what changed, or the rest after an interruption. It stores \
      no secret, no token, and of CI/CD variables only the values of AZURE_*; only the folder's \
      owner can read the files.
      Examples:
        akvlint fetch --group platform -o audit
        akvlint fetch --group shop --match 'shop/web-*' -o audit
        akvlint fetch --projects paths.txt -o audit
        akvlint fetch --group shop --live=entra,vault -o audit
      """
  )

  @Option(help: "Fetch the projects of this group and its subgroups, without archived ones.")
  var group: String?

  @Option(
    help: ArgumentHelp(
      "Fetch the projects whose paths this file lists, one per line.",
      valueName: "file"
    )
  )
  var projects: String?

  @Option(help: "Fetch only projects whose path matches this pattern (* is any text).")
  var match: String?

  @Option(
    help: ArgumentHelp(
      "Also query entra, vault or both about every application and vault that the projects name.",
      valueName: "sources"
    )
  )
  var live: String?

  @Option(name: .shortAndLong, help: "The folder to fetch into.", completion: .directory)
  var output: String

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  var asksOthers: Bool { true }

  func validate() throws {
    guard (group == nil) != (projects == nil) else {
      throw ValidationError("Name either --group or --projects.")
    }
    for name in azure where !["entra", "vault"].contains(name) {
      throw ValidationError("--live takes entra and vault here, not \(name).")
    }
  }

  /// The sources besides GitLab.
  private var azure: [String] { (live ?? "").split(separator: ",").map(String.init) }

  func run() throws {
    try CommandRunner.run { () throws(UsageError) in
      let isComplete = try FetchRun.fetch(
        FetchRequest(
          source: source(),
          folder: RepositoryPath.absolute(output, from: HostSystem.currentFolder),
          match: match,
          azure: azure,
          showsProgress: !quiet
        ),
        note: Console.note
      )
      return isComplete ? .clean : .liveFailed
    }
  }

  private func source() throws(UsageError) -> FetchRequest.Source {
    if let group { return .group(Self.trimmed(group)) }
    let file = projects ?? ""
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try OperatorFiles.read(file)
    } catch {
      throw UsageError(message: "cannot read \(file): \(error.words)")
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let paths = lines.map { Self.trimmed(String($0)) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    guard !paths.isEmpty else { throw UsageError(message: "\(file) lists no project") }
    return .projects(paths)
  }

  /// A path without white space and slashes around it.
  private static func trimmed(_ text: String) -> String {
    let isEdge = { (character: Character) in character.isWhitespace || character == "/" }
    return String(text.drop(while: isEdge).reversed().drop(while: isEdge).reversed())
  }
}
