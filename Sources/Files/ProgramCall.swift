#if canImport(Glibc)
internal import Glibc

#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A program that is run without a shell, for what it writes to standard output.
///
/// One of the files that call C.
package struct ProgramCall {
  /// The maximum size of its output.
  static let sizeLimit = 64 * 1_048_576

  private let program: String
  private let arguments: [String]
  private let environment: [String]

  /// A call.
  ///
  /// - Parameters:
  ///   - program: The absolute path of the program.
  ///   - arguments: Its arguments.
  ///   - environment: All of its environment, as `NAME=VALUE`.
  package init(_ program: String, _ arguments: [String], environment: [String]) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
  }

  /// The absolute path of a program in a folder of `PATH`; relative folders do not count.
  package static func find(_ name: String) -> String? {
    let path = HostSystem.environment("PATH") ?? ""
    return path.split(separator: ":").lazy.filter { $0.first == "/" }.map { "\($0)/\(name)" }
      .first(where: HostSystem.isProgram)
  }

  /// The outcome of a call.
  package enum Outcome {
    /// The program's standard output.
    case output([UInt8])
    /// The program writes more than is read, and was ended.
    case tooLong
    /// The program failed, or could not be started.
    case failed
  }

  /// The program's standard output; nil if it fails or writes too much.
  package func output() -> [UInt8]? {
    guard case .output(let bytes) = outcome() else { return nil }
    return bytes
  }

  /// Runs the program.
  func outcome() -> Outcome {
    guard let connection = ProgramConnection() else { return .failed }
    let child = start(readingFrom: nil, writingTo: connection.program)
    _ = close(connection.program)
    defer { _ = close(connection.own) }
    guard let child else { return .failed }
    let bytes = Self.read(connection.own)
    // A few trees that hold each other list more files than anyone could wait for.
    let isTooLong = bytes.map { $0.count > Self.sizeLimit } ?? false
    if isTooLong || bytes == nil { _ = kill(child, SIGKILL) }
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) == -1, errno == EINTR {}
    if isTooLong { return .tooLong }
    return status == 0 ? bytes.map(Outcome.output) ?? .failed : .failed
  }

  /// Starts the program, with its errors going nowhere.
  ///
  /// - Parameters:
  ///   - input: The file that is its standard input; nil for nothing to read.
  ///   - output: The file that is its standard output.
  /// - Returns: The process; nil when it cannot be started.
  func start(readingFrom input: Int32?, writingTo output: Int32) -> pid_t? {
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    #else
    var actions = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if let input {
      unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var child = pid_t()
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer {
      for index in unsafe words.indices { unsafe free(words[index]) }
      for index in unsafe variables.indices { unsafe free(variables[index]) }
    }
    let result = unsafe posix_spawn(&child, program, &actions, nil, &words, &variables)
    return result == 0 ? child : nil
  }

  /// All that can be read, or a bit more than the limit; nil if that fails.
  private static func read(_ descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { buffer in
        unsafe Self.read(descriptor, into: buffer)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes += buffer[..<count]
      if bytes.count > sizeLimit { return bytes }
    }
  }

  private static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
    unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
    unsafe Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #else
    unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}

/// A connection to a program: the end of this process, and the end that becomes the program's
/// standard streams.
///
/// Unlike a pipe, a socket gives an error and no signal when the program has ended.
struct ProgramConnection {
  let own: Int32
  let program: Int32

  /// Opens a connection; nil when no descriptors are left.
  ///
  /// A program that another thread starts at the same moment must not inherit an end: the first program
  /// would not see that its input ends, and the thread that waits for it would wait forever.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, Self.streamType, 0, &ends) == 0 else { return nil }
    #if canImport(Darwin)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var isSilent: Int32 = 1
    unsafe setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &isSilent, socklen_t(4))
    #endif
    (own, program) = (ends[0], ends[1])
  }

  #if canImport(Glibc)
  private static let streamType = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
  #elseif canImport(Musl)
  private static let streamType = SOCK_STREAM | SOCK_CLOEXEC
  #else
  private static let streamType = SOCK_STREAM
  #endif
}
