package import YAMLSyntax

/// One entry of `include`.
package struct IncludeDirective: Sendable {
  /// The included file.
  package enum Target: Hashable, Sendable {
    /// A file of the same repository; the path as written.
    case local(String)
    /// Files of another project.
    case project(path: String, files: [String], ref: String?)
    /// A file at a URL.
    case remote(String)
    /// One of GitLab's own templates.
    case template(String)
    /// A CI/CD component.
    case component(String)
    /// A file that a job makes, for child pipelines.
    case artifact(String)
    /// The keyword of an include that only a GitLab newer than the table of keywords may have.
    case other(String)
  }

  /// The included file.
  package let target: Target
  /// The text to point at: the path, URL or name.
  package let node: NodeID
  /// The mapping that it is; nil when it is a text.
  package let mapping: NodeID?
  /// The conditions under which it is included.
  package let rules: NodeID?
  /// The inputs it is given.
  package let inputs: NodeID?

  /// The included file, with the values of the variables in its paths; nil if one is unknown.
  func target(with variables: IncludeVariables) -> Target? {
    switch target {
    case .local(let path):
      // Whether a text is a path or a URL is decided when its variables are expanded.
      return variables.expanded(path).map { text in
        mapping == nil && IncludeLocation.isURL(text) ? .remote(text) : .local(text)
      }
    case .project(let path, let files, let ref):
      let expanded = files.compactMap(variables.expanded)
      guard let path = variables.expanded(path), expanded.count == files.count else { return nil }
      return .project(path: path, files: expanded, ref: ref.flatMap(variables.expanded))
    case .remote(let url): return variables.expanded(url).map(Target.remote)
    case .template(let name): return variables.expanded(name).map(Target.template)
    case .component(let name): return variables.expanded(name).map(Target.component)
    case .artifact, .other: return target
    }
  }

  /// The pattern of paths that a local include is; nil when it names one file.
  ///
  /// In a mapping it is compared with paths before variables are expanded.
  func pattern(with variables: IncludeVariables) -> String? {
    guard case .local(let path) = target else { return nil }
    let pattern = mapping == nil ? variables.expanded(path) ?? "" : path
    return pattern.contains("*") && !IncludeLocation.isURL(pattern) ? pattern : nil
  }

  /// A path as GitLab looks it up.
  static func withoutLeadingSlashes(_ path: String) -> String {
    String(path.drop { $0 == "/" })
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
    case .other(let keyword): keyword
    }
  }
}

extension Composition {
  /// The includes in the files, in order, followed or not.
  package var includeDirectives: [IncludeDirective] {
    files.flatMap { file -> [IncludeDirective] in
      guard let content = file.content, let include = tree.present(.include, in: content) else {
        return []
      }
      return IncludeReader(tree: tree, version: version).directives(include)
        .compactMap { try? $0.get() }
    }
  }
}

/// The reason why an entry of `include` is refused.
struct IncludeFault: Error {
  var node: NodeID
  var message: String
  var gitLabMessage: String
  /// Whether GitLab's own code fails at it.
  var isCrash = false
  /// The rules that may exclude it; the fault then does not count.
  var rules: NodeID?
  /// The step at which GitLab finds it.
  var step = Step.match

  /// The steps that all includes of a file go through together.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/config/external/mapper.rb`.
  enum Step {
    /// Each must be a text or a mapping.
    case type
    /// Paths with wildcards become paths of files, after the rules have been evaluated.
    case expand
    /// Each must name one kind of file.
    case match
  }
}

/// Reads the value of `include` in its several forms.
struct IncludeReader {
  /// Where an include is written: in a configuration, or in the header of a file.
  enum Kind {
    case content
    case header
  }

  let tree: NodeTree
  var kind = Kind.content
  /// The version of GitLab; nil for the newest.
  var version: GitLabVersion?

  private var targets: [Keyword] {
    switch kind {
    case .content: [.local, .project, .remote, .template, .artifact, .component]
    case .header: [.local, .remote, .project]
    }
  }

  /// The entries of an `include` value, or a fault instead of a wrong one.
  func directives(_ value: NodeID) -> [Result<IncludeDirective, IncludeFault>] {
    switch tree.kind(value) {
    case .null, .unknown: []
    case .sequence:
      // The lists in the list of a header were spliced in when GitLab validated it.
      (kind == .header ? tree.flattened(value) : tree.items(value))
        .filter { tree.kind($0.value) != .null }.compactMap { directive($0.value) }
    default: [directive(value)].compactMap(\.self)
    }
  }

  private func directive(_ value: NodeID) -> Result<IncludeDirective, IncludeFault>? {
    switch tree.kind(value) {
    case .string, .date, .time: location(value)
    case .mapping: mapping(value)
    case .unknown: nil
    default:
      .failure(
        IncludeFault(
          node: value,
          message: "an include must be a path, a URL or a mapping",
          gitLabMessage: "Each include must be a hash or a string",
          step: .type
        )
      )
    }
  }

  private func location(_ value: NodeID) -> Result<IncludeDirective, IncludeFault> {
    let text = tree.string(value)
    let isURL = IncludeLocation.isURL(text)
    guard isURL || !isBlankPath(text) else {
      return .failure(noSubkey(value, json: "{\"local\":\(RubyText.quoted(text))}"))
    }
    return .success(
      IncludeDirective(
        target: isURL ? .remote(text) : .local(text),
        node: value,
        mapping: nil,
        rules: nil,
        inputs: nil
      )
    )
  }

  private func mapping(_ value: NodeID) -> Result<IncludeDirective, IncludeFault>? {
    // GitLab makes one include for each file of a project, and so none when there is no file.
    if let project = tree.present(.project, in: value), tree.isTruthy(project),
      files(of: value).isEmpty
    {
      return nil
    }
    if let fault = wildcardFault(value) { return .failure(fault) }
    let present = targets.filter { names($0, value) }
    if present.isEmpty, let directive = newer(value) { return .success(directive) }
    guard let keyword = present.first, present.count == 1,
      let target = tree.value(keyword, in: value)
    else {
      var fault =
        present.isEmpty
        ? noSubkey(value, json: RubyText.json(value, in: tree)) : severalOf(present, value)
      fault.rules = tree.present(.rules, in: value)
      return .failure(fault)
    }
    if keyword != .local, keyword != .project, !tree.isA(.string, target) {
      return .failure(
        IncludeFault(
          node: target,
          message: "\"\(keyword.text)\" must be a string",
          gitLabMessage: "Included file `\(tree.printed(target))` needs to be a string",
          rules: tree.present(.rules, in: value)
        )
      )
    }
    return .success(
      IncludeDirective(
        target: self.target(
          keyword,
          keyword == .project ? projectName(target) : tree.printed(target),
          value
        ),
        node: node(keyword, target, value),
        mapping: value,
        rules: tree.present(.rules, in: value),
        inputs: tree.present(.inputs, in: value)
      )
    )
  }

  /// The fault of a local path in which GitLab cannot look for wildcards.
  private func wildcardFault(_ value: NodeID) -> IncludeFault? {
    if let project = tree.present(.project, in: value), tree.isTruthy(project) { return nil }
    guard let local = tree.present(.local, in: value), tree.isTruthy(local) else { return nil }
    switch tree.kind(local) {
    case .bool, .int, .float, .symbol, .reference: break
    case .sequence where tree.items(local).contains { tree.string($0.value) == "*" }: break
    default: return nil
    }
    return IncludeFault(
      node: local,
      message: GitLabCrash.words("\"local\" is not a string"),
      gitLabMessage: GitLabCrash.message,
      isCrash: true,
      rules: tree.present(.rules, in: value),
      step: .expand
    )
  }

  /// An include of a kind that a newer GitLab may have.
  private func newer(_ value: NodeID) -> IncludeDirective? {
    guard !GitLabFeature.covers(version),
      let entry = tree.entries(value).first(where: { Keyword($0.key) == nil })
    else { return nil }
    return IncludeDirective(
      target: .other(tree.text(entry.key)),
      node: entry.value,
      mapping: value,
      rules: tree.present(.rules, in: value),
      inputs: tree.present(.inputs, in: value)
    )
  }

  /// The fault of an include whose name is empty once its variables are expanded.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/config/external/mapper/matcher.rb`: no kind of file then
  /// takes it.
  func emptyName(
    of directive: IncludeDirective,
    with variables: IncludeVariables
  ) -> IncludeFault? {
    guard let target = directive.target(with: variables) else { return nil }
    let empty: (keyword: Keyword, json: String)
    switch target {
    case .local(let path) where isBlankPath(path): empty = (.local, RubyText.quoted(path))
    case .project(let path, _, _) where isBlank(path): empty = (.project, RubyText.quoted(path))
    case .project(_, let files, _):
      guard let index = files.firstIndex(where: isBlankPath) else { return nil }
      empty = (.file, blankFile(index, files[index], of: directive))
    case .remote(let name) where isBlank(name): empty = (.remote, RubyText.quoted(name))
    case .template(let name) where isBlank(name): empty = (.template, RubyText.quoted(name))
    case .component(let name) where isBlank(name): empty = (.component, RubyText.quoted(name))
    default: return nil
    }
    // The values of other variables are not for reports, so the rest is quoted as it is written.
    let members = directive.mapping.map(tree.entries)?.map { entry in
      let isEmpty = entry.key == empty.keyword.symbol
      let value = isEmpty ? empty.json : RubyText.json(entry.value, in: tree)
      return "\(RubyText.quoted(tree.text(entry.key))):\(value)"
    }
    let json = members?.joined(separator: ",") ?? "\"local\":\(empty.json)"
    var fault = noSubkey(directive.node, json: "{\(json)}")
    fault.message = "the name of the included file is empty, because its variables have no values"
    return fault
  }

  /// A file of a project without a name: null, or a blank text.
  private func blankFile(_ index: Int, _ text: String, of directive: IncludeDirective) -> String {
    let files = directive.mapping.flatMap { tree.present(.file, in: $0) }
    let node = files.flatMap { tree.items($0).dropFirst(index).first?.value }
    return node.map { tree.kind($0) == .null } ?? false ? "null" : RubyText.quoted(text)
  }

  /// Whether a keyword of an include has a value.
  private func names(_ keyword: Keyword, _ value: NodeID) -> Bool {
    guard let target = tree.present(keyword, in: value) else { return false }
    switch keyword {
    case .local: return !isBlankPath(tree.printed(target))
    case .project:
      let isNamed = files(of: value).contains { !isBlankPath($0) }
      return isNamed && !isBlank(projectName(target))
    default: return !tree.isBlank(target)
    }
  }

  /// The text that GitLab makes of a project: of a list it takes the first element.
  private func projectName(_ project: NodeID) -> String {
    guard tree.kind(project) == .sequence else { return tree.printed(project) }
    return tree.items(project).first.map { tree.printed($0.value) } ?? ""
  }

  private func isBlankPath(_ path: String) -> Bool {
    isBlank(IncludeDirective.withoutLeadingSlashes(path))
  }

  /// ActiveSupport's `blank?`.
  private func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
  }

  private func files(of value: NodeID) -> [String] {
    guard let file = tree.present(.file, in: value) else { return [] }
    if tree.kind(file) == .sequence { return tree.items(file).map { tree.printed($0.value) } }
    return [tree.printed(file)]
  }

  private var targetNames: String {
    targets.map { "`\($0.text)`" }.joined(separator: ", ")
  }

  private func noSubkey(_ value: NodeID, json: String) -> IncludeFault {
    let what = kind == .header ? "header include" : "include"
    return IncludeFault(
      node: value,
      message: "the include names none of \(targetNames)",
      gitLabMessage: "`\(json)` does not have a valid subkey for \(what). "
        + "Valid subkeys are: \(targetNames)"
    )
  }

  private func severalOf(_ present: [Keyword], _ value: NodeID) -> IncludeFault {
    IncludeFault(
      node: tree.entry(present[1], in: value)?.keyNode ?? value,
      message: "the include uses several of \(targetNames)",
      gitLabMessage: "Each include must use only one of: \(targetNames)"
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
        files: files(of: value),
        ref: tree.present(.ref, in: value).map(tree.rubyText)
      )
    case .remote: .remote(text)
    case .template: .template(text)
    case .component: .component(text)
    case .artifact: .artifact(text)
    default: .local(text)
    }
  }

  /// The file of a project include is more specific than the project.
  private func node(_ keyword: Keyword, _ target: NodeID, _ value: NodeID) -> NodeID {
    keyword == .project ? tree.present(.file, in: value) ?? target : target
  }
}
