package import YAMLSyntax

/// One entry of `include`.
package struct IncludeDirective: Sendable {
  /// What is included.
  package enum Target: Hashable, Sendable {
    /// A file of the same repository; the path as written.
    case local(String)
    /// Files of another project.
    case project(path: String, files: [String], ref: String?)
    /// A file behind a URL.
    case remote(String)
    /// One of GitLab's own templates.
    case template(String)
    /// A CI/CD component.
    case component(String)
    /// A file that a job makes, for child pipelines.
    case artifact(String)
  }

  /// What is included.
  package let target: Target
  /// The text to point at: the path, URL or name.
  package let node: NodeID
  /// The mapping that it is; nil when it is a text.
  package let mapping: NodeID?
  /// The conditions under which it is included.
  package let rules: NodeID?
  /// The inputs it is given.
  package let inputs: NodeID?

  /// What is included, the variables in its paths put in; nil when one is not known.
  func target(with variables: IncludeVariables) -> Target? {
    switch target {
    case .local(let path):
      // A URL may stand in a variable.
      return variables.expanded(path).map { text in
        text.hasPrefix("https://") || text.hasPrefix("http://") ? .remote(text) : .local(text)
      }
    case .project(let path, let files, let ref):
      let expanded = files.compactMap(variables.expanded)
      guard let path = variables.expanded(path), expanded.count == files.count else { return nil }
      return .project(path: path, files: expanded, ref: ref.flatMap(variables.expanded))
    case .remote(let url): return variables.expanded(url).map(Target.remote)
    case .template(let name): return variables.expanded(name).map(Target.template)
    case .component(let name): return variables.expanded(name).map(Target.component)
    case .artifact: return target
    }
  }

  /// The words for this include in messages: `project group/templates, file /azure.yml`.
  package var summary: String {
    switch target {
    case .local(let path): "local \(path)"
    case .project(let path, let files, let ref):
      "project \(path)\(ref.map { "@\($0)" } ?? ""), file \(files.joined(separator: ", "))"
    case .remote(let url): "remote \(url)"
    case .template(let name): "template \(name)"
    case .component(let name): "component \(name)"
    case .artifact(let path): "artifact \(path)"
    }
  }
}

extension Composition {
  /// The includes that the files say, in order, followed or not.
  package var includeDirectives: [IncludeDirective] {
    files.flatMap { file -> [IncludeDirective] in
      guard let content = file.content, let include = tree.present(.include, in: content) else {
        return []
      }
      return IncludeReader(tree: tree).directives(include).compactMap { try? $0.get() }
    }
  }
}

/// Why an entry of `include` is refused.
struct IncludeFault: Error {
  var node: NodeID
  var message: String
  var gitLabMessage: String
}

/// Reads the value of `include` in its several forms.
struct IncludeReader {
  private static let targets: [Keyword] = [
    .local, .project, .remote, .template, .artifact, .component,
  ]

  let tree: NodeTree

  /// The entries of an `include` value, or a fault in the place of a wrong one.
  func directives(_ value: NodeID) -> [Result<IncludeDirective, IncludeFault>] {
    switch tree.kind(value) {
    case .null, .unknown, .reference: []
    case .sequence: tree.items(value).map { directive($0.value) }
    default: [directive(value)]
    }
  }

  private func directive(_ value: NodeID) -> Result<IncludeDirective, IncludeFault> {
    switch tree.kind(value) {
    case .string, .date, .time: .success(location(value))
    case .mapping: mapping(value)
    default:
      .failure(
        IncludeFault(
          node: value,
          message: "an include is a path, a URL or a mapping",
          gitLabMessage: "Each include must be a hash or a string"
        )
      )
    }
  }

  private func location(_ value: NodeID) -> IncludeDirective {
    let text = tree.string(value)
    let isURL = text.hasPrefix("https://") || text.hasPrefix("http://")
    return IncludeDirective(
      target: isURL ? .remote(text) : .local(text),
      node: value,
      mapping: nil,
      rules: nil,
      inputs: nil
    )
  }

  private func mapping(_ value: NodeID) -> Result<IncludeDirective, IncludeFault> {
    let present = Self.targets.filter { tree.present($0, in: value) != nil }
    let names = Self.targets.map { "`\($0.text)`" }.joined(separator: ", ")
    guard let keyword = present.first, present.count == 1,
      let target = tree.value(keyword, in: value)
    else {
      let fault =
        present.isEmpty
        ? IncludeFault(
          node: value,
          message: "the include names none of \(names)",
          gitLabMessage:
            "\(RubyText.json(value, in: tree)) does not have a valid subkey for include. "
            + "Valid subkeys are: \(names)"
        )
        : IncludeFault(
          node: tree.entry(present[1], in: value)?.keyNode ?? value,
          message: "the include uses several of \(names)",
          gitLabMessage: "Each include must use only one of: \(names)"
        )
      return .failure(fault)
    }
    let text = tree.kind(target).isScalar ? tree.rubyText(target) : ""
    return .success(
      IncludeDirective(
        target: self.target(keyword, text, value),
        node: node(keyword, target, value),
        mapping: value,
        rules: tree.present(.rules, in: value),
        inputs: tree.present(.inputs, in: value)
      )
    )
  }

  private func target(
    _ keyword: Keyword,
    _ text: String,
    _ value: NodeID
  ) -> IncludeDirective.Target {
    switch keyword {
    case .project:
      .project(
        path: text,
        files: strings(tree.present(.file, in: value)),
        ref: tree.present(.ref, in: value).map(tree.rubyText)
      )
    case .remote: .remote(text)
    case .template: .template(text)
    case .component: .component(text)
    case .artifact: .artifact(text)
    default: .local(text)
    }
  }

  /// The file of a project include says more than the project.
  private func node(_ keyword: Keyword, _ target: NodeID, _ value: NodeID) -> NodeID {
    keyword == .project ? tree.present(.file, in: value) ?? target : target
  }

  private func strings(_ value: NodeID?) -> [String] {
    guard let value else { return [] }
    if tree.kind(value) == .sequence { return tree.items(value).map { tree.rubyText($0.value) } }
    return [tree.rubyText(value)]
  }
}
