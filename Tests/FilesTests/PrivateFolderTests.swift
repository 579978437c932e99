import Files
import Foundation
import Testing

/// Folders for files that only their owner can read.
@Suite struct PrivateFolderTests {
  private func temporary(_ work: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "akvlint-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try work(HostSystem.realPath(url.path) ?? url.path)
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? Int) ?? 0
  }

  @Test func modes() throws {
    try temporary { base in
      let folder = try PrivateFolder("\(base)/fleet")
      try folder.write([1], to: "g/a/x.yml")
      try folder.write([2], to: "g/a/x.yml")
      #expect(folder.read("g/a/x.yml") == [2])
      #expect(folder.paths(below: "g") == ["g/a/x.yml"])
      #expect(try mode("\(base)/fleet") == 0o700)
      #expect(try mode("\(base)/fleet/g/a") == 0o700)
      #expect(try mode("\(base)/fleet/g/a/x.yml") == 0o600)
      try folder.remove("g/a/x.yml")
      try folder.remove("g/a/x.yml")
      #expect(folder.read("g/a/x.yml") == nil)
    }
  }

  @Test(arguments: [
    "../x", "g/../../x", "/x", "g//x", "", "g/./x", "g/", "..", "../\u{301}x", "g/../\u{301}x",
  ])
  func outside(path: String) throws {
    try temporary { base in
      let folder = try PrivateFolder("\(base)/fleet")
      #expect(throws: FileError.outside) { try folder.write([1], to: path) }
      #expect(throws: FileError.outside) { try folder.remove(path) }
      #expect(folder.read(path) == nil)
    }
  }

  @Test("A link is never followed: a folder's is refused, a file's is replaced")
  func links() throws {
    try temporary { base in
      let folder = try PrivateFolder("\(base)/fleet")
      try HostSystem.writeFile("other", to: "\(base)/other.yml")
      let files = FileManager.default
      try files.createSymbolicLink(
        atPath: "\(base)/fleet/g",
        withDestinationPath: base
      )
      #expect(throws: FileError.outside) { try folder.write([1], to: "g/other.yml") }
      #expect(throws: FileError.outside) { try folder.remove("g/other.yml") }
      #expect(folder.read("g/other.yml") == nil)
      try files.createSymbolicLink(
        atPath: "\(base)/fleet/x.yml",
        withDestinationPath: "\(base)/other.yml"
      )
      #expect(folder.read("x.yml") == nil)
      try folder.write([1], to: "x.yml")
      #expect(folder.read("x.yml") == [1])
      #expect(try HostSystem.readFile("\(base)/other.yml") == Array("other".utf8))
    }
  }
}
