import Files
import Foundation
import TestSupport
import Testing

/// The files of commits and of Git's index, in repositories that Git itself made.
@Suite(.enabled(if: ProgramCall.find("git") != nil)) struct GitFilesTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test(arguments: ["sha1", "sha256"])
  func filesAreThoseOfTheCommit(format: String) throws {
    let repository = try GitRepository(options: ["--object-format=\(format)"])
    try repository.write([".gitlab-ci.yml": "old", "ci/a.yml": "a", "ci/b c\n\u{1F600}.yml": "b"])
    let commit = try repository.commit()
    try repository.write([".gitlab-ci.yml": "new"])
    try repository.git(["add", "-A"])
    try repository.write([".gitlab-ci.yml": "newest"])
    let history = try #require(repository.history)
    #expect(history.commit("main") == .commit(commit))
    let files = try #require(history.files(of: commit))
    #expect(files.allPaths() == [".gitlab-ci.yml", "ci/a.yml", "ci/b c\n\u{1F600}.yml"])
    #expect(Self.text(try files.read(".gitlab-ci.yml")) == "old")
    #expect(Self.text(try files.read("ci/b c\n\u{1F600}.yml")) == "b")
    #expect(files.kind("ci") == .folder)
    #expect(files.kind("ci/a.yml") == .file)
    #expect(files.kind("ci/none.yml") == nil)
    #expect(throws: FileError.missing) { try files.read("ci/none.yml") }
    #expect(throws: FileError.notRegular) { try files.read("ci") }
    let indexed = try #require(history.indexedFiles())
    #expect(Self.text(try indexed.read(".gitlab-ci.yml")) == "new")
  }

  /// The same paths as in `DiskRepositoryTests`, with the same answers.
  @Test func linksStayInside() throws {
    let repository = try GitRepository()
    try repository.write(["a.yml": "a", "ci/b.yml": "b", "ci/deep/c.yml": ""])
    for (link, target) in [
      ("inside.yml", "ci/b.yml"), ("chain.yml", "inside.yml"), ("outside.yml", "../out.yml"),
      ("absolute.yml", "/etc/hostname"), ("nowhere.yml", "none.yml"), ("circle.yml", "circle.yml"),
      ("ci/outside.yml", "../../out.yml"), ("up", ".."), ("again", "ci/deep"),
      ("ci/up", "../ci/./deep/../b.yml"),
    ] { try repository.link(link, to: target) }
    let commit = try repository.commit()
    let files = try #require(repository.history?.files(of: commit))
    for (path, text) in [
      ("a.yml", "a"), ("./a.yml", "a"), ("ci/../a.yml", "a"), ("again/c.yml", ""),
      ("inside.yml", "b"), ("chain.yml", "b"), ("ci/up", "b"),
    ] { #expect(Self.text(try files.read(path)) == text, "\(path)") }
    for (path, error) in [
      ("a.yml/b", .missing), ("nowhere.yml", .missing), ("circle.yml", .missing),
      ("outside.yml", .outside), ("absolute.yml", .outside), ("ci/outside.yml", .outside),
      ("up/out.yml", .outside), ("../out.yml", .outside), ("..", .outside), ("ci", .notRegular),
      (".", .notRegular), ("again", .notRegular),
    ] as [(String, FileError)] {
      #expect(throws: error, "\(path)") { try files.read(path) }
    }
    #expect(files.realPath("again/c.yml") == "ci/deep/c.yml")
    #expect(files.realPath("again") == "ci/deep")
  }

  @Test func namesThatAreNoTextAreListedAndNotRead() throws {
    let repository = try GitRepository()
    let blob = try repository.git(["hash-object", "-w", "--stdin"])
    let tree = "\(repository.path)/tree"
    try HostSystem.writeFile(
      Array("100644 blob \(blob)\tcaf".utf8) + [0xE9] + Array(".yml\u{0}".utf8)
        + Array("100644 blob \(blob)\te\u{301}.yml\u{0}".utf8)
        + Array("100644 blob \(blob)\t\u{E9}.yml\u{0}".utf8),
      to: tree
    )
    let listing = GitListing(tree: try HostSystem.readFile(tree))
    let files = GitFiles(listing, objects: NoObjects())
    #expect(files.allPaths().count == 3)
    #expect(throws: FileError.missing) { try files.read("caf\u{FFFD}.yml") }
    // Two spellings of one letter are two files.
    #expect(throws: FileError.unreadable("none")) { try files.read("e\u{301}.yml") }
  }

  private struct NoObjects: GitObjects {
    func blob(_ id: String) throws(FileError) -> [UInt8] { throw .unreadable("none") }
  }

  @Test("Paths that no file system can hold are left out: a tree may be made by hand")
  func impossiblePaths() throws {
    let deep = String(repeating: "d/", count: 64) + "x.yml"
    let long = String(repeating: "n", count: 256)
    let paths = [
      ".", "..", "../x.yml", "a/../x.yml", "a//b.yml", "/x.yml", "a/", "./x.yml", deep, long,
      "b/c/d.yml", "a.yml",
    ]
    let listing = GitListing(
      tree: paths.flatMap { Array("100644 blob 1\t\($0)\u{0}".utf8) }
    )
    let files = GitFiles(listing, objects: NoObjects())
    #expect(files.allPaths() == ["a.yml", "b/c/d.yml"])
    #expect(files.kind("b/c") == .folder)
    #expect(files.kind("b") == .folder)
    #expect(files.kind("b/c/d.yml") == .file)
    #expect(files.kind("a") == nil)
    #expect(files.kind("b/c/d") == nil)
  }

  @Test("Trees that hold each other list files without end")
  func endlessTrees() throws {
    let repository = try GitRepository()
    let blob = try repository.git(["hash-object", "-w", "/dev/null"])
    var entry = "100644 blob \(blob)"
    for _ in 0..<9 {
      let names = (0..<10).map { "\(entry)\tnnnnnnnnn\($0)\n" }.joined()
      try repository.write(["tree": names])
      entry = "040000 tree \(try repository.tree(listedIn: "tree"))"
    }
    let commit = try repository.git(["commit-tree", "-m", "x", String(entry.dropFirst(12))])
    let files = try #require(repository.history?.files(of: commit))
    #expect(files.allPaths().isEmpty)
    let stored = try #require(DiskRepository(root: repository.path, stored: files))
    #expect(stored.budget.exhausted == .bytesRead)
  }

  @Test("A folder whose way is known to have no links is not followed again")
  func knownFolders() throws {
    let repository = try GitRepository()
    try repository.write(["a/b/c.yml": "c", "d/e.yml": "e"])
    try repository.link("a/l", to: "../d")
    try repository.link("a/b/m.yml", to: "../../d/e.yml")
    let files = try #require(repository.history?.files(of: try repository.commit()))
    for _ in 0..<2 {
      #expect(files.kind("a/b/c.yml") == .file)
      #expect(files.kind("a/b/none.yml") == nil)
      #expect(files.kind("a/l") == .folder)
      #expect(files.realPath("a/l/e.yml") == "d/e.yml")
      #expect(files.realPath("a/b/m.yml") == "d/e.yml")
      #expect(files.realPath("a/b/..") == "a")
      #expect(files.realPath("a/b/../b/c.yml") == "a/b/c.yml")
      #expect(files.kind("a/b/../../../x") == nil)
    }
  }

  @Test func submodulesHaveNoFiles() throws {
    let repository = try GitRepository()
    let commit = try repository.commit()
    try repository.write(["a.yml": "a"])
    try repository.git(["add", "-A"])
    try repository.git(["update-index", "--add", "--cacheinfo", "160000,\(commit),sub"])
    try repository.git(["commit", "-qm", "submodule"])
    let history = try #require(repository.history)
    let head = try repository.git(["rev-parse", "HEAD"])
    let files = try #require(history.files(of: head))
    #expect(files.allPaths() == ["a.yml"])
    #expect(files.kind("sub") == nil)
    #expect(history.indexedFiles()?.allPaths() == ["a.yml"])
  }

  @Test func largeFilesAreRefusedAndOthersReadAfterwards() throws {
    let repository = try GitRepository()
    try repository.write([
      "large.yml": String(repeating: "a", count: HostSystem.sizeLimit + 1),
      "limit.yml": String(repeating: "b", count: HostSystem.sizeLimit),
      "small.yml": "s",
    ])
    let commit = try repository.commit()
    let files = try #require(repository.history?.files(of: commit))
    #expect(throws: FileError.tooLarge(limit: HostSystem.sizeLimit)) { try files.read("large.yml") }
    #expect(Self.text(try files.read("small.yml")) == "s")
    #expect(try files.read("limit.yml").count == HostSystem.sizeLimit)
  }

  @Test(arguments: [
    "-h", "--help", "--output=/tmp/x", "nope", "", "a b", "main\nmain", "main\u{0}", "HEAD:a.yml",
    "HEAD^{tree}", "..", "main..main", "@{u}", ":/", "$(touch x)", "\u{1B}[2J",
  ])
  func revisionsThatNameNoCommit(revision: String) throws {
    let repository = try GitRepository()
    try repository.write(["a.yml": "a"])
    _ = try repository.commit()
    let history = try #require(repository.history)
    #expect(history.commit(revision) == .missing)
    #expect(history.commit("main") == history.commit("HEAD"))
  }

  @Test func revisionsThatNameCommits() throws {
    let repository = try GitRepository()
    let first = try repository.commit()
    try repository.git(["tag", "-a", "v1", "-m", "one"])
    let second = try repository.commit()
    let history = try #require(repository.history)
    for revision in ["v1", "HEAD~1", "HEAD^", first, String(first.prefix(12)), "main~1"] {
      #expect(history.commit(revision) == .commit(first), "\(revision)")
    }
    #expect(history.mergeBase(first, second) == first)
    #expect(!history.isShallow)
  }

  /// A repository's configuration and replacement objects are ignored.
  @Test func nothingOfTheRepositoryRuns() throws {
    let repository = try GitRepository()
    try repository.write(["a.yml": "a", ".gitattributes": "*.yml filter=evil diff=evil\n"])
    let commit = try repository.commit()
    let mark = "\(repository.path)/ran"
    for (key, value) in [
      ("filter.evil.smudge", "touch \(mark); cat"), ("filter.evil.clean", "touch \(mark); cat"),
      ("diff.evil.textconv", "touch \(mark); cat"), ("diff.external", "touch \(mark)"),
      ("core.fsmonitor", "touch \(mark)"), ("core.pager", "touch \(mark); cat"),
      ("core.sshCommand", "touch \(mark)"), ("remote.origin.url", "ext::touch \(mark)"),
      ("remote.origin.promisor", "true"), ("extensions.partialClone", "origin"),
      ("core.repositoryformatversion", "1"), ("protocol.ext.allow", "always"),
    ] { try repository.git(["config", key, value]) }
    let other = try repository.git(["hash-object", "-w", "--stdin"])
    let blob = try repository.git(["rev-parse", "HEAD:a.yml"])
    try repository.git(["replace", blob, other])
    let history = try #require(repository.history)
    let files = try #require(history.files(of: commit))
    #expect(Self.text(try files.read("a.yml")) == "a")
    #expect(history.indexedFiles()?.allPaths() == [".gitattributes", "a.yml"])
    #expect(history.commit(String(repeating: "1", count: 40)) == .missing)
    #expect(history.mergeBase(commit, commit) == commit)
    #expect(!HostSystem.isTaken(mark))
  }

  @Test func worktreesAndShallowClonesAreRead() throws {
    let repository = try GitRepository()
    try repository.write(["ci/a.yml": "a"])
    let first = try repository.commit()
    let second = try repository.commit()
    let other = repository.path + "/other"
    try repository.git(["worktree", "add", "-q", other, first])
    let history = try #require(GitHistory(root: other))
    #expect(history.commit("HEAD") == .commit(first))
    #expect(history.files(of: second)?.allPaths() == ["ci/a.yml"])
    let clone = repository.path + "/clone"
    try repository.git(["clone", "-q", "--depth", "1", "file://\(repository.path)", clone])
    let shallow = try #require(GitHistory(root: clone))
    #expect(shallow.isShallow)
    #expect(shallow.commit(first) == .missing)
    #expect(shallow.commit(second) == .commit(second))
    // Below the repository's root, paths are those from there.
    let below = try #require(GitHistory(root: repository.path + "/ci"))
    #expect(below.files(of: first)?.allPaths() == ["a.yml"])
    #expect(below.indexedFiles()?.allPaths() == ["a.yml"])
  }

  @Test func foldersAreViews() throws {
    let repository = try GitRepository()
    try repository.write(["vendor/ci/a.yml": "a", "vendor.yml": "v"])
    let commit = try repository.commit()
    let stored = try #require(repository.history?.files(of: commit))
    let disk = try #require(DiskRepository(root: repository.path, stored: stored))
    for files in [disk.files(below: "vendor"), DiskRepository(root: repository.path + "/vendor")] {
      #expect(files?.allPaths() == ["ci/a.yml"])
      #expect(try files?.read("ci/a.yml") == Array("a".utf8))
      #expect(throws: FileError.outside) { try files?.read("../vendor.yml") }
    }
    #expect(disk.files(below: "none") == nil)
    #expect(disk.files(below: "..") == nil)
  }

  @Test(
    arguments: [
      ("1234 blob 5", .object(id: "1234", type: "blob", size: 5)), ("x y missing", .missing),
      ("12 ambiguous", .ambiguous), ("", nil), ("blob", nil), ("1 blob -1", nil), ("1 blob x", nil),
      ("1 blob 99999999999999999999", nil), ("1 2 3 4", nil), ("missing", nil),
    ] as [(String, GitObjectHeader?)]
  )
  func headers(line: String, header: GitObjectHeader?) {
    #expect(GitObjectHeader(Array(line.utf8)) == header)
  }
}

extension GitRepository {
  fileprivate var history: GitHistory? { GitHistory(root: path) }
}
