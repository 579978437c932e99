import Files
import Testing

@Suite struct RepositoryPathTests {
  @Test(arguments: [
    ("a/./b//c", "a/b/c"), ("a/../b", "b"), ("../a", "../a"), ("../../a/..", "../.."),
    ("/a/../../b", "/b"), ("/", "/"), ("", ""), ("./", ""),
  ])
  func normalises(_ path: String, _ expected: String) {
    #expect(RepositoryPath.normalised(path) == expected)
  }

  @Test(arguments: [
    ("/r/a/b", "/r", "a/b"), ("/r", "/r", ""), ("/r/a", "/", "r/a"), ("/rest/a", "/r", nil),
    ("/other", "/r", nil),
    // One letter in two spellings: two folders.
    ("/e\u{301}/a", "/\u{E9}", nil), ("/e\u{301}/a", "/e", nil),
    ("/e\u{301}/a\u{308}", "/e\u{301}", "a\u{308}"),
  ])
  func isRelative(_ path: String, _ folder: String, _ expected: String?) {
    let relative = RepositoryPath.relative(path, to: folder)
    #expect(relative.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
  }

  @Test(arguments: [
    ("a/b.yml", "a", "b.yml"), ("b.yml", "", "b.yml"), ("/b.yml", "/", "b.yml"),
    ("a/b/", "a/b", "b"),
  ])
  func splits(_ path: String, _ folder: String, _ name: String) {
    #expect(RepositoryPath.folder(of: path) == folder)
    #expect(RepositoryPath.name(of: path) == name)
  }

  @Test(arguments: [
    (".gitlab-ci.yml", true), ("a/b.gitlab-ci.yml", true), ("a/.gitlab-ci.yaml", true),
    ("gitlab-ci.yml", false), (".gitlab-ci.yml.bak", false), (".gitlab-ci.yml/a", false),
    ("a.gitlab-ci.yml/", false),
  ])
  func knowsPipelines(_ path: String, _ expected: Bool) {
    #expect(RepositoryPath.isPipelineName(path) == expected)
  }

  @Test(arguments: [
    (".git", true), ("a/.git/config", true), (".GIT/x.yml", true), ("a/.Git", true),
    (".gitignore", false), ("a.git/x", false), ("git/x", false), (".gitlab-ci.yml", false),
  ])
  func knowsGitFolders(_ path: String, _ expected: Bool) {
    #expect(RepositoryPath.isInGit(path) == expected)
  }
}
