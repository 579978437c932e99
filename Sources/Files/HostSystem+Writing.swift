#if canImport(Glibc)
internal import Glibc

#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Writing files and standard streams.
extension HostSystem {
  /// Writes a text to standard output (1) or standard error (2).
  ///
  /// - Returns: Whether all of it was written; not when the reader has gone away.
  @discardableResult
  package static func write(_ text: String, to descriptor: Int32) -> Bool {
    writeAll(Array(text.utf8), to: descriptor)
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
}

/// `write` of the system; inside the type its name means another function.
private func systemWrite(
  _ descriptor: Int32,
  _ buffer: UnsafePointer<UInt8>?,
  _ count: Int
) -> Int {
  unsafe write(descriptor, buffer, count)
}

/// `rename` of the system, for the same reason.
private func systemRename(_ old: String, _ new: String) -> Int32 {
  unsafe rename(old, new)
}
