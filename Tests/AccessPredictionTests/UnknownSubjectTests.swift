import AccessPrediction
import Evidence
import Testing

/// Plans for tokens whose subject is not known: what is missing, and where it is set.
@Suite struct UnknownSubjectTests {
  private static let gitLab = """
    gitlab:
      url: https://gitlab.com
      project: g/p
      default_branch: main
    """

  @Test(arguments: [
    ("project_id, ref_type, ref", "", "; name project_id: under gitlab: in .akvlint.yml"),
    (
      "project_id, ref_protected", "",
      "; name project_id: and protected: under gitlab: in .akvlint.yml"
    ),
    (
      "project_path, environment_protected, deployment_tier", "environment: prod-eu",
      "; it contains environment_protected, which only GitLab knows; write deployment_tier: under "
        + "the job's environment:"
    ),
    (
      "project_id, environment_protected", "environment: {name: x, deployment_tier: production}",
      "; name project_id: under gitlab: in .akvlint.yml; it contains environment_protected, which "
        + "only GitLab knows"
    ),
  ])
  func namesWhatIsMissing(components: String, line: String, reason: String) throws {
    let item = CredentialCase(
      title: "",
      pipeline: CredentialCase.job("job", rules: "[{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]")
        + (line.isEmpty ? "" : "  \(line)\n"),
      gitLab: Self.gitLab + "\n  sub_claim: [\(components)]",
      expected: []
    )
    let repository = item.repository
    let plan = CredentialPlan(
      try repository.runs(),
      evidence: try repository.settings().evidence
    )
    #expect(plan.undecided.contains { $0.reason.hasSuffix(reason) }, "\(plan.undecided)")
  }
}
