/// Several files in one text, so that a fuzzer can change them and their references to each other.
///
/// The first file begins at once; each other one follows a line `--8<-- PATH`.
struct FileBundle {
  private static let mark = Array("--8<-- ".utf8)

  /// The first file.
  private(set) var first: [UInt8] = []
  /// The others, by path; the later one of two with the same path.
  private(set) var others: [String: [UInt8]] = [:]

  /// Takes a text apart.
  init(_ text: [UInt8]) {
    var path: String?
    var content: [UInt8] = []
    func keep() {
      if let path { others[path] = content } else { first = content }
      content = []
    }
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      if line.starts(with: Self.mark) {
        keep()
        path = String(decoding: line.dropFirst(Self.mark.count), as: UTF8.self)
      } else {
        content += line
        if number < lines.count - 1 { content.append(UInt8(ascii: "\n")) }
      }
    }
    keep()
  }
}
