import CommonExpressions
import GitLabCI
import YAMLSyntax

/// An entry of `include`, or a downstream pipeline that is not in the repository.
enum IncludedFile {
  /// An include with why it was not followed; nil when it was.
  case include(IncludeDirective, problem: String?)
  case downstream(OutsidePipeline)
}

enum IncludeField: Int, FactField {
  case kind
  case name
  case summary
  case ref
  case refPlace
  case hasIntegrity
  case isFollowed
  case problem
  case job
  case place

  static let typeName = "include"

  var declaration: Field {
    switch self {
    case .kind:
      .init(
        "kind",
        .string,
        "`local`, `project`, `remote`, `template`, `component`, `artifact`, or `other` in a GitLab newer than the table of keywords; `downstream` for a "
          + "triggered pipeline that is not in the repository."
      )
    case .name: .init("name", .string, "The path, project, URL or component that it names.")
    case .summary: .init("summary", .string, "A description for messages.")
    case .ref:
      .init("ref", .string, optional: true, "The `ref` of a project, the version of a component.")
    case .refPlace:
      .init("ref_place", .text, "The `ref` as written, else what the include names.")
    case .hasIntegrity: .init("has_integrity", .bool, "Whether it has `integrity`.")
    case .isFollowed:
      .init("is_followed", .bool, "Whether it was read; unknown for a downstream pipeline.")
    case .problem: .init("problem", .string, "Why it was not read; empty when it was.")
    case .job: .init("job", .job, optional: true, "The trigger job of a downstream pipeline.")
    case .place: .init("place", .text, "What the include names, as written.")
    }
  }
}

extension PipelineFacts {
  func includeValue(_ field: IncludeField, _ reference: FactReference) -> Value? {
    guard reference.item < includes.count else { return nil }
    switch includes[reference.item] {
    case .include(let directive, let problem): return value(field, directive, problem)
    case .downstream(let outside): return value(field, outside)
    }
  }

  private func value(
    _ field: IncludeField,
    _ directive: IncludeDirective,
    _ problem: String?
  ) -> Value? {
    switch field {
    case .kind: return .string(directive.target.kind)
    case .name: return .string(directive.target.name)
    case .summary: return .string(directive.summary)
    case .ref: return directive.target.ref.map(Value.string)
    case .refPlace:
      let ref = directive.mapping.flatMap { tree.present(.ref, in: $0) }
      return text(ref ?? directive.node, job: nil)
    case .hasIntegrity:
      return .bool(directive.mapping.flatMap { tree.present(.integrity, in: $0) } != nil)
    case .isFollowed: return .bool(problem == nil)
    case .problem: return .string(problem ?? "")
    case .job: return nil
    case .place: return text(directive.node, job: nil)
    }
  }

  private func value(_ field: IncludeField, _ outside: OutsidePipeline) -> Value? {
    switch field {
    case .kind: return .string("downstream")
    case .name, .summary: return .string(outside.summary)
    case .ref: return nil
    case .refPlace, .place: return text(outside.node, job: outside.trigger)
    case .hasIntegrity: return .bool(false)
    case .isFollowed:
      let what = "the downstream pipeline (\(outside.summary)) is not judged: \(outside.reason)"
      return .unknown(Unknown(what))
    case .problem: return .string(outside.reason)
    case .job: return FactReference(.job, job: outside.trigger).value
    }
  }

  /// The includes in order, then those in headers that were not followed, then downstream
  /// pipelines.
  func makeIncludes() -> [IncludedFile] {
    let unresolved = pipeline.composition.unresolvedIncludes
    let directives = pipeline.composition.includeDirectives
    let written = directives.map { directive in
      IncludedFile.include(
        directive,
        problem: unresolved.first { $0.directive.node == directive.node }?.reason
      )
    }
    let others = unresolved.filter { include in
      !directives.contains { $0.node == include.directive.node }
    }
    return written + others.map { .include($0.directive, problem: $0.reason) }
      + pipeline.outsidePipelines.map(IncludedFile.downstream)
  }
}

extension IncludeDirective.Target {
  /// The keyword of the include.
  fileprivate var kind: String {
    switch self {
    case .local: "local"
    case .project: "project"
    case .remote: "remote"
    case .template: "template"
    case .component: "component"
    case .artifact: "artifact"
    case .other: "other"
    }
  }

  /// The path, project, URL or component that it names.
  fileprivate var name: String {
    switch self {
    case .local(let name), .project(let name, _, _), .remote(let name), .template(let name),
      .component(let name), .artifact(let name), .other(let name):
      name
    }
  }

  /// The ref of a project or the version of a component.
  fileprivate var ref: String? {
    switch self {
    case .project(_, _, let ref): return ref
    case .component(let name):
      let parts = name.split(separator: "@", omittingEmptySubsequences: false)
      return parts.count == 2 ? String(parts[1]) : nil
    case .local, .remote, .template, .artifact, .other: return nil
    }
  }
}
