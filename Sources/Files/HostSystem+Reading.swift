#if canImport(Glibc)
internal import Glibc

#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Reading files, folders and standard input.
extension HostSystem {
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
