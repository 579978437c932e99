package import Files
package import YAMLSyntax

/// A pipeline: its composed configuration and the typed jobs in it.
package struct Pipeline: Sendable {
  /// The composition that produced it.
  package let composition: Composition
  /// Its jobs, hidden ones included, in order.
  package let jobs: [Job]
  /// The variables of its top level.
  package let variables: [Variable]

  /// All values.
  package var tree: NodeTree { composition.tree }

  /// The files that it is made of, the root first.
  package var sources: [SourceText] {
    let tree = tree
    return composition.files.map { tree.file($0.file) }
  }

  /// Composes a pipeline and types its jobs.
  ///
  /// - Parameters:
  ///   - root: The configuration with which it begins.
  ///   - repository: Where its local includes are found.
  ///   - library: Where includes that need a server are found.
  ///   - isWhole: Whether the root is a pipeline, not a fragment that others include.
  ///   - takesInputs: Whether its inputs may get values from elsewhere.
  package init(
    _ root: PipelineRoot,
    in repository: any RepositoryFiles,
    library: IncludeLibrary = IncludeLibrary(),
    isWhole: Bool = true,
    takesInputs: Bool = false
  ) {
    self.init(
      Composer.composeForAllRuns(
        root,
        in: repository,
        library: library,
        isWhole: isWhole,
        takesInputs: takesInputs
      )
    )
  }

  /// Composes the pipeline of a file and types its jobs.
  ///
  /// - Parameters:
  ///   - root: The root file.
  ///   - repository: Where its local includes are found.
  ///   - library: Where includes that need a server are found.
  ///   - isWhole: Whether the root is a pipeline, not a fragment that others include.
  ///   - takesInputs: Whether its inputs may get values from elsewhere.
  package init(
    _ root: SourceText,
    in repository: any RepositoryFiles,
    library: IncludeLibrary = IncludeLibrary(),
    isWhole: Bool = true,
    takesInputs: Bool = false
  ) {
    self.init(
      .file(root),
      in: repository,
      library: library,
      isWhole: isWhole,
      takesInputs: takesInputs
    )
  }

  /// Types the jobs of a composed pipeline.
  package init(_ composition: Composition) {
    let builder = JobBuilder(composition)
    let jobs = builder.jobs()
    variables = builder.globalVariables
    if let excess = builder.excess {
      var composition = composition
      composition.giveUp(excess)
      self.composition = composition
      self.jobs = []
    } else {
      self.composition = composition
      self.jobs = jobs
    }
  }
}

extension Pipeline {
  /// Whether it is worth a second core: one of some thousand lines is.
  package var isLarge: Bool { tree.nodeCount > 2_000 }
}
