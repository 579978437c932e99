/// A pipeline scenario: what starts it, on which ref.
package struct Scenario: Hashable, Sendable {
  /// The ref that a pipeline runs on.
  package enum Ref: Hashable, Sendable {
    /// The default branch; its name is nil when that is not known.
    case defaultBranch(String?)
    /// Another branch.
    case branch(String)
    /// A tag.
    case tag(String)
  }

  /// The merge request of a pipeline; its ref is the source branch.
  package enum MergeRequest: Hashable, Sendable {
    case sameProject
    /// From a fork: run in the parent project, the tokens name the fork.
    case fork
  }

  /// Its name: `default-branch`, `tag`, or what the configuration calls it.
  package let name: String
  /// The value of `CI_PIPELINE_SOURCE`.
  package let source: String
  /// The ref.
  package let ref: Ref
  /// The merge request; nil when there is none.
  package let mergeRequest: MergeRequest?
  /// The variables that the run is started with.
  package let variables: [String: String]

  /// A scenario.
  package init(
    name: String,
    source: String,
    ref: Ref,
    mergeRequest: MergeRequest? = nil,
    variables: [String: String] = [:]
  ) {
    self.name = name
    self.source = source
    self.ref = ref
    self.mergeRequest = mergeRequest
    self.variables = variables
  }

  /// The scenarios of nearly every project.
  package static func builtIn(defaultBranch: String?) -> [Self] {
    let main = Ref.defaultBranch(defaultBranch)
    let other = Ref.branch(exampleBranch)
    return [
      Self(name: "default-branch", source: "push", ref: main),
      Self(name: "other-branch", source: "push", ref: other),
      Self(
        name: "merge-request",
        source: mergeRequestEvent,
        ref: other,
        mergeRequest: .sameProject
      ),
      Self(
        name: "fork-merge-request",
        source: mergeRequestEvent,
        ref: other,
        mergeRequest: .fork
      ),
      Self(name: "tag", source: "push", ref: .tag(exampleTag)),
      Self(name: "schedule", source: "schedule", ref: main),
    ]
  }

  /// The `CI_PIPELINE_SOURCE` of merge request pipelines.
  package static let mergeRequestEvent = "merge_request_event"
  /// The branch of runs that are not on the default branch.
  private static let exampleBranch = "feature/example"
  /// The tag of runs for tags.
  private static let exampleTag = "v1.0.0"

  /// The ref's short name; nil when it is the default branch's, which is not known.
  package var refName: String? {
    switch ref {
    case .defaultBranch(let name): name
    case .branch(let name), .tag(let name): name
    }
  }

  /// Whether its ref is an example that stands for other branches or tags.
  package var hasExampleRef: Bool {
    switch ref {
    case .defaultBranch: false
    case .branch(let name): name == Self.exampleBranch
    case .tag(let name): name == Self.exampleTag
    }
  }

  /// The same scenario on another branch or tag.
  package func onRef(_ name: String) -> Self {
    Self(
      name: self.name,
      source: source,
      ref: isTag ? .tag(name) : .branch(name),
      mergeRequest: mergeRequest,
      variables: variables
    )
  }

  /// Whether a chat command starts it, for the job that the command names and no other.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/pipeline/chain/remove_unwanted_chat_jobs.rb`.
  package var isChat: Bool { source == "chat" }

  /// Whether it runs for a tag.
  package var isTag: Bool {
    if case .tag = ref { true } else { false }
  }

  /// Whether GitLab may compare files: for pushes to branches, merge requests, external pull
  /// requests and child pipelines; in all other runs `changes` always holds.
  ///
  /// Source: GitLab 18.9, `app/models/ci/pipeline.rb`, `changed_paths`.
  package var mayHaveChanges: Bool {
    if mergeRequest != nil { return true }
    switch source {
    case "push": return !isTag
    case "external_pull_request_event", "parent_pipeline": return true
    default: return false
    }
  }
}
