import Files
import Linting
import Reporting

/// Reads the calls that hooks, editors and people make most often: paths, and a few options.
///
/// The argument parser looks at each option's type while the program runs, which takes longer than
/// the whole check of a small pipeline. It stays the authority: any other call, and any call that
/// is wrong, is left to it, and a test compares what both make of the same arguments.
struct PlainCall {
  private var arguments: ArraySlice<String>

  /// Reads the options of a check or a prediction; nil if the argument parser has to read them.
  static func read<Options: PlainOptions>(
    _ arguments: some Collection<String>,
    as _: Options.Type = Options.self
  ) -> Options? {
    var call = Self(arguments: ArraySlice(arguments))
    var options = Options()
    while let argument = call.arguments.popFirst() {
      guard call.take(argument, &options) else { return nil }
    }
    return options.areCompatible ? options : nil
  }

  /// Reads an argument, and the value after it when it has one; false when it is none of these.
  private mutating func take<Options: PlainOptions>(
    _ argument: String,
    _ options: inout Options
  ) -> Bool {
    switch argument {
    case "": false
    case "--color": take(ColourMode.init, &options.color)
    case "--root": take(Self.path, &options.place.root)
    case "--config": take(Self.path, &options.place.configurationFile)
    case _ where argument == "-" || argument.utf8.first != UInt8(ascii: "-"):
      options.take(path: argument)
    default: options.take(argument, &self)
    }
  }

  /// Reads the value of an option; false when there is none, or a wrong one.
  mutating func take<Value>(_ read: (String) -> Value?, _ place: inout Value) -> Bool {
    guard let value = arguments.popFirst().flatMap(read) else { return false }
    place = value
    return true
  }

  /// Reads the value of an option that may be absent.
  mutating func take<Value>(_ read: (String) -> Value?, _ place: inout Value?) -> Bool {
    guard let value = arguments.popFirst().flatMap(read) else { return false }
    place = value
    return true
  }

  /// A value that cannot be taken for another option.
  static func text(_ value: String) -> String? {
    guard let first = value.utf8.first, first != UInt8(ascii: "-") else { return nil }
    return value
  }

  private static func path(_ value: String) -> String? {
    text(value).map { RepositoryPath.absolute($0, from: HostSystem.currentFolder) }
  }
}

/// Options that plain calls are read into.
protocol PlainOptions {
  /// Where the repository and its configuration are.
  var place: WorkspaceOptions { get set }
  /// When text is coloured.
  var color: ColourMode { get set }
  /// Whether the options go together; otherwise the argument parser decides.
  var areCompatible: Bool { get }

  /// The defaults.
  init()

  /// Takes a path; false when it is one too many.
  mutating func take(path: String) -> Bool

  /// Takes an option, and its value from the call; false when it is not one of a plain call.
  mutating func take(_ option: String, _ call: inout PlainCall) -> Bool
}

extension CheckOptions: PlainOptions {
  var areCompatible: Bool { !(staged && paths.contains("-")) }

  mutating func take(path: String) -> Bool {
    paths.append(path)
    return true
  }

  mutating func take(_ option: String, _ call: inout PlainCall) -> Bool {
    switch option {
    case "--hook": hook = true
    case "--staged": staged = true
    case "--quiet", "-q": quiet = true
    case "--format": return call.take(ReportFormat.init, &format)
    case "--fail-on": return call.take(Threshold.init, &failOn)
    case "--stdin-filename": return call.take(PlainCall.text, &stdinFilename)
    default: return false
    }
    return true
  }
}

extension PredictOptions: PlainOptions {
  var areCompatible: Bool { true }

  mutating func take(path: String) -> Bool {
    guard self.path == nil else { return false }
    self.path = path
    return true
  }

  mutating func take(_ option: String, _ call: inout PlainCall) -> Bool {
    switch option {
    case "--all": showsAll = true
    case "--format": return call.take(Format.init, &format)
    case "--fail-on": return call.take(Threshold.init, &failOn)
    case "--explain": return call.take(PlainCall.text, &explain)
    default: return false
    }
    return true
  }
}
