import CommonExpressions
import Files
import Linting
import Reporting

/// Reads the calls that hooks and editors make with every commit and every save: paths, and a few
/// options.
///
/// The argument parser looks at each option's type while the program runs, which takes longer than
/// the whole check of a small pipeline. It stays the authority: any other call, and any call that
/// is wrong, is left to it, and a test compares what both make of the same arguments.
struct PlainCall {
  private var options = CheckOptions()
  private var arguments: ArraySlice<String>

  /// Reads the options of a check; nil if the argument parser has to read them.
  static func read(_ arguments: some Collection<String>) -> CheckOptions? {
    var call = PlainCall(arguments: ArraySlice(arguments))
    while let argument = call.arguments.popFirst() {
      guard call.take(argument) else { return nil }
    }
    // The parser decides whether these go together.
    if call.options.staged, call.options.paths.contains("-") { return nil }
    return call.options
  }

  private init(arguments: ArraySlice<String>) {
    self.arguments = arguments
  }

  /// Reads an argument, and the value after it when it has one; false when it is none of these.
  private mutating func take(_ argument: String) -> Bool {
    switch argument {
    case "": return false
    case "--hook": options.hook = true
    case "--staged": options.staged = true
    case "--quiet", "-q": options.quiet = true
    case "--format": return take(ReportFormat.init) { $0.format = $1 }
    case "--fail-on": return take(CheckOptions.Threshold.init) { $0.failOn = $1 }
    case "--color": return take(ColourMode.init) { $0.color = $1 }
    case "--stdin-filename": return take(Self.text) { $0.stdinFilename = $1 }
    case "--root": return take(Self.path) { $0.place.root = $1 }
    case "--config": return take(Self.path) { $0.place.configurationFile = $1 }
    case "-": options.paths.append(argument)
    case _ where argument.utf8.first == UInt8(ascii: "-"): return false
    default: options.paths.append(argument)
    }
    return true
  }

  private mutating func take<Value>(
    _ read: (String) -> Value?,
    _ set: (inout CheckOptions, Value) -> Void
  ) -> Bool {
    guard let value = arguments.popFirst().flatMap(read) else { return false }
    set(&options, value)
    return true
  }

  /// A value that cannot be taken for another option.
  private static func text(_ value: String) -> String? {
    guard let first = value.utf8.first, first != UInt8(ascii: "-") else { return nil }
    return value
  }

  private static func path(_ value: String) -> String? {
    text(value).map { RepositoryPath.absolute($0, from: HostSystem.currentFolder) }
  }
}
