import Files
import Foundation
import Testing

@Suite struct IncludeStoreTests {
  @Test("what is kept is found by a later run with --includes")
  func kept() throws {
    let repository = try TemporaryRepository(text: [
      ".gitlab-ci.yml": """
      include:
        - {project: team/ci, file: ci/a.yml, ref: v1}
        - component: gitlab.example.com/team/tools/kv@1.0.0
        - https://files.company.com/b.yml
      job: {script: x}
      """
    ])
    let store = try IncludeStore("\(repository.path)/includes")
    try store.write([
      "projects/team/ci/ci/a.yml": Array(".a: {stage: test}".utf8),
      "components/gitlab.example.com/team/tools/kv/template.yml": Array(".kv: {stage: test}".utf8),
      "remotes/files.company.com/b.yml": Array("old".utf8),
    ])
    try store.write(["remotes/files.company.com/b.yml": Array(".b: {stage: test}".utf8)])
    let arguments = ["--strict-resolution", "--includes", "includes"]
    #expect(try Tool.run(arguments, in: repository.path).status == 0)
    #expect(try Tool.run(["--strict-resolution"], in: repository.path).status == 3)
  }

  @Test(
    "nothing is written outside of the folder",
    arguments: [
      "../x.yml", "a/../../x.yml", "a/./x.yml", "", "folder/x.yml", "folder/a/x.yml", "file.yml",
      "nowhere.yml",
    ]
  )
  func hostile(path: String) throws {
    let repository = try TemporaryRepository(text: ["outside/file.yml": "old"])
    let root = "\(repository.path)/includes"
    let store = try IncludeStore(root)
    let links = [
      "folder": "../outside", "file.yml": "../outside/file.yml",
      "nowhere.yml": "../outside/new.yml",
    ]
    for (name, target) in links {
      try FileManager.default.createSymbolicLink(
        atPath: "\(root)/\(name)",
        withDestinationPath: target
      )
    }
    #expect(throws: FileError.self) { try store.write([path: Array("new".utf8)]) }
    let outside = try FileManager.default.contentsOfDirectory(atPath: "\(repository.path)/outside")
    #expect(outside == ["file.yml"])
    #expect(
      try String(contentsOfFile: "\(repository.path)/outside/file.yml", encoding: .utf8) == "old"
    )
    #expect(!FileManager.default.fileExists(atPath: "\(repository.path)/x.yml"))
  }
}
