import AzureFederation
import CommonExpressions
import Evidence
import GitLabCI
import YAMLSyntax

enum VariableField: Int, FactField {
  case name
  case value
  case scope
  case servesAzure
  case vaultURLProblem
  case otherCloud

  static let typeName = "variable"

  var declaration: Field {
    switch self {
    case .name: .init("name", .string, "Its name.")
    case .value: .init("value", .text, optional: true, "Its value, when it is one known text.")
    case .scope:
      .init(
        "scope",
        .string,
        "Where it is defined: `pipeline`, `workflow_rules`, `job`, `matrix` or `job_rules`."
      )
    case .servesAzure:
      .init("serves_azure", .bool, "Whether a job with an Azure Key Vault secret gets it.")
    case .vaultURLProblem:
      .init("vault_url_problem", .string, "What is wrong with its value as a vault URL, or empty.")
    case .otherCloud:
      .init(
        "other_cloud",
        .string,
        "The host that signs in to the cloud of the vault it names, when that is another cloud than "
          + "the configured one; else empty."
      )
    }
  }
}

extension PipelineFacts {
  /// The variable that a reference stands for; a job's own are numbered after the inherited.
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
