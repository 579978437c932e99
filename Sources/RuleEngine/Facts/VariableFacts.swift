import AzureFederation
import Evidence
import GitLabCI
import YAMLSyntax

extension PipelineFacts {
  /// The variable that a reference stands for; a job's own are numbered behind the inherited.
  func variable(_ reference: FactReference) -> Variable? {
    guard let index = reference.job else {
      return reference.item < pipeline.variables.count ? pipeline.variables[reference.item] : nil
    }
    let job = pipeline.jobs[index]
    if reference.item < job.inheritedVariables.count {
      return job.inheritedVariables[reference.item]
    }
    let own = reference.item - job.inheritedVariables.count
    return own < job.ownVariables.count ? job.ownVariables[own] : nil
  }

  func variableValue(_ field: VariableField, _ reference: FactReference) -> Value? {
    guard let variable = variable(reference) else { return nil }
    switch field {
    case .name: return .string(tree.text(variable.symbol))
    case .value: return variable.value.map { text($0.node, job: reference.job) }
    case .scope: return .string(scope(variable))
    case .servesAzure: return .bool(azureVariables().contains(variable.entry.keyNode))
    case .vaultURLProblem:
      guard let value = variable.value else { return .string("") }
      return .string(VaultURL.problem(with: tree.string(value.node))?.words ?? "")
    case .otherCloud:
      guard let value = variable.value, let url = try? VaultURL(tree.string(value.node)),
        url.cloud != evidence.cloud
      else { return .string("") }
      return .string(url.cloud.authorityHosts.first ?? "")
    }
  }

  private func scope(_ variable: Variable) -> String {
    switch variable.scope {
    case .pipeline: "pipeline"
    case .workflowRules: "workflow_rules"
    case .job: "job"
    case .matrix: "matrix"
    case .jobRules: "job_rules"
    }
  }
}
