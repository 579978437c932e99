import Reporting
import Testing

@Suite struct ShownPathsTests {
  @Test(arguments: [
    ("/r", "/r", "ci/a.yml", "ci/a.yml"), ("/r", "/r/ci", "ci/a.yml", "a.yml"),
    ("/r", "/r/ci", ".gitlab-ci.yml", "../.gitlab-ci.yml"),
    ("/r", "/r/ci/deep", "app/a.yml", "../../app/a.yml"),
    // The repository that --root names.
    ("/w/samples/typo", "/w", ".gitlab-ci.yml", "samples/typo/.gitlab-ci.yml"),
    ("/other/r", "/w/x", "a.yml", "../../other/r/a.yml"),
    // A copy of another project, an absolute path and a URL.
    ("/r", "/r/ci", "../templates/a.yml", "../../templates/a.yml"),
    ("/r", "/w", "/etc/a.yml", "/etc/a.yml"),
    ("/r", "/w", "https://a.example/b", "https://a.example/b"),
    ("", "/w", "a.yml", "../a.yml"),
  ])
  func fromTheWorkingDirectory(root: String, folder: String, path: String, shown: String) {
    #expect(ShownPaths(of: root, from: folder)(path) == shown)
  }

  @Test func asTheyAreWithoutOne() {
    #expect(ShownPaths()("ci/a.yml") == "ci/a.yml")
  }
}
