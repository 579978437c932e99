import Files
import Foundation
import Testing

/// The files that are opened in a repository: only regular files inside, however they are reached.
@Suite struct DiskRepositoryTests {
  private let folder: URL
  private let repository: DiskRepository

  init() throws {
    let manager = FileManager.default
    folder = manager.temporaryDirectory.appending(path: "akvlint-\(UUID().uuidString)")
    let root = folder.appending(path: "root")
    try manager.createDirectory(
      at: root.appending(path: "ci/deep"),
      withIntermediateDirectories: true
    )
    for (path, text) in [
      ("root/a.yml", "a"), ("root/ci/b.yml", "b"), ("root/ci/deep/c.yml", ""), ("out.yml", "out"),
    ] {
      try Data(text.utf8).write(to: folder.appending(path: path))
    }
    for (link, target) in [
      ("root/inside.yml", "ci/b.yml"), ("root/chain.yml", "inside.yml"),
      ("root/outside.yml", "../out.yml"), ("root/absolute.yml", "/etc/hostname"),
      ("root/nowhere.yml", "none.yml"), ("root/circle.yml", "circle.yml"),
      ("root/ci/outside.yml", "../../out.yml"), ("root/up", ".."), ("root/again", "ci/deep"),
      ("root/device.yml", "/dev/zero"),
    ] {
      try manager.createSymbolicLink(
        atPath: folder.appending(path: link).path,
        withDestinationPath: target
      )
    }
    repository = try #require(DiskRepository(root: root.path))
  }

  @Test(arguments: [
    ("a.yml", "a"), ("./a.yml", "a"), ("ci/b.yml", "b"), ("ci/../a.yml", "a"),
    ("ci/deep/c.yml", ""), ("again/c.yml", ""), ("inside.yml", "b"), ("chain.yml", "b"),
  ])
  func isRead(path: String, text: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(String(decoding: try repository.read(path), as: UTF8.self) == text)
  }

  @Test(
    arguments: [
      ("none.yml", .missing), ("ci/none.yml", .missing), ("a.yml/b", .missing),
      ("nowhere.yml", .missing), ("circle.yml", .missing),
      (String(repeating: "x", count: 5_000), .missing), ("outside.yml", .outside),
      ("absolute.yml", .outside), ("device.yml", .outside), ("ci/outside.yml", .outside),
      ("up/out.yml", .outside), ("../out.yml", .outside), ("..", .outside), ("ci", .notRegular),
      (".", .notRegular), ("again", .notRegular),
    ] as [(String, FileError)]
  )
  func isRefused(path: String, error: FileError) {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: error) { try repository.read(path) }
  }

  @Test("a search begins in its folder and finds a marker before what is beside it")
  func search() {
    defer { try? FileManager.default.removeItem(at: folder) }
    var seen: [String] = []
    var search = FileSearch { path, isFolder in
      seen.append(path)
      return path != "ci/deep"
    }
    search.folder = "ci"
    search.marker = "b.yml"
    search.marks = { seen.append("marked \($0)") }
    #expect(repository.paths(search) == ["ci/b.yml", "ci/outside.yml"])
    #expect(seen.first == "marked ci")
    #expect(seen.dropFirst().sorted() == ["ci/b.yml", "ci/deep", "ci/outside.yml"])
  }

  @Test("all files are listed once for a run")
  func isListedOnce() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let before = repository.allPaths()
    let spent = repository.budget.spent(on: .listedFiles)
    try Data().write(to: folder.appending(path: "root/new.yml"))
    #expect(repository.allPaths() == before)
    #expect(repository.budget.spent(on: .listedFiles) == spent)
    repository.beginRun()
    #expect(repository.budget.spent(on: .listedFiles) == 0)
    #expect(repository.allPaths() == (before + ["new.yml"]).sorted())
  }

  @Test("folders are not listed beyond the limit")
  func listingIsLimited() {
    defer { try? FileManager.default.removeItem(at: folder) }
    repository.budget.spend(Budget.Resource.listedFiles.limit - 30, on: .listedFiles)
    #expect(repository.allPaths().count < 14)
    #expect(repository.budget.exhausted == .listedFiles)
  }
}
