import Dispatch
import Files
import Foundation
import Synchronization

/// The built binary, run as a user would run it.
struct Tool {
  /// The result of a run.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The package's root.
  static let packageRoot = RepositoryPath.folder(
    of: RepositoryPath.folder(of: RepositoryPath.folder(of: #filePath))
  )

  /// The binary beside the tests.
  static let path: String = {
    let tests = HostSystem.realPath("/proc/self/exe") ?? CommandLine.arguments[0]
    let beside = RepositoryPath.folder(of: tests) + "/akvlint"
    if HostSystem.kind(beside) == .file { return beside }
    return Bundle.main.bundleURL.deletingLastPathComponent().path + "/akvlint"
  }()

  /// The options of `make test-asan` and `make test-tsan` for everything that they built.
  private static let sanitizers = ProcessInfo.processInfo.environment.filter {
    ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
  }

  /// Runs akvlint without anything of the caller's environment.
  static func run(
    _ arguments: [String],
    in folder: String = packageRoot,
    input: [UInt8] = [],
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(path, arguments, in: folder, input: input, environment: environment)
  }

  /// Runs a program.
  static func run(
    _ program: String,
    _ arguments: [String],
    in folder: String,
    input: [UInt8] = [],
    environment: [String: String]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = environment.merging(sanitizers) { given, _ in given }
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stderr
    try process.run()
    // Written from another thread: a program that writes before it has read all must not wait.
    let writer = Thread {
      try? stdin.fileHandleForWriting.write(contentsOf: Data(input))
      try? stdin.fileHandleForWriting.close()
    }
    writer.start()
    // Both at the same time: a full pipe would hold the program up.
    let errors = Mutex(Data())
    let reader = DispatchGroup()
    DispatchQueue.global().async(group: reader) {
      let data = stderr.fileHandleForReading.readDataToEndOfFile()
      errors.withLock { $0 = data }
    }
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    reader.wait()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors.withLock { $0 }, as: UTF8.self)
    )
  }
}

/// A folder that is gone after the test.
final class TemporaryRepository {
  let path: String

  init(_ files: [String: [UInt8]] = [:], isRepository: Bool = true) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "akvlint-\(UUID().uuidString)"
    )
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = HostSystem.realPath(url.path) ?? url.path
    if isRepository { try write(".git/HEAD", Array("ref: refs/heads/main\n".utf8)) }
    for (name, bytes) in files { try write(name, bytes) }
  }

  convenience init(text files: [String: String]) throws {
    try self.init(files.mapValues { Array($0.utf8) })
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(bytes).write(to: url)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
