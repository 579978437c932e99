import TextFormats

extension JSONText {
  /// Writes the members that begin a document: its version, and the program that made it.
  mutating func documentHead(version: String) {
    member("schema", 1)
    key("tool")
    object { json in
      json.member("name", "akvlint")
      json.member("version", version)
    }
  }
}
