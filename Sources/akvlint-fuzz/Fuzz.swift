import CLibFuzzer
import Files
import FuzzTargets

/// Passes libFuzzer's inputs to a target; never part of a build that people use, so the third file
/// that calls C.
///
/// `AKVLINT_FUZZ_TARGET` names the target and `AKVLINT_FUZZ_FOLDER` its empty folder: variables,
/// because libFuzzer starts itself again with arguments of its own choice.
@main
enum Fuzz {
  private static let target = HostSystem.environment("AKVLINT_FUZZ_TARGET")
    .flatMap(FuzzTarget.init)
  private static let folder = HostSystem.environment("AKVLINT_FUZZ_FOLDER") ?? ""

  static func main() {
    guard target != nil, !folder.isEmpty else {
      let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
      print("AKVLINT_FUZZ_TARGET must be one of \(names); AKVLINT_FUZZ_FOLDER an empty folder")
      HostSystem.exit(2)
    }
    var count = CommandLine.argc
    var arguments = unsafe Optional(CommandLine.unsafeArgv)
    let status = unsafe LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
      let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
      _ = Fuzz.target?.run(input, folder: Fuzz.folder)
      return 0
    }
    HostSystem.exit(status)
  }
}
