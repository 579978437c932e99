package import Evidence
import GitLabCI

/// Reads scenario files.
package struct SandboxSetupReader {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: Its content.
  ///   - path: The path to show.
  /// - Returns: Its content, and the mistakes in it.
  package static func read(
    _ bytes: [UInt8],
    path: String
  ) -> (scenario: SandboxSetup, problems: [ConfigurationProblem]) {
    let document = SettingFile.read(bytes, path: path, as: SandboxSetupSchema.root)
    guard let root = document.value else { return (SandboxSetup(), document.problems) }
    return (Self().scenario(root), document.problems)
  }

  private func scenario(_ root: DocumentValue) -> SandboxSetup {
    var scenario = SandboxSetup()
    if let value = root["gitlab"] { scenario.gitLab = gitLab(value) }
    scenario.job = root["job"].map(job)
    for value in root["tenants"]?.elements ?? [] { scenario.tenants.append(tenant(value)) }
    scenario.vaults = (root["vaults"]?.elements ?? []).map(vault)
    scenario.operatorAccess = root["operator"].map { value in
      SandboxSetup.OperatorAccess(
        clientID: value.string("client_id"),
        tenantID: value.string("tenant_id"),
        readsApplications: value["reads_applications"]?.bool ?? true,
        writesApplications: value["writes_applications"]?.bool ?? false
      )
    }
    scenario.faults = (root["faults"]?.elements ?? []).map(fault)
    scenario.latency = root["latency"]?.integer ?? 0
    return scenario
  }

  // MARK: GitLab

  private func gitLab(_ value: DocumentValue) -> SandboxSetup.GitLab {
    var gitLab = SandboxSetup.GitLab()
    gitLab.host = value["host"]?.text ?? gitLab.host
    gitLab.version = value["version"]?.text ?? gitLab.version
    gitLab.issuer = value["issuer"]?.text
    gitLab.token = value["token"]?.text
    gitLab.projects = (value["projects"]?.elements ?? []).flatMap(projects)
    for group in value["groups"]?.members ?? [] {
      gitLab.groups[group.key] = group.value.elements.map(variable)
    }
    gitLab.templates = value["templates"]?.textTable ?? [:]
    gitLab.rateLimit = value["rate_limit"].map { limit in
      SandboxSetup.RateLimit(
        requests: limit["requests"]?.integer ?? 0,
        seconds: limit["seconds"]?.integer ?? 60
      )
    }
    return gitLab
  }

  /// One project, or as many as `count` says, with their numbers in place of `NUMBER`.
  private func projects(_ value: DocumentValue) -> [SandboxSetup.Project] {
    let project = self.project(value)
    guard let count = value["count"]?.integer else { return [project] }
    return (0..<max(count, 0)).map { project.numbered($0 + 1) }
  }

  private func project(_ value: DocumentValue) -> SandboxSetup.Project {
    var project = SandboxSetup.Project(path: value.string("path"))
    project.defaultBranch = value["default_branch"]?.text ?? project.defaultBranch
    project.plan = value["plan"]?.text ?? project.plan
    project.subjectComponents = value["sub_claim"]?.texts ?? project.subjectComponents
    project.protectedBranches = value["protected_branches"]?.texts ?? []
    project.protectedTags = value["protected_tags"]?.texts ?? []
    project.variables = (value["variables"]?.elements ?? []).map(variable)
    project.lintErrors = value["lint_errors"]?.texts ?? []
    project.files = value["files"]?.textTable ?? [:]
    project.tags = value["tags"]?.texts ?? []
    project.jobLogs = value["job_logs"]?.textTable ?? [:]
    project.configPath = value["ci_config_path"]?.text
    project.isArchived = value["archived"]?.bool ?? false
    project.isEmpty = value["empty"]?.bool ?? false
    project.hidden = Set(
      (value["hidden"]?.texts ?? []).compactMap(SandboxSetup.Project.Part.init)
    )
    return project
  }

  private func variable(_ value: DocumentValue) -> SandboxSetup.Variable {
    SandboxSetup.Variable(
      key: value.string("key"),
      value: value.string("value"),
      isProtected: value["protected"]?.bool ?? false,
      environmentScope: value["environment_scope"]?.text ?? "*"
    )
  }

  private func job(_ value: DocumentValue) -> SandboxSetup.Job {
    let tokens = (value["id_tokens"]?.elements ?? []).map { token in
      SandboxSetup.IDToken(
        name: token.string("name"),
        audience: token.string("aud"),
        subject: token.string("sub"),
        issuer: token["iss"]?.text,
        isExpired: token["expired"]?.bool ?? false,
        isForged: token["forged"]?.bool ?? false
      )
    }
    return SandboxSetup.Job(project: value.string("project"), tokens: tokens)
  }

  // MARK: Azure

  private func tenant(_ value: DocumentValue) -> SandboxSetup.Tenant {
    var tenant = SandboxSetup.Tenant(id: value.string("id"))
    for value in value["applications"]?.elements ?? [] {
      tenant.applications.append(
        SandboxSetup.Application(
          clientID: value.string("client_id"),
          hasServicePrincipal: value["service_principal"]?.bool ?? true,
          credentials: credentials(value)
        )
      )
    }
    for value in value["managed_identities"]?.elements ?? [] {
      tenant.managedIdentities.append(
        SandboxSetup.ManagedIdentity(
          clientID: value.string("client_id"),
          resourceID: value.string("resource_id"),
          credentials: credentials(value)
        )
      )
    }
    return tenant
  }

  private func credentials(_ value: DocumentValue) -> [TrustedCredential] {
    (value["credentials"]?.elements ?? []).compactMap { value in
      let expression = value["claimsMatchingExpression"].map { value in
        TrustedCredential.Expression(
          value: value.string("value"),
          languageVersion: value["languageVersion"]?.integer ?? 1
        )
      }
      // Some answers have an empty subject where there is an expression.
      let subject = value["subject"]?.text.flatMap { expression != nil && $0.isEmpty ? nil : $0 }
      guard subject != nil || expression != nil else { return nil }
      return TrustedCredential(
        name: value.string("name"),
        issuer: value.string("issuer"),
        subject: subject,
        audiences: value["audiences"]?.texts ?? [],
        expression: expression
      )
    }
  }

  private func vault(_ value: DocumentValue) -> SandboxSetup.StoredVault {
    var access = SandboxSetup.StoredVault.Access.roles([:])
    if let reason = value["closed"]?.text.flatMap(SandboxSetup.StoredVault.Closure.init) {
      access = .closed(reason)
    } else if let policies = value["policies"] {
      access = .policies(
        Dictionary(policies.members.map { ($0.key, $0.value.texts) }) { first, _ in first }
      )
    } else {
      let roles = (value["roles"]?.textTable ?? [:]).compactMapValues(
        SandboxSetup.StoredVault.Role.init
      )
      access = .roles(roles)
    }
    return SandboxSetup.StoredVault(
      name: value.string("name"),
      tenantID: value.string("tenant_id"),
      access: access,
      challenge: value["challenge"]?.text,
      secrets: (value["secrets"]?.elements ?? []).map(secret)
    )
  }

  private func secret(_ value: DocumentValue) -> SandboxSetup.Secret {
    let versions = (value["versions"]?.elements ?? []).map { value in
      var version = SandboxSetup.Version(id: value.string("id"))
      version.value = value["value"]?.text ?? version.value
      version.isEnabled = value["enabled"]?.bool ?? true
      version.created = value["created"]?.integer ?? version.created
      version.expires = value["exp"]?.integer
      version.notBefore = value["nbf"]?.integer
      return version
    }
    return SandboxSetup.Secret(
      name: value.string("name"),
      isDeleted: value["deleted"]?.bool ?? false,
      versions: versions
    )
  }

  // MARK: Faults

  private func fault(_ value: DocumentValue) -> Fault {
    let url = value["url"]?.text ?? "https://attacker.example/"
    let kind: Fault.Kind =
      switch value.string("fault") {
      case "throttled": .throttled(retryAfter: value["retry_after"]?.integer)
      case "silence": .silence
      case "reset": .reset
      case "huge": .huge(value["bytes"]?.integer ?? 64 * 1_048_576)
      case "redirect": .redirect(url)
      case "page": .page
      case "foreign_link": .foreignLink(url)
      case "expired_certificate": .expiredCertificate
      case "unreachable": .unreachable
      default: .serverError
      }
    return Fault(
      host: value.string("host"),
      path: value["path"]?.text ?? "/",
      kind: kind,
      times: value["times"]?.integer
    )
  }
}

extension SandboxSetup.Project {
  /// One of several projects that differ in their number.
  fileprivate func numbered(_ number: Int) -> Self {
    func text(_ text: String) -> String { text.replacing("NUMBER", with: String(number)) }
    var result = Self(path: text(path))
    result.defaultBranch = text(defaultBranch)
    result.plan = plan
    result.subjectComponents = subjectComponents
    result.protectedBranches = protectedBranches.map(text)
    result.protectedTags = protectedTags.map(text)
    result.variables = variables.map { variable in
      SandboxSetup.Variable(
        key: variable.key,
        value: text(variable.value),
        isProtected: variable.isProtected,
        environmentScope: text(variable.environmentScope)
      )
    }
    result.lintErrors = lintErrors
    result.files = Dictionary(files.map { (text($0), text($1)) }) { first, _ in first }
    result.tags = tags
    result.jobLogs = jobLogs
    result.configPath = configPath.map(text)
    result.isArchived = isArchived
    result.isEmpty = isEmpty
    result.hidden = hidden
    return result
  }
}

extension DocumentValue {
  /// The text of a key that was found to be there; empty for an optional one that is not.
  fileprivate func string(_ key: String) -> String {
    self[key]?.text ?? ""
  }

  /// The texts of a mapping, by key.
  fileprivate var textTable: [String: String] {
    let pairs = members.compactMap { member in
      member.value.text.map { (member.key, $0) }
    }
    return Dictionary(pairs) { first, _ in first }
  }
}
