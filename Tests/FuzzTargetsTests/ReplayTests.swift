import Foundation
import FuzzTargets
import Testing

/// The seeds of the fuzzer and the inputs that it found: each input ends, traps nowhere, and gives
/// the same result twice.
@Suite("Inputs of the fuzzer") struct ReplayTests {
  /// A file of `Inputs`, in the folder of its target.
  struct Input: Sendable, CustomTestStringConvertible {
    let target: FuzzTarget
    let file: URL

    var testDescription: String { "\(target.rawValue)/\(file.lastPathComponent)" }
  }

  private static let inputs = FuzzTarget.allCases.flatMap { target in
    let folder = Bundle.module.bundleURL.appendingPathComponent("Inputs/\(target.rawValue)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { Input(target: target, file: folder.appendingPathComponent($0)) }
  }

  @Test("end", .timeLimit(.minutes(1)), arguments: inputs)
  func ends(input: Input) throws {
    let bytes = Array(try Data(contentsOf: input.file))
    #expect(try run(input.target, bytes) == run(input.target, bytes))
  }

  @Test("reach what they are for", arguments: FuzzTarget.allCases)
  func oneIsTaken(target: FuzzTarget) throws {
    let inputs = Self.inputs.filter { $0.target == target }
    #expect(try inputs.contains { try run(target, Array(Data(contentsOf: $0.file))) })
  }

  @Test("that are cut off anywhere end, too", .timeLimit(.minutes(5)), arguments: inputs)
  func truncated(input: Input) throws {
    let bytes = Array(try Data(contentsOf: input.file))
    let step = max(1, bytes.count / 50)
    for length in stride(from: 0, to: bytes.count, by: step) {
      _ = try run(input.target, Array(bytes[..<length]))
    }
  }

  /// Runs a target beside an empty folder.
  private func run(_ target: FuzzTarget, _ bytes: [UInt8]) throws -> Bool {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    return target.run(bytes, folder: folder.path)
  }
}
