#if canImport(Glibc)
internal import Glibc

#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The few calls of the system that akvlint needs.
///
/// Its files are some of those that call C.
package enum HostSystem {
  /// Larger files are refused; GitLab's own limit is far below.
  package static let sizeLimit = 16 * 1_048_576

  /// A path with all links resolved; nil when the file does not exist.
  package static func realPath(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// The kind of file at a path.
  package enum Kind: Sendable {
    case file
    case folder
    case other
  }

  /// The kind of file at a path, after following links; nil if there is none.
  package static func kind(_ path: String) -> Kind? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Whether there is anything at a path, even a link that leads nowhere.
  package static func isTaken(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0
  }

  /// Whether a path leads to a file that this process may run.
  package static func isProgram(_ path: String) -> Bool {
    guard kind(path) == .file else { return false }
    return unsafe access(path, X_OK) == 0
  }

  /// A variable of the process's environment.
  package static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Whether standard output is a terminal.
  package static var isTerminal: Bool {
    isatty(1) == 1
  }

  /// Whether standard error is a terminal.
  package static var hasErrorTerminal: Bool {
    isatty(2) == 1
  }

  /// The number of columns of the terminal on standard output; nil when it is not a terminal.
  package static var columns: Int? {
    var size = winsize()
    guard unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return Int(size.ws_col)
  }

  /// The signal that Ctrl-C sends.
  package static var interrupt: Int32 { SIGINT }

  /// Ignores an interrupt (Ctrl-C), so that a thread can wait for it, or lets it end the process
  /// again.
  package static func ignoreInterrupts(_ isIgnored: Bool) {
    _ = signal(SIGINT, isIgnored ? SIG_IGN : SIG_DFL)
  }

  /// The seconds since 1970-01-01 in UTC.
  package static var secondsSince1970: Int {
    Int(time(nil))
  }

  /// Replaces closed standard streams by placeholders, so that no opened file gets their numbers
  /// and then a report; they remain unusable.
  package static func holdStandardStreams() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = unsafe open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  /// Ends the process.
  package static func exit(_ code: Int32) -> Never {
    systemExit(code)
  }

  /// The file of the running program, links resolved; nil where the system does not report it.
  package static var program: String? { realPath("/proc/self/exe") }

  /// Becomes another program, with this one's arguments, streams and environment; returns only
  /// when that program cannot be started.
  package static func become(_ program: String) {
    _ = unsafe execv(program, CommandLine.unsafeArgv)
  }

  /// The current folder.
  package static var currentFolder: String {
    realPath(".") ?? "/"
  }

  /// The reason why the last call of the system failed.
  static func failure() -> FileError {
    if [ENOENT, ENOTDIR, ENAMETOOLONG].contains(errno) { return .missing }
    return .unreadable(unsafe String(cString: strerror(errno)))
  }
}

/// `exit` of the system; inside the type its name means another function.
private func systemExit(_ code: Int32) -> Never {
  exit(code)
}
