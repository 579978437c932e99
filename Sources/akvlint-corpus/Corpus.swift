import ArgumentParser
import Files
import Foundation
import GitLabCI
import YAMLSyntax

/// Compares with GitLab's verdicts on a folder of pipelines.
///
/// The folder holds lists `NAME.json` of objects with `valid`, `errors` and either `file`, a file
/// in `NAME/`, or `repo` and `path`, a root file in the repository `NAME/REPO/`. It is also the
/// include cache: GitLab's templates are looked for in `templates/`.
struct Corpus: ParsableCommand {
  /// One pipeline and GitLab's verdict on it.
  struct Case: Decodable {
    var file: String?
    var repo: String?
    var path: String?
    var valid: Bool
    var errors: [String]

    var name: String { file ?? "\(repo ?? "")/\(path ?? "")" }
  }

  static let configuration = CommandConfiguration(
    commandName: "verdicts",
    abstract: "Compare with GitLab's verdicts on a folder of pipelines."
  )

  @Argument(help: "The folder.")
  var folder: String

  @Flag(name: .shortAndLong, help: "Also show messages that differ where the verdict agrees.")
  var messages = false

  @Option(help: "Check this number of damaged copies of every file instead.")
  var mutants: Int?

  @Option(help: "What the damage depends on.")
  var seed: UInt64 = 1

  func run() throws {
    if let mutants {
      var run = try Mutants(folder: folder, seed: seed)
      run.run(perFile: mutants)
      print(
        "\(run.count) mutants, slowest \(Int(run.slowest * 1_000)) ms, \(run.failures) too slow"
      )
      if run.failures > 0 { throw ExitCode.failure }
      return
    }
    let lists = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".json") }
    guard !lists.isEmpty else { throw ValidationError("\(folder) has no list of verdicts") }
    for list in lists { try compare(String(list.dropLast(".json".count))) }
  }

  private func compare(_ name: String) throws {
    let list = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).json"))
    let cases = try JSONDecoder().decode([Case].self, from: list)
    var (agreed, falseAlarms, misses, otherMessages, slowest) = (0, 0, 0, 0, 0.0)
    for item in cases {
      let start = Date()
      guard let verdict = verdict(item, name) else {
        print("\(name): \(item.name) cannot be read")
        continue
      }
      slowest = max(slowest, Date().timeIntervalSince(start))
      if verdict.isValid == item.valid {
        agreed += 1
        guard !item.valid, !isSaid(item.errors, by: verdict) else { continue }
        otherMessages += 1
        if messages { show("other message", item, verdict) }
      } else if item.valid {
        falseAlarms += 1
        show("false alarm", item, verdict)
      } else {
        misses += 1
        show("missed", item, verdict)
      }
    }
    print(
      "\(name): \(agreed)/\(cases.count) agree, \(falseAlarms) false alarms, \(misses) missed, "
        + "\(otherMessages) with another message; slowest \(Int(slowest * 1_000)) ms"
    )
  }

  private func verdict(_ item: Case, _ list: String) -> ValidationOutcome? {
    let root = item.repo.map { "\(folder)/\(list)/\($0)" } ?? "\(folder)/\(list)"
    let path = item.file ?? item.path ?? ".gitlab-ci.yml"
    guard let repository = DiskRepository(root: root),
      let bytes = try? repository.read(path)
    else { return nil }
    let library = IncludeLibrary(cache: DiskRepository(root: folder), cacheFolder: folder)
    let source = SourceText(path: path, bytes: bytes)
    return ValidationOutcome(Pipeline(source, in: repository, library: library))
  }

  private func isSaid(_ errors: [String], by verdict: ValidationOutcome) -> Bool {
    verdict.messages.contains { message in errors.contains { $0.hasSuffix(message) } }
  }

  private func show(_ what: String, _ item: Case, _ verdict: ValidationOutcome) {
    print("\(what): \(item.name)")
    for error in item.errors.prefix(2) { print("  GitLab: \(error)") }
    for message in verdict.messages.prefix(2) { print("  akvlint: \(message)") }
  }
}
