#if canImport(Glibc)
internal import Glibc

#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A program that is asked on its standard input and answers on its standard output, as often as
/// needed.
///
/// One of the files that call C.
final class ProgramDialogue {
  private let socket: Int32
  private let child: pid_t
  private var buffer: [UInt8] = []
  private var start = 0

  /// Starts the program; nil when that fails.
  init?(_ call: ProgramCall) {
    guard let connection = ProgramConnection() else { return nil }
    let child = call.start(readingFrom: connection.program, writingTo: connection.program)
    _ = close(connection.program)
    guard let child else {
      _ = close(connection.own)
      return nil
    }
    socket = connection.own
    self.child = child
  }

  deinit {
    _ = close(socket)
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) == -1, errno == EINTR {}
  }

  /// Sends something to the program.
  ///
  /// - Returns: Whether the program took it.
  func send(_ bytes: [UInt8]) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes[start...].withUnsafeBytes { bytes in
        unsafe systemSend(socket, bytes.baseAddress, bytes.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      start += count
    }
    return true
  }

  /// The next line of the answer, without the line break; nil when there is none, or it is longer
  /// than a limit.
  func line(limit: Int) -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) {
        defer { start = end + 1 }
        return Array(buffer[start..<end])
      }
      searched = buffer.count
      let length = searched - start
      guard length < limit, fill() else { return nil }
      searched = start + length
    }
  }

  /// The next bytes of the answer; nil when there are fewer.
  func bytes(_ count: Int) -> [UInt8]? {
    while buffer.count - start < count {
      guard fill() else { return nil }
    }
    defer { start += count }
    return Array(buffer[start..<start + count])
  }

  /// Reads more of the answer; false at its end.
  private func fill() -> Bool {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    let capacity = 65_536
    while true {
      var count = 0
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
        count = unsafe systemReceive(socket, buffer.baseAddress, capacity)
        initialized = max(0, count)
      }
      if count < 0, errno == EINTR { continue }
      buffer += chunk
      return count > 0
    }
  }
}

/// `send` of the system, without a signal; inside the type its name means another function.
private func systemSend(_ socket: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  #if canImport(Darwin)
  unsafe send(socket, bytes, count, 0)
  #else
  unsafe send(socket, bytes, count, Int32(MSG_NOSIGNAL))
  #endif
}

/// `recv` of the system.
private func systemReceive(
  _ socket: Int32,
  _ bytes: UnsafeMutablePointer<UInt8>?,
  _ count: Int
) -> Int {
  unsafe recv(socket, bytes, count, 0)
}
