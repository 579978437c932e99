#if Live
import AzureFederation
import Evidence
import Files
import GitLabCI
import Linting
import LiveEvidence
import RuleEngine
import YAMLSyntax

/// The queries of a run in live mode: first the includes of the pipelines, then their dependencies.
struct LivePlan: Sendable {
  let workspace: Workspace
  let inputs: [LintRoot]
  let overlay: [String: [UInt8]]
  let sources: Set<LiveSource>
  let exchanges: Bool
  let date: String

  /// The answers and the failures.
  struct Outcome: Sendable {
    var evidence = ProjectEvidence()
    var includes: IncludeFetcher.Files = [:]
    var undecided: [(source: LiveSource, reason: Undecidable)] = []
    var notes: [String] = []
  }

  /// Asks.
  func gather(_ courier: Courier, _ environment: LiveEnvironment) async -> Outcome {
    var outcome = Outcome()
    if sources.contains(.gitlab) {
      let fetcher = IncludeFetcher(courier, access: environment.access, date: date)
      let rounds = IncludeRounds(fetcher) { files in composed(files).map(\.composition) }
      let fetched = await rounds.run()
      outcome.includes = fetched.files
      outcome.undecided = fetched.undecided.map { (.gitlab, $0) }
    }
    let pipelines = composed(outcome.includes)
    var known = workspace.configuration.evidence
    // GitLab knows the variables that name the tenant, the client and the vault.
    for sources in [sources.intersection([.gitlab]), sources.subtracting([.gitlab])]
    where !sources.isEmpty {
      let gathered = await ask(
        sources,
        targets(pipelines, known, environment),
        courier,
        environment
      )
      known.join(gathered.evidence)
      outcome.evidence.join(gathered.evidence)
      outcome.undecided += gathered.undecided
      outcome.notes += gathered.notes
    }
    return outcome
  }

  /// The dependencies of the pipelines, as far as they are known.
  private func targets(
    _ pipelines: [Pipeline],
    _ known: ProjectEvidence,
    _ environment: LiveEnvironment
  ) -> LiveTargets {
    var targets = LiveTargets()
    for pipeline in pipelines { targets.join(LiveTargets(pipeline, evidence: known)) }
    // In a job its own project is meant: a branch may write another one into the configuration,
    // and the operator's token may see more than who reads the job's log.
    targets.project = environment.project ?? targets.project
    targets.rootFiles = Set(inputs.filter { $0.role == .pipeline }.map(\.path))
    targets.lint = environment.commit.map(LiveTargets.LintQuestion.commit) ?? text(pipelines)
    return targets
  }

  private func composed(_ files: IncludeFetcher.Files) -> [Pipeline] {
    var workspace = workspace
    workspace.add(files)
    return PipelineInput.pipelines(inputs, overlay, in: workspace)
  }

  /// The text of the project's root file, which may differ from what is pushed.
  private func text(_ pipelines: [Pipeline]) -> LiveTargets.LintQuestion? {
    let files = OverlaidFiles(workspace.repository, contents: overlay)
    guard let root = workspace.mainFile, isInput(root), let bytes = try? files.read(root) else {
      return nil
    }
    let composition = pipelines.lazy.map(\.composition).first { composition in
      composition.files.first.map { composition.tree.file($0.file).path == root } ?? false
    }
    let includesLocalFiles =
      composition?.includeDirectives.contains { directive in
        if case .local = directive.target { true } else { false }
      } ?? true
    return .text(String(decoding: bytes, as: UTF8.self), includesLocalFiles: includesLocalFiles)
  }

  private func isInput(_ root: String) -> Bool {
    inputs.contains { $0.path == root && $0.role == .pipeline }
  }

  private func ask(
    _ sources: Set<LiveSource>,
    _ targets: LiveTargets,
    _ courier: Courier,
    _ environment: LiveEnvironment
  ) async -> Gatherer.Outcome {
    var environment = environment
    environment.takeTokens(for: targets)
    var access = environment.access
    if let commandLine = environment.commandLine {
      await access.complete(
        wanted(sources, targets, access),
        with: commandLine,
        in: environment.cloud
      )
    }
    let gatherer = Gatherer(
      courier,
      access: access,
      sources: sources,
      exchanges: exchanges && sources.contains(.entra),
      cloud: environment.cloud,
      date: date
    )
    return await gatherer.gather(targets)
  }

  /// The services for which a token is wanted.
  private func wanted(
    _ sources: Set<LiveSource>,
    _ targets: LiveTargets,
    _ access: LiveAccess
  ) -> Set<AzureService> {
    var services: Set<AzureService> = []
    if sources.contains(.entra), !targets.clients.isEmpty {
      services.formUnion([.graph, .resourceManager])
    }
    // The job's own token shows more than that of the signed-in user.
    let asksAsJob = exchanges && !access.idTokens.isEmpty
    if sources.contains(.vault), !targets.secrets.isEmpty, !asksAsJob { services.insert(.vault) }
    return services
  }
}
#endif
