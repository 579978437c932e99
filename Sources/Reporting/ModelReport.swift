package import GitLabCI
import TextFormats
import YAMLSyntax

/// The resolved pipeline as JSON, with values as GitLab computes them.
package struct ModelReport {
  /// Twice what the biggest pipelines come to, in bytes: each job has all variables of the pipeline.
  private static let limit = 50_000_000

  private let pipeline: Pipeline
  private let tree: NodeTree
  /// The pipeline's variables as they are written, by the nodes of their names: a job has them all.
  private var members: [NodeID: JSONText] = [:]

  private init(pipeline: Pipeline, tree: NodeTree) {
    self.pipeline = pipeline
    self.tree = tree
  }

  /// A pipeline whose jobs are written.
  package struct Source {
    let pipeline: Pipeline
    /// The trigger jobs that start it; empty for the root.
    let triggers: [String]

    /// A pipeline.
    package init(pipeline: Pipeline, triggers: [String] = []) {
      self.pipeline = pipeline
      self.triggers = triggers
    }
  }

  /// The selected parts of each job.
  package struct Options {
    /// Whether each job also has `spans`: for each value its place, and the steps through which it
    /// came, the last one first.
    package var withSpans = false
    /// The names of the jobs; nil for all.
    package var jobs: Set<String>?

    /// Values only, of all jobs.
    package init() {}
  }

  /// The visible jobs of a pipeline.
  package static func render(_ pipeline: Pipeline) -> String? {
    render([Source(pipeline: pipeline)], Options())
  }

  /// The visible jobs of a pipeline and its child pipelines, whose names follow the child's file.
  ///
  /// - Parameters:
  ///   - sources: The pipelines, the root first.
  ///   - options: The value to write.
  /// - Returns: One JSON document; nil when it would be larger than fifty megabytes.
  package static func render(_ sources: [Source], _ options: Options) -> String? {
    var json = JSONText(limit: limit)
    var written: Set<String> = []
    json.object { json in
      json.key("jobs")
      json.object { json in
        for source in sources {
          var model = Self(pipeline: source.pipeline, tree: source.pipeline.tree)
          model.jobs(source, options, &written, &json)
        }
      }
    }
    return json.isCut ? nil : json.text + "\n"
  }

  /// Writes the jobs of a pipeline; of child pipelines with other inputs, those with other names.
  private mutating func jobs(
    _ source: Source,
    _ options: Options,
    _ written: inout Set<String>,
    _ json: inout JSONText
  ) {
    for job in pipeline.jobs where !job.isHidden && !json.isCut {
      let name = pipeline.name(of: job)
      guard options.jobs?.contains(name) ?? true, written.insert(name).inserted else { continue }
      json.key(name)
      json.object { json in
        if !source.triggers.isEmpty {
          json.key("through")
          json.array(source.triggers)
        }
        self.job(job, withSpans: options.withSpans, &json)
      }
    }
  }

  private mutating func job(_ job: Job, withSpans: Bool, _ json: inout JSONText) {
    if job.idTokensEntry != nil { idTokens(job, &json) }
    if job.secretsEntry != nil { secrets(job, &json) }
    json.key("variables")
    json.object { variables(job, &$0) }
    if job.kind == .script {
      json.key("script")
      json.array(job.mainScript.map { tree.rubyText($0.node) })
    }
    if withSpans { SpanReport(tree: tree).write(job, &json) }
  }

  private func idTokens(_ job: Job, _ json: inout JSONText) {
    json.key("id_tokens")
    json.object { json in
      for token in job.idTokens {
        json.key(tree.text(token.symbol))
        json.object { json in
          json.key("aud")
          guard let audience = token.audience else { return json.value(nil) }
          if audience.isList {
            json.array(audience.texts.map(tree.rubyText))
          } else {
            json.value(audience.texts.first.map(tree.rubyText))
          }
        }
      }
    }
  }

  /// Job variables in GitLab's order: the pipeline's, then the job's own.
  private mutating func variables(_ job: Job, _ json: inout JSONText) {
    let ownVariables = job.ownVariables.filter { $0.scope == .job }
    var own = Dictionary(ownVariables.map { ($0.symbol, $0) }) { $1 }
    for variable in job.inheritedVariables where variable.scope == .pipeline {
      if !own.isEmpty, let winner = own.removeValue(forKey: variable.symbol) {
        write(winner, &json)
      } else {
        json.members(of: member(variable))
      }
    }
    for variable in ownVariables where own.removeValue(forKey: variable.symbol) != nil {
      write(variable, &json)
    }
  }

  private mutating func member(_ variable: Variable) -> JSONText {
    if let known = members[variable.entry.keyNode] { return known }
    var member = JSONText()
    write(variable, &member)
    members[variable.entry.keyNode] = member
    return member
  }

  private func write(_ variable: Variable, _ json: inout JSONText) {
    let value = variable.value.map { tree.rubyText($0.node) }
    // A mapping without a value is the empty text.
    let isEmpty = value == nil && tree.kind(variable.entry.value.node) == .mapping
    json.member(tree.text(variable.symbol), isEmpty ? "" : value)
  }

  // MARK: Secrets

  private func secrets(_ job: Job, _ json: inout JSONText) {
    json.key("secrets")
    json.object { json in
      for secret in job.secrets {
        json.key(tree.text(secret.symbol))
        json.object { self.secret(secret, &$0) }
      }
    }
  }

  private func secret(_ secret: Secret, _ json: inout JSONText) {
    // A null provider vanishes: GitLab accepts it and sends nothing.
    if let provider = secret.provider, !provider.isNull {
      json.key(provider.keyword.text.description)
      json.object { self.provider(provider, &$0) }
    }
    if let file = secret.file {
      json.key("file")
      json.value(tree.bool(file.node))
    }
    if let token = secret.token { json.member("token", tree.rubyText(token.value.node)) }
  }

  private func provider(_ provider: SecretProvider, _ json: inout JSONText) {
    switch provider {
    case .azureKeyVault(let secret):
      guard let secret else { return }
      json.member("name", secret.name.map { tree.rubyText($0.node) })
      json.member("version", secret.version.map { tree.rubyText($0.node) })
    case .vault(let value): if let value { vault(value, &json) }
    case .gcpSecretManager(let value):
      guard let value else { return }
      json.member("name", text(.name, in: value))
      json.member("version", text(.version, in: value) ?? "latest")
    case .awsSecretsManager(let value): if let value { aws(value, &json) }
    case .gitLabSecretsManager(let value):
      guard let value else { return }
      json.member("name", text(.name, in: value))
      optional(.source, text(.source, in: value), &json)
    }
  }

  /// `path/field@engine`: the engine after the last @, the field after the last slash.
  private func vault(_ value: Sourced, _ json: inout JSONText) {
    guard tree.kind(value.node) != .mapping else {
      json.key("engine")
      let engine = tree.value(.engine, in: value.node).map { Sourced($0) }
      json.object { json in
        json.member("name", engine.flatMap { text(.name, in: $0) })
        json.member("path", engine.flatMap { text(.path, in: $0) })
      }
      json.member("path", text(.path, in: value))
      json.member("field", text(.field, in: value))
      return
    }
    let short = tree.string(value.node)
    var secret = Substring(short)
    var engine = "kv-v2"
    if let at = short.lastIndex(of: "@"), at != short.startIndex {
      secret = short[..<at]
      engine = String(short[short.index(after: at)...])
    }
    let slash = secret.lastIndex(of: "/")
    json.key("engine")
    json.object { json in
      json.member("name", "kv-v2")
      json.member("path", engine)
    }
    json.member("path", slash.map { String(secret[..<$0]) } ?? "")
    json.member("field", String(slash.map { secret[secret.index(after: $0)...] } ?? secret))
  }

  private func aws(_ value: Sourced, _ json: inout JSONText) {
    guard tree.kind(value.node) != .mapping else {
      let keys: [Keyword] = [
        .secretID, .versionID, .versionStage, .region, .roleArn, .field, .roleSessionName,
      ]
      for key in keys { json.member(key.text.description, text(key, in: value)) }
      return
    }
    // Ruby drops empty parts at the end, and GitLab sees a field unless there is exactly one part.
    var parts = tree.string(value.node).split(separator: "#", omittingEmptySubsequences: false)
    while parts.last?.isEmpty ?? false { parts.removeLast() }
    json.member("secret_id", parts.first.map(String.init))
    guard parts.count != 1 else { return }
    json.member("field", parts.dropFirst().first.map(String.init))
  }

  /// A member that is left out when it has no value.
  private func optional(_ keyword: Keyword, _ text: String?, _ json: inout JSONText) {
    if let text { json.member(keyword.text.description, text) }
  }

  private func text(_ keyword: Keyword, in mapping: Sourced) -> String? {
    tree.present(keyword, in: mapping.node).map { tree.rubyText($0) }
  }
}
