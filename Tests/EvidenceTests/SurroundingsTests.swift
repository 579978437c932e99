import Evidence
import Testing

@Suite("The checkout's remote")
struct GitRemoteTests {
  @Test(arguments: [
    ("https://gitlab.com/group/project.git", "gitlab.com", "group/project"),
    ("https://gitlab.com/group/project", "gitlab.com", "group/project"),
    ("https://user:word@gitlab.example.com:8443/a/b/c.git/", "gitlab.example.com", "a/b/c"),
    ("http://git.example.com/a/b", "git.example.com", "a/b"),
    ("git@gitlab.com:group/sub/project.git", "gitlab.com", "group/sub/project"),
    ("ssh://git@gitlab.example.com:2222/group/project.git", "gitlab.example.com", "group/project"),
    ("ssh://git@altssh.gitlab.com:443/group/project.git", "gitlab.com", "group/project"),
    ("GitLab.Example.com:/group/project", "gitlab.example.com", "group/project"),
  ])
  func forms(url: String, host: String, path: String) {
    let remote = GitRemote.find(in: "[remote \"origin\"]\n\turl = \(url)\n")
    #expect(remote?.host == host)
    #expect(remote?.path == path)
  }

  /// The web pages have the port of an HTTPS remote, never that of SSH.
  @Test(arguments: [
    ("https://gitlab.com/a/b.git", "https://gitlab.com"),
    ("https://gitlab.example.com:8443/a/b.git", "https://gitlab.example.com:8443"),
    ("https://user:word@GitLab.example.com:8443/a/b", "https://gitlab.example.com:8443"),
    ("https://gitlab.example.com:443/a/b.git", "https://gitlab.example.com"),
    ("ssh://git@gitlab.example.com:2222/a/b.git", "https://gitlab.example.com"),
    ("ssh://git@altssh.gitlab.com:443/a/b.git", "https://gitlab.com"),
    ("git@gitlab.example.com:a/b.git", "https://gitlab.example.com"),
  ])
  func instance(url: String, expected: String) {
    #expect(GitRemote.find(in: "[remote \"origin\"]\n\turl = \(url)\n")?.url == expected)
  }

  @Test(
    "others than GitLab's have none",
    arguments: [
      "https://github.com/a/b.git", "git@github.com:a/b.git", "https://dev.azure.com/a/b/_git/c",
      "/srv/git/project.git", "../other", "file:///srv/a/b", "https://gitlab.com", "https:///a/b",
      "https://gitlab.com/project", "git@host:a/b", "https://bad host.com/a/b", "",
    ]
  )
  func none(url: String) {
    #expect(GitRemote.find(in: "[remote \"origin\"]\n  url = \(url)") == nil)
  }

  @Test(arguments: [
    (["origin", "upstream"], "upstream"), (["upstream", "origin"], "upstream"),
    (["a", "origin"], "origin"), (["a"], "a"), (["a", "b"], nil), ([], nil),
  ])
  func choice(names: [String], chosen: String?) {
    let sections = names.map {
      "[remote \"\($0)\"]\n\tfetch = x\n\turl = https://gitlab.com/\($0)/p\n"
    }
    let text = "[core]\n\tbare = false\n\(sections.joined())[branch \"main\"]\n\turl = no\n"
    #expect(GitRemote.find(in: text)?.name == chosen)
  }

  @Test("a mirror elsewhere does not count")
  func mirror() {
    let text = """
      [remote "upstream"]
        url = https://github.com/a/b
      [remote "origin"]
        url = https://gitlab.com/a/b
      """
    #expect(GitRemote.find(in: text)?.name == "origin")
  }
}

@Suite struct SurroundingsTests {
  private static let remote = GitRemote.find(
    in: "[remote \"origin\"]\nurl = git@gitlab.example.com:team/app.git"
  )
  private static let clientID = "0f0f0f0f-1111-4222-8333-444444444444"

  private func complete(
    _ variables: [String: String],
    remote: GitRemote? = nil,
    configuration: (inout ProjectEvidence) -> Void = { _ in }
  ) -> (evidence: ProjectEvidence, notes: [String]) {
    var evidence = ProjectEvidence()
    configuration(&evidence)
    let notes = Surroundings(variable: { variables[$0] }, remote: remote).complete(&evidence)
    return (evidence, notes)
  }

  @Test func remote() {
    let (evidence, notes) = complete([:], remote: Self.remote)
    #expect(evidence.gitLab.issuer == "https://gitlab.example.com")
    #expect(evidence.gitLab.projectPath == "team/app")
    #expect(evidence.gitLab.defaultBranch == nil)
    #expect(
      notes == [
        "the issuer is https://gitlab.example.com, from the git remote origin",
        "the project is team/app, from the git remote origin",
      ]
    )
  }

  @Test("the environment comes before the remote, the configuration before both")
  func order() {
    let variables = [
      "CI_SERVER_URL": "https://gitlab.com", "CI_PROJECT_PATH": "a/b", "CI_DEFAULT_BRANCH": "trunk",
    ]
    let (evidence, notes) = complete(variables, remote: Self.remote) {
      $0.gitLab.projectPath = "said/so"
    }
    #expect(evidence.gitLab.issuer == "https://gitlab.com")
    #expect(evidence.gitLab.projectPath == "said/so")
    #expect(evidence.gitLab.defaultBranch == "trunk")
    #expect(
      notes == [
        "the issuer is https://gitlab.com, from CI_SERVER_URL",
        "the default branch is trunk, from CI_DEFAULT_BRANCH",
      ]
    )
  }

  /// The ID belongs to the job's project, so it says nothing about another one.
  @Test(
    arguments: [
      ("a/b", nil, "42", 42), ("a/b", "a/b", "42", 42), ("a/b", "said/so", "42", nil),
      ("a/b", nil, "x", nil), ("a/b", nil, "", nil),
    ] as [(String, String?, String, Int?)]
  )
  func theProjectsID(job: String, configured: String?, id: String, expected: Int?) {
    let (evidence, notes) = complete(["CI_PROJECT_PATH": job, "CI_PROJECT_ID": id]) {
      $0.gitLab.projectPath = configured
    }
    #expect(evidence.gitLab.projectID == expected)
    #expect(notes.contains("the project's ID is 42, from CI_PROJECT_ID") == (expected != nil))
  }

  @Test func nothing() {
    let (evidence, notes) = complete(["CI_SERVER_URL": "", "AZURE_CLIENT_ID": Self.clientID])
    #expect(evidence == ProjectEvidence())
    #expect(notes == [])
  }

  @Test("the variables of a job", arguments: ["true", "false"])
  func job(isProtected: String) {
    let variables = [
      "GITLAB_CI": "true", "AZURE_CLIENT_ID": Self.clientID, "AZURE_TENANT_ID": "",
      "CI_COMMIT_REF_PROTECTED": isProtected,
    ]
    let item = complete(variables).evidence.variables.items.first
    #expect(item?.key == "AZURE_CLIENT_ID")
    #expect(item?.value == Self.clientID)
    #expect(item?.isProtected == (isProtected == "true" ? nil : false))
    #expect(item?.isObserved == true)
    #expect(!complete(variables).evidence.variables.isClosed)
  }

  @Test("are not taken in a job with an environment, nor when all variables are known")
  func jobWithEnvironment() {
    var variables = ["GITLAB_CI": "true", "AZURE_CLIENT_ID": Self.clientID]
    #expect(complete(variables) { $0.variables.isClosed = true }.evidence.variables.items == [])
    variables["CI_ENVIRONMENT_NAME"] = "production"
    #expect(complete(variables).evidence.variables.items == [])
  }
}
