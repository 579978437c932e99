/// The things that a rule can be about; its check runs once for each of them.
package enum RuleTarget: String, Sendable, CaseIterable {
  case pipeline
  case job
  case idToken = "id_token"
  case secret
  case variable
  case prediction
  case vaultSecret = "vault_secret"
  case azureValue = "azure_value"
  case project
  case identity
  case credential
  case run
  case failure
  case access
  case include
  case evidenceFile = "evidence_file"
  case lintError = "lint_error"
  case script
  case signIn = "sign_in"
  case command
  case variableUse = "variable_use"
  case mention

  /// The things that a rule about it is asked about, as the end of "once for".
  package var meaning: String {
    switch self {
    case .pipeline: "the pipeline"
    case .job: "each visible job"
    case .idToken: "each ID token of each job"
    case .secret: "each secret of each job"
    case .variable: "each variable of the pipeline and of each job"
    case .prediction, .run: "each job in each scenario"
    case .vaultSecret: "each Azure Key Vault secret of each job, once a vault was queried"
    case .azureValue:
      "each value that a job with Azure secrets has for one of the `AZURE_*` variables"
    case .project: "the project, once more is known of it than its address"
    case .identity: "each application or managed identity that is known"
    case .credential: "each federated credential that is known"
    case .failure: "each cause for which runs of a job fail, or may fail"
    case .access: "each job with Azure secrets, once Azure was queried"
    case .include: "each entry of `include`, and each downstream pipeline outside the repository"
    case .evidenceFile: "each file of evidence whose date is known"
    case .lintError: "each error of GitLab's lint API"
    case .script: "each job with a script"
    case .signIn: "each command of a script that signs in to Azure"
    case .command: "each command of each script"
    case .variableUse: "each variable whose value is put into a command"
    case .mention: "each place that names a variable"
    }
  }

  /// Its place among all cases: what is kept for each is found without hashing names.
  var number: Int {
    switch self {
    case .pipeline: 0
    case .job: 1
    case .idToken: 2
    case .secret: 3
    case .variable: 4
    case .prediction: 5
    case .vaultSecret: 6
    case .azureValue: 7
    case .project: 8
    case .identity: 9
    case .credential: 10
    case .run: 11
    case .failure: 12
    case .access: 13
    case .include: 14
    case .evidenceFile: 15
    case .lintError: 16
    case .command: 17
    case .variableUse: 18
    case .mention: 19
    case .script: 20
    case .signIn: 21
    }
  }

  /// Whether all that a rule reports at one place is one finding.
  ///
  /// A text is wrong once, however many jobs get it. Several failures of runs or facts about
  /// credentials may be reported at one place.
  var joinsByPlace: Bool {
    switch self {
    case .pipeline, .job, .idToken, .secret, .variable, .prediction, .vaultSecret, .azureValue,
      .run:
      true
    case .project, .identity, .credential, .failure, .access, .include, .evidenceFile, .lintError,
      .script, .signIn, .command, .variableUse, .mention:
      false
    }
  }

  /// Whether several jobs may have the same one, with the same number: apart from the job all that
  /// is known of it is the same.
  var isShared: Bool { self == .azureValue }

  /// Whether it is a part of scripts; very long ones are not read.
  var isInScripts: Bool { self == .script || self == .command || self == .variableUse }
}
