internal import CScheduler
import Synchronization

#if canImport(Glibc)
internal import Glibc

#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The few calls of the system that akvlint needs.
///
/// One of the files that call C.
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

  /// The thread that makes it, and the processor that it runs on.
  struct Place: Sendable {
    #if canImport(Glibc)
    fileprivate let thread = UInt(pthread_self())
    fileprivate let processor = Int(current_processor())
    #endif
  }

  /// Prepares a further thread for its work: it gets room in its heap, and leaves the processor of the
  /// first one.
  static func begin(besides other: Place) {
    #if canImport(Glibc)
    guard UInt(pthread_self()) != other.thread else { return }
    leave(other)
    prepareHeap()
    #endif
  }

  /// Leaves the processor of another thread, when both are on the same one.
  ///
  /// Linux lets two threads that wake each other share a processor for up to 20 ms, while another one is
  /// idle: longer than most checks take. The thread may return, so that a busy machine stays fair.
  private static func leave(_ other: Place) {
    #if canImport(Glibc)
    let processor = Int(current_processor())
    guard processor == other.processor else { return }
    // A bit for each processor.
    var all = [UInt64](repeating: 0, count: 16)
    let size = all.count * MemoryLayout<UInt64>.size
    guard processor >= 0, processor < size * 8, unsafe get_processors(0, size, &all) == 0 else {
      return
    }
    var others = all
    others[processor / 64] &= ~(1 << UInt64(processor % 64))
    // It fails on a machine with one processor.
    guard unsafe set_processors(0, size, others) == 0 else { return }
    _ = unsafe set_processors(0, size, all)
    #endif
  }

  /// The current folder.
  package static var currentFolder: String {
    realPath(".") ?? "/"
  }

  /// Writes a text to standard output (1) or standard error (2).
  ///
  /// - Returns: Whether all of it was written; not when the reader has gone away.
  @discardableResult
  package static func write(_ text: String, to descriptor: Int32) -> Bool {
    writeAll(Array(text.utf8), to: descriptor)
  }

  /// Writes a file, which is made when it does not exist.
  package static func writeFile(_ text: String, to path: String) throws(FileError) {
    try writeFile(Array(text.utf8), to: path)
  }

  /// Writes a file, which is made when it does not exist.
  package static func writeFile(_ bytes: [UInt8], to path: String) throws(FileError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    guard writeAll(bytes, to: descriptor) else { throw failure() }
  }

  /// Makes a folder, unless it is there; the one above must be.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - isPrivate: Whether only its owner can open it.
  /// - Throws: The reason why it cannot be made.
  package static func makeFolder(_ path: String, isPrivate: Bool = false) throws(FileError) {
    guard unsafe mkdir(path, isPrivate ? 0o700 : 0o755) != 0, errno != EEXIST else { return }
    throw failure()
  }

  /// Writes a file that only its owner can read; readers never see a part of it.
  ///
  /// A link is replaced, not followed.
  package static func putPrivateFile(
    _ path: String,
    with bytes: [UInt8]
  ) throws(FileError) {
    try rename(bytes, to: path, mode: 0o600, like: nil)
  }

  /// Removes a file or a link, if there is one.
  package static func removeFile(_ path: String) throws(FileError) {
    guard unsafe unlink(path) != 0, errno != ENOENT, errno != ENOTDIR else { return }
    throw failure()
  }

  /// Replaces the content of a file; readers see the old one or the new one, never a part.
  ///
  /// The mode stays; for a link, its target is replaced.
  package static func replaceFile(_ path: String, with bytes: [UInt8]) throws(FileError) {
    guard let real = realPath(path) else { throw .missing }
    var status = stat()
    guard unsafe stat(real, &status) == 0 else { throw failure() }
    try rename(bytes, to: real, like: status)
  }

  /// Writes a file, which is made when it does not exist; readers never see a part of it.
  ///
  /// Anything except a regular file, such as a device or a pipe, is written to directly.
  package static func putFile(_ path: String, with bytes: [UInt8]) throws(FileError) {
    switch kind(path) {
    case .file: try replaceFile(path, with: bytes)
    case nil: try rename(bytes, to: path, like: nil)
    case .folder, .other: try writeFile(String(decoding: bytes, as: UTF8.self), to: path)
    }
  }

  /// Writes a file beside a path and moves it there; mode and owner are those of what it replaces.
  ///
  /// A signal that ends the process waits, so that it leaves nothing half done.
  private static func rename(
    _ bytes: [UInt8],
    to path: String,
    mode usual: mode_t = 0o644,
    like status: stat?
  ) throws(FileError) {
    let signals = holdSignals()
    defer { release(signals) }
    var name = Array("\(path).XXXXXX".utf8CString)
    let descriptor = unsafe name.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe mkstemp($0) } ?? -1
    }
    guard descriptor >= 0 else { throw failure() }
    let temporary = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // Only root may give files away; for all others the owner is the right one already.
    if let status { _ = fchown(descriptor, status.st_uid, status.st_gid) }
    let mode = status.map { $0.st_mode & 0o7777 } ?? usual
    let isWritten =
      writeAll(bytes, to: descriptor) && fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0
    let hasClosed = close(descriptor) == 0
    guard isWritten, hasClosed, systemRename(temporary, path) == 0 else {
      let error = failure()
      unsafe unlink(temporary)
      throw error
    }
  }

  /// Blocks the signals that people end programs with.
  ///
  /// - Returns: The signals that were blocked before.
  private static func holdSignals() -> sigset_t {
    var held = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&held)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXFSZ] { unsafe sigaddset(&held, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &held, &before)
    return before
  }

  private static func release(_ before: sigset_t) {
    var before = before
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// Writes bytes to standard output (1) or standard error (2).
  @discardableResult
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    writeAll(bytes, to: descriptor)
  }

  /// Writes bytes to standard output.
  package static func writeOutput(_ bytes: [UInt8]) throws(FileError) {
    guard writeAll(bytes, to: 1) else { throw failure() }
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes[start...].withUnsafeBufferPointer { buffer in
        unsafe systemWrite(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno != EINTR { return false }
      start += max(0, count)
    }
    return true
  }

  /// The content of a regular file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The largest size that is read, in bytes.
  /// - Returns: The content.
  /// - Throws: The reason why it cannot be read.
  package static func readFile(
    _ path: String,
    limit: Int = sizeLimit
  ) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, readingFlags)
    guard descriptor >= 0 else { throw failure() }
    return try readFile(descriptor, limit: limit)
  }

  /// The content of a regular file; nil when the path is a link itself, wherever that leads.
  static func readUnlessLink(_ path: String) throws(FileError) -> [UInt8]? {
    let descriptor = unsafe open(path, readingFlags | O_NOFOLLOW)
    guard descriptor >= 0 else {
      // Some systems return EMLINK.
      if errno == ELOOP || errno == EMLINK { return nil }
      throw failure()
    }
    return try readFile(descriptor)
  }

  /// A FIFO would block in open() until a writer opens it; it is refused after it opened.
  private static let readingFlags = O_RDONLY | O_NONBLOCK | O_CLOEXEC

  private static func readFile(
    _ descriptor: Int32,
    limit: Int = sizeLimit
  ) throws(FileError) -> [UInt8] {
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
    prepareMemory(forFileOf: Int(status.st_size))
    return try readAll(descriptor, expecting: Int(status.st_size), isFile: true, limit: limit)
  }

  private static let isMemoryPrepared = Atomic(false)

  /// Asks for memory in large pages when the first large file is read.
  ///
  /// A check takes about ten times the memory of its text. Linux maps it page by page, and with
  /// pages of 2 MiB a check of 10,000 lines takes a twentieth less. The first block is mapped by
  /// itself; once it is freed, blocks of its size come from the heap and stay there (mallopt(3),
  /// `M_MMAP_THRESHOLD`).
  private static func prepareMemory(forFileOf size: Int) {
    #if canImport(Glibc)
    let isLarge = size >= 131_072
    guard isLarge, !isMemoryPrepared.exchange(true, ordering: .relaxed) else { return }
    let page = 2 * 1_048_576
    let count = min(size * 10 / page + 2, 12) * page
    for capacity in [count, count - page / 2] {
      guard let block = unsafe malloc(capacity) else { return }
      let gap = page - Int(bitPattern: block) % page
      unsafe madvise(block + gap, capacity - gap, MADV_HUGEPAGE)
      unsafe free(block)
    }
    #endif
  }

  /// Lets the heap of a further thread grow at once, once a large file has been read.
  ///
  /// glibc gives each thread a heap of its own, and asks Linux to make every further 4 KiB of it
  /// writable: hundreds of calls for one check. The half that nearly all checks need is mapped at once,
  /// where Linux can (`MADV_POPULATE_WRITE` of madvise(2), which glibc's headers may not have).
  private static func prepareHeap() {
    #if canImport(Glibc)
    let capacity = 1_048_576
    guard isMemoryPrepared.load(ordering: .relaxed), let block = unsafe malloc(capacity) else {
      return
    }
    // Where pages are larger, Linux refuses the address, and the heap is mapped as usual.
    let page = 4_096
    let gap = page - Int(bitPattern: block) % page
    let populateWrite: Int32 = 23
    unsafe madvise(block + gap, capacity / 2, populateWrite)
    unsafe free(block)
    #endif
  }

  /// All of standard input.
  package static func readStandardInput() throws(FileError) -> [UInt8] {
    try readAll(0, expecting: 65_536)
  }

  /// Reads the available bytes of standard input; waits until there are some.
  ///
  /// - Returns: Some bytes; none at the end of the input.
  /// - Throws: That it cannot be read.
  package static func readAvailableInput() throws(FileError) -> [UInt8] {
    let capacity = 65_536
    while true {
      var count = 0
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
        count = unsafe systemRead(0, buffer.baseAddress, capacity)
        initialized = max(0, count)
      }
      if count >= 0 { return chunk }
      if errno != EINTR { throw failure() }
    }
  }

  /// Whether reading standard input would not wait.
  package static var hasInput: Bool {
    var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&descriptor, 1, 0) > 0
  }

  private static func readAll(
    _ descriptor: Int32,
    expecting size: Int,
    isFile: Bool = false,
    limit: Int = sizeLimit
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    // One byte more than expected shows the end in the same call.
    var capacity = size + 1
    while true {
      var count = 0
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
        count = unsafe systemRead(descriptor, buffer.baseAddress, capacity)
        initialized = max(0, count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      if count == 0 { return bytes }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      // There was room for more than the reported size of the file; a pipe may only be slow.
      if isFile, count == size, count < capacity { return bytes }
      guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
      capacity = max(4096, size + 1 - bytes.count)
    }
  }

  private static func failure() -> FileError {
    if [ENOENT, ENOTDIR, ENAMETOOLONG].contains(errno) { return .missing }
    return .unreadable(unsafe String(cString: strerror(errno)))
  }

  /// The names in a folder, and which of them are folders; links do not count as folders here.
  static func list(_ path: String) -> [(name: String, isFolder: Bool)]? {
    guard let folder = unsafe opendir(path) else { return nil }
    defer { unsafe closedir(folder) }
    var names: [(String, Bool)] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      guard name != ".", name != ".." else { continue }
      // Most file systems store the kind beside the name.
      let kind = unsafe Int(entry.pointee.d_type)
      let isKnown = kind != Int(DT_UNKNOWN)
      names.append((name, isKnown ? kind == Int(DT_DIR) : isFolder("\(path)/\(name)")))
    }
    return names
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }
}

/// `read` of the system; inside the type its name means another function.
private func systemRead(
  _ descriptor: Int32,
  _ buffer: UnsafeMutablePointer<UInt8>?,
  _ count: Int
) -> Int {
  unsafe read(descriptor, buffer, count)
}

/// `write` of the system, for the same reason.
private func systemWrite(
  _ descriptor: Int32,
  _ buffer: UnsafePointer<UInt8>?,
  _ count: Int
) -> Int {
  unsafe write(descriptor, buffer, count)
}

/// `exit` of the system, for the same reason.
private func systemExit(_ code: Int32) -> Never {
  exit(code)
}

/// `rename` of the system, for the same reason.
private func systemRename(_ old: String, _ new: String) -> Int32 {
  unsafe rename(old, new)
}
