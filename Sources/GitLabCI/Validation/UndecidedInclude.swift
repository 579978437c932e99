package import Files
import YAMLSyntax

/// Pipelines with an include whose rules are undecided.
///
/// Whether GitLab refuses such a pipeline may depend on the run. When it refuses the pipeline with
/// the include and without it, it refuses it in all runs.
extension Composer {
  /// Composes a pipeline, with what GitLab refuses in all runs.
  ///
  /// With several undecided includes only some of the combinations are looked at, so nothing is
  /// added to what `compose` finds.
  ///
  /// - Parameters:
  ///   - root: The configuration with which it begins.
  ///   - repository: Where its local includes are found.
  ///   - library: Where includes that need a server are found.
  ///   - isWhole: Whether the root is a pipeline, not a fragment that others include.
  ///   - takesInputs: Whether the root's inputs may get values from elsewhere.
  /// - Returns: The composition, with what stopped it.
  package static func composeForAllRuns(
    _ root: PipelineRoot,
    in repository: any RepositoryFiles,
    library: IncludeLibrary,
    isWhole: Bool,
    takesInputs: Bool
  ) -> Composition {
    func composition(_ undecided: IncludeVariables.Undecided) -> Composition {
      var library = library
      library.variables.undecided = undecided
      return compose(
        root,
        in: repository,
        library: library,
        isWhole: isWhole,
        takesInputs: takesInputs
      )
    }
    let composed = composition(library.variables.undecided)
    guard library.variables.undecided == .possible, composed.excess == nil,
      composed.undecided.count == 1, let rules = composed.undecided.first?.rules,
      composed.refusesPossibleFile || composed.firstRefusal != nil,
      let says = composition(.leftOut).firstRefusal
    else { return composed }
    var result = composed.refusesPossibleFile ? composition(.included) : composed
    // The configurations of child pipelines are judged on their own.
    result.library.variables.undecided = .possible
    result.problems.append(
      CompositionProblem(
        .withoutInclude,
        "GitLab refuses the pipeline without this include, too",
        gitLab: says,
        at: rules
      )
    )
    return result
  }
}

extension Composition {
  /// The first of GitLab's reasons for refusing the pipeline.
  fileprivate var firstRefusal: String? {
    if let problem = problems.first(where: { !$0.isHidden }) { return problem.gitLabMessage }
    if isRefused { return ValidationOutcome(self).messages.first }
    let errors = PipelineValidator(self)?.errors() ?? []
    return errors.first { !$0.isHidden && !$0.isNote }?.gitLabMessage
  }
}
