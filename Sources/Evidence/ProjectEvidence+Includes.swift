import AzureFederation
package import GitLabCI
import YAMLSyntax

extension ProjectEvidence {
  /// The evidence in a child pipeline, with all variables that its trigger job may forward.
  package func inChild(_ child: ChildPipeline, of parent: Pipeline) -> Self {
    inChild(child.forwarded(in: parent), of: parent)
  }

  /// The evidence in a child pipeline, with the variables that its trigger job forwards.
  package func inChild(_ forwarded: [ChildPipeline.Forwarded], of parent: Pipeline) -> Self {
    var result = self
    result.variables.items += self.forwarded(forwarded, of: parent)
    return result
  }

  /// The variables that a trigger job forwards, as evidence in the child pipeline.
  package func forwarded(
    _ variables: [ChildPipeline.Forwarded],
    of parent: Pipeline
  ) -> [ProjectVariable] {
    variables.map { variable in
      ProjectVariable(
        key: variable.name,
        value: variable.text,
        source: EvidenceSource(
          path: parent.tree.file(variable.location.file).path,
          line: Int(variable.location.span.start.line),
          column: Int(variable.location.span.start.column)
        ),
        isRaw: variable.isRaw,
        level: .trigger,
        isCertain: variable.isCertain
      )
    }
  }

  /// The variables that the paths and rules of includes use.
  package var includeVariables: IncludeVariables {
    var result = IncludeVariables()
    result.isClosed = variables.isClosed
    for variable in variables.items where variable.environmentScope == "*" {
      if let value = variable.value, variable.isProtected == false, !variable.isObserved {
        result.values[variable.key] = value
      } else {
        result.others.insert(variable.key)
      }
    }
    if let path = gitLab.projectPath { addProject(path, to: &result) }
    if let issuer = gitLab.issuer {
      result.values["CI_SERVER_URL"] = issuer
      let host = issuer.split(separator: "/").dropFirst().first.map(String.init)
      result.values["CI_SERVER_FQDN"] = host
      result.values["CI_SERVER_HOST"] = host?.split(separator: ":").first.map(String.init)
    }
    result.values["CI_DEFAULT_BRANCH"] = gitLab.defaultBranch
    return result
  }

  private func addProject(_ path: String, to variables: inout IncludeVariables) {
    let parts = path.split(separator: "/").map(String.init)
    variables.values["CI_PROJECT_PATH"] = path
    variables.values["CI_PROJECT_NAME"] = parts.last
    variables.values["CI_PROJECT_NAMESPACE"] = parts.dropLast().joined(separator: "/")
    variables.values["CI_PROJECT_ROOT_NAMESPACE"] = parts.first
  }
}
