import Synchronization

/// The contents of Git's objects.
package protocol GitObjects: Sendable {
  /// Reads a blob.
  ///
  /// - Parameter id: The blob's ID, in hexadecimal digits.
  /// - Returns: Its content.
  /// - Throws: That it is too large, or not there.
  func blob(_ id: String) throws(FileError) -> [UInt8]
}

/// The answer of `git cat-file --batch` before an object's content.
package enum GitObjectHeader: Hashable, Sendable {
  /// The object, its type and its size in bytes.
  case object(id: String, type: String, size: Int)
  /// There is no such object.
  case missing
  /// Several objects have an ID that begins like this.
  case ambiguous

  /// Reads the line; nil when it is not an answer.
  ///
  /// Source: gitformat of `git cat-file`: `<oid> SP <type> SP <size>`, `<object> SP missing`,
  /// `<object> SP ambiguous`.
  package init?(_ line: [UInt8]) {
    let words = line.split(separator: UInt8(ascii: " "))
      .map { String(decoding: $0, as: UTF8.self) }
    guard let last = words.last, words.count > 1 else { return nil }
    switch last {
    case "missing": self = .missing
    case "ambiguous": self = .ambiguous
    default:
      guard words.count == 3, let size = Int(last), size >= 0 else { return nil }
      self = .object(id: words[0], type: words[1], size: size)
    }
  }
}

/// Reads objects through one `git cat-file --batch`, which runs as long as this is needed.
package final class GitObjectReader: GitObjects {
  /// An answer is a name, which is asked for, and a few words.
  private static let lineLimit = 65_536

  private let git: GitProgram
  private let dialogue = Mutex<ProgramDialogue?>(nil)

  /// A reader for a repository.
  package init(_ git: GitProgram) {
    self.git = git
  }

  package func blob(_ id: String) throws(FileError) -> [UInt8] {
    guard case .content("blob", _, let bytes) = try object(id) else {
      throw .unreadable("git does not have its content, the blob \(id)")
    }
    return bytes
  }

  /// An answer.
  package enum Answer: Hashable, Sendable {
    /// An object's type, ID and content.
    case content(type: String, id: String, [UInt8])
    case missing
    case ambiguous
  }

  /// An object by any name that Git accepts.
  ///
  /// A name is a line of the input, never an argument, so one that begins with `-` is not an option.
  ///
  /// - Parameter name: The name, such as `main~1^{commit}`.
  /// - Returns: The object, or why there is none.
  /// - Throws: That the object is too large, or that Git does not answer.
  package func object(_ name: String) throws(FileError) -> Answer {
    guard !name.isEmpty, !name.utf8.contains(where: { $0 == 10 || $0 == 0 }) else {
      return .missing
    }
    let result: Result<Answer, FileError> = dialogue.withLock { running in
      // Git may have ended, for example because an object is damaged; the next question starts it again.
      let dialogue = running ?? git.dialogue(["cat-file", "--batch"])
      running = nil
      guard let dialogue, dialogue.send(Array(name.utf8) + [10]),
        let header = dialogue.line(limit: Self.lineLimit).flatMap(GitObjectHeader.init)
      else { return .failure(.unreadable("git does not answer")) }
      switch header {
      case .missing, .ambiguous:
        running = dialogue
        return .success(header == .missing ? .missing : .ambiguous)
      case .object(let id, let type, let size):
        // Unwanted content is not read: Git is ended instead.
        guard size <= HostSystem.sizeLimit else {
          return .failure(.tooLarge(limit: HostSystem.sizeLimit))
        }
        guard let content = dialogue.bytes(size), dialogue.bytes(1) == [10] else {
          return .failure(.unreadable("git ended before the object did"))
        }
        running = dialogue
        return .success(.content(type: type, id: id, content))
      }
    }
    return try result.get()
  }
}
