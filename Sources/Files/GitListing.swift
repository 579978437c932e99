/// The files of a commit or of Git's index, with the objects that hold their contents.
package struct GitListing: Sendable {
  /// A file.
  package struct Entry: Hashable, Sendable {
    /// The ID of the blob.
    package let object: String
    /// Whether it is a symbolic link, whose content is the target.
    package let isLink: Bool
  }

  /// The files by the bytes of their paths, because two spellings of one letter are two files.
  private(set) var entries: [[UInt8]: Entry] = [:]
  /// The paths of all files, in the order of their bytes.
  private(set) var paths: [String] = []
  /// The keys of the entries in ascending order, in which the files of a folder are neighbors.
  private var keys: [[UInt8]] = []
  /// The number of bytes that Git wrote.
  let size: Int

  /// Reads what `git ls-tree -r -z` writes: `MODE TYPE OBJECT<tab>PATH` and a NUL.
  ///
  /// Records that are not like that are left out.
  ///
  /// - Parameter output: The output.
  package init(tree output: [UInt8]) {
    size = output.count
    read(output) { words in
      // Anything but a blob is a submodule, which has no content here.
      guard words.count == 3, words[1] == "blob" else { return nil }
      return Entry(object: words[2], isLink: words[0] == Self.link)
    }
  }

  /// Reads what `git ls-files --stage -z` writes: `MODE OBJECT STAGE<tab>PATH` and a NUL.
  ///
  /// Records that are not like that are left out.
  ///
  /// - Parameter output: The output.
  package init(index output: [UInt8]) {
    size = output.count
    read(output) { words in
      // Neither side of a conflict is what will be committed.
      guard words.count == 3, words[0] != Self.submodule, words[2] == "0" else { return nil }
      return Entry(object: words[1], isLink: words[0] == Self.link)
    }
  }

  /// A list that Git was stopped to write: its files are not known, and its size exceeds every
  /// budget.
  static let tooLong = Self(size: ProgramCall.sizeLimit + 1)

  private init(size: Int) {
    self.size = size
  }

  private static let link = "120000"
  private static let submodule = "160000"

  private mutating func read(_ output: [UInt8], _ entry: ([String]) -> Entry?) {
    for record in output.split(separator: 0) {
      guard let tab = record.firstIndex(of: UInt8(ascii: "\t")) else { continue }
      let words = record[..<tab].split(separator: UInt8(ascii: " "))
        .map { String(decoding: $0, as: UTF8.self) }
      let path = record[record.index(after: tab)...]
      guard Self.mayBeCheckedOut(path), let entry = entry(words) else { continue }
      // A path that is not UTF-8 is listed, as in a folder, and nothing can name it.
      if let text = String(validating: path, as: UTF8.self) {
        let key = Array(path)
        guard entries.updateValue(entry, forKey: key) == nil else { continue }
        keys.append(key)
        paths.append(text)
      } else {
        paths.append(String(decoding: path, as: UTF8.self))
      }
    }
    paths.sort()
    // Git lists them in this order, unless someone made the trees by hand.
    keys.sort { $0.lexicographicallyPrecedes($1) }
  }

  /// The longest name of a file on the systems that there are.
  private static let nameLimit = 255

  /// Whether a file system can hold a path, and a walk through its folders gets there.
  ///
  /// `git add` stores no other paths, but a tree may be made by hand.
  private static func mayBeCheckedOut(_ path: ArraySlice<UInt8>) -> Bool {
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.count <= DiskRepository.depthLimit
      && parts.allSatisfy { part in
        (1...nameLimit).contains(part.count) && !part.elementsEqual(".".utf8)
          && !part.elementsEqual("..".utf8)
      }
  }

  /// Whether there are files below a folder.
  ///
  /// - Parameter path: The folder's path, without a slash at its end.
  /// - Returns: Whether there are any.
  func hasFolder(_ path: [UInt8]) -> Bool {
    let prefix = path + [UInt8(ascii: "/")]
    var range = keys.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        keys[middle].lexicographicallyPrecedes(prefix)
        ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound < keys.endIndex && keys[range.lowerBound].starts(with: prefix)
  }
}
