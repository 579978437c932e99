import ShellSyntax
package import YAMLSyntax

/// A pipeline of the same project that a trigger job starts.
///
/// Its configuration is nothing but the includes of the trigger job, with their inputs and rules.
///
/// Source: GitLab 18.9, `app/models/ci/bridge.rb`, `yaml_for_downstream`.
package struct ChildPipeline: Sendable {
  /// An include of it.
  package struct Include: Sendable {
    /// The files, by the paths that findings show; empty if they are not known.
    package let paths: [String]
    /// The words for it in messages.
    package let summary: String
    /// The reason why its files are not known; nil if they are.
    package let gap: String?
    /// The text that names it.
    package let node: NodeID
  }

  /// The trigger job, by index into the pipeline's jobs.
  package let trigger: Int
  /// The value of `trigger:include`.
  package let node: NodeID
  /// Its includes.
  package let includes: [Include]
  /// Its first file, or the name of its first include when there is none.
  package let path: String
  /// Whether its includes name only files of the repository, in any run.
  package let isPlain: Bool
  /// Whether a file of it may be here: nothing is known of other child pipelines.
  package let isHere: Bool
  /// The includes with their inputs and rules: children with the same text have the same
  /// configuration.
  package let text: String
  /// The variables that the trigger job passes to it.
  package let variables: [Variable]
  /// Whether the variables that the pipeline was started with are forwarded.
  package let takesPipelineVariables: Bool
}

extension Pipeline {
  /// The child pipelines, in the order of their trigger jobs.
  package var children: [ChildPipeline] {
    jobs.indices.filter { jobs[$0].kind == .trigger }.compactMap(child)
  }

  /// The name that distinguishes a job from those of other pipelines: in a child pipeline
  /// `CHILD_FILE:JOB`, with the file that its trigger job names.
  package func name(of job: Job) -> String {
    let name = tree.text(job.symbol)
    return childFile(of: job).map { "\($0):\(name)" } ?? name
  }

  /// The file of a child pipeline that brings a job; nil in other pipelines.
  package func childFile(of job: Job) -> String? {
    composition.startFile(leadingTo: tree.location(job.entry.keyNode).file)
      .map { tree.file($0).path }
  }

  func child(of index: Int) -> ChildPipeline? {
    let job = jobs[index]
    guard let trigger = tree.present(.trigger, in: job.node),
      let include = tree.present(.include, in: trigger)
    else { return nil }
    let directives = IncludeReader(tree: tree, version: composition.version).directives(include)
      .compactMap { try? $0.get() }
    let others = directives.filter { if case .artifact = $0.target { false } else { true } }
    guard let first = others.first else { return nil }
    let includes = directives.map(self.include)
    let paths = includes.flatMap(\.paths)
    let isPlain = directives.allSatisfy { $0.isPlain(in: tree) }
    return ChildPipeline(
      trigger: index,
      node: include,
      includes: includes,
      path: paths.first ?? IncludeLocation.names(of: first.target).first ?? first.summary,
      isPlain: isPlain,
      isHere: others.contains(where: isHere),
      text: isPlain ? paths.joined(separator: "\n") : tree.printed(include),
      variables: forwards(.yamlVariables, trigger) ?? true
        ? job.inheritedVariables + job.ownVariables : [],
      takesPipelineVariables: forwards(.pipelineVariables, trigger) ?? false
    )
  }

  /// Whether a file of an include may be here: GitLab finds local ones in the project.
  private func isHere(_ directive: IncludeDirective) -> Bool {
    if case .local = directive.target { return true }
    return !include(directive).paths.isEmpty
  }

  private func include(_ directive: IncludeDirective) -> ChildPipeline.Include {
    let (paths, gap) = files(of: directive)
    return ChildPipeline.Include(
      paths: paths,
      summary: directive.summary,
      gap: gap,
      node: directive.node
    )
  }

  /// The files of an include, or why they are not known.
  private func files(of directive: IncludeDirective) -> (paths: [String], gap: String?) {
    let library = composition.library
    switch directive.target {
    case .local(let written):
      guard !written.contains("$"), !written.contains("*") else {
        return ([], "the path of the file depends on the run")
      }
      return ([IncludeDirective.withoutLeadingSlashes(written)], nil)
    case .artifact: return ([], IncludeLibrary.artifactReason)
    case .other(let keyword):
      return ([], "\"\(keyword)\" is not an include up to GitLab \(GitLabFeature.newest)")
    case .project, .remote, .template, .component:
      guard let target = directive.target(with: library.variables) else {
        return ([], "the name of the file depends on the run")
      }
      do throws(IncludeLibrary.NotFound) {
        return (try library.copies(of: target).map { $0.shelf.shown($0.path) }, nil)
      } catch {
        return ([], error.reason)
      }
    }
  }

  /// The value of `trigger:forward` for a kind of variables; nil if it is not set.
  private func forwards(_ kind: Keyword, _ trigger: NodeID) -> Bool? {
    guard let forward = tree.present(.forward, in: trigger),
      let value = tree.present(kind, in: forward), tree.kind(value) == .bool
    else { return nil }
    return tree.bool(value)
  }
}

extension ChildPipeline {
  /// A variable that the trigger job passes to a child pipeline.
  package struct Forwarded: Sendable {
    /// Its name.
    package let name: String
    /// Its value; nil when it depends on the run.
    package let text: String?
    /// Where it is written.
    package let location: Location
    /// Whether it depends on the run: it has variables in it, or a definition that only counts when a rule
    /// holds, or in some jobs of a matrix.
    package let dependsOnRun: Bool
    /// Whether the trigger job passes it in any case.
    package let isCertain: Bool
    /// Whether GitLab leaves variables in it as they are: `expand: false`.
    package let isRaw: Bool

    /// A variable.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - text: Its value; nil when it depends on the run.
    ///   - location: Where it is written.
    ///   - dependsOnRun: Whether it depends on the run.
    ///   - isCertain: Whether the trigger job passes it in any case.
    ///   - isRaw: Whether GitLab leaves variables in it as they are.
    package init(
      name: String,
      text: String?,
      location: Location,
      dependsOnRun: Bool,
      isCertain: Bool = true,
      isRaw: Bool = false
    ) {
      self.name = name
      self.text = text
      self.location = location
      self.dependsOnRun = dependsOnRun
      self.isCertain = isCertain
      self.isRaw = isRaw
    }
  }

  /// The variables that it may get from the YAML, those of all rules among them.
  ///
  /// - Parameter parent: The pipeline that starts it.
  /// - Returns: The variables, later ones above earlier ones of the same name.
  package func forwarded(in parent: Pipeline) -> [Forwarded] {
    let tree = parent.tree
    let conditional = Set(
      variables.lazy.filter { $0.scope != .pipeline && $0.scope != .job }.map(\.symbol)
    )
    return variables.map { variable in
      let text = tree.writtenText(variable)
      let isRaw = tree.isRaw(variable)
      let isFixed = isRaw || text.map { !VariableReference.occurs(in: $0) } ?? true
      return Forwarded(
        name: tree.text(variable.symbol),
        text: isFixed ? text : nil,
        location: tree.location(variable.entry.keyNode),
        dependsOnRun: !isFixed || conditional.contains(variable.symbol),
        isRaw: isRaw
      )
    }
  }
}

extension IncludeDirective {
  /// Whether it names a file of the repository, and neither inputs nor rules.
  fileprivate func isPlain(in tree: NodeTree) -> Bool {
    guard case .local(let written) = target, !written.contains("$"), !written.contains("*") else {
      return false
    }
    return mapping.map { tree.entries($0).count == 1 } ?? true
  }
}
