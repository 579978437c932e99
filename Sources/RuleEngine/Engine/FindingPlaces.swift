import AccessPrediction
import AzureFederation
import CommonExpressions
import Evidence
import Findings
import GitLabCI
import YAMLSyntax

/// Where findings about the objects of expressions are reported.
extension PipelineFacts {
  /// Where an object is written in the pipeline; nil when it is not.
  func location(of object: ObjectReference) -> Location? {
    guard let reference = FactReference(object) else { return nil }
    switch reference.type {
    case .place:
      if case .pipeline(let location) = places[reference.item] { return location }
      return nil
    case .command: return scripts.location(ofCommand: reference.item)
    case .word: return scripts.location(ofWord: reference.item)
    case .variableUse: return scripts.location(of: scripts.variableUses[reference.item])
    case .mention: return location(of: mentions[reference.item])
    default: return node(of: object).map { tree.location($0) }
    }
  }

  /// The node to point at for an object: a text itself, the name of anything else.
  func node(of object: ObjectReference) -> NodeID? {
    guard let reference = FactReference(object) else { return nil }
    switch reference.type {
    case .text: return tree.node(reference.item)
    case .job, .prediction, .run, .runVariable, .failure, .script, .signIn:
      return reference.job.map { pipeline.jobs[$0].entry.keyNode }
    case .idToken: return idToken(reference)?.token.entry.keyNode
    case .secret, .vaultSecret:
      return reference.job.map { pipeline.jobs[$0].secrets[reference.item].entry.keyNode }
    case .access:
      return reference.job.flatMap { pipeline.jobs[$0].secrets.first(where: \.isAzure) }?.entry
        .keyNode
    case .variable: return variable(reference)?.entry.keyNode
    case .azureValue:
      if case .pipeline(let node)? = azureValues.distinct[reference.item].site { return node }
      return nil
    case .include:
      switch includes[reference.item] {
      case .include(let directive, _): return directive.node
      case .downstream(let outside): return outside.node
      }
    case .pipeline, .project, .identity, .credential, .evidenceFile, .lintError, .command, .word,
      .variableUse, .mention, .place:
      return nil
    }
  }

  /// Where an object is written outside the pipeline; nil when it is in it.
  func evidenceLocation(of value: Value) -> FileLocation? {
    guard case .object(let object) = value, let reference = FactReference(object) else {
      return nil
    }
    switch reference.type {
    case .azureValue: return azureValues.distinct[reference.item].evidenceLocation
    case .credential:
      return credentials[reference.item].credential.source.map { FileLocation($0) }
    case .identity: return evidence.identities[reference.item].source.map { FileLocation($0) }
    case .project: return evidence.gitLab.source.map { FileLocation($0) }
    case .place:
      if case .evidence(let place) = places[reference.item] { return place }
      return nil
    default: return nil
    }
  }

  /// The mapping of a thing, into which a fix puts a key.
  func mapping(of object: ObjectReference) -> NodeID? {
    guard let reference = FactReference(object), let index = reference.job else { return nil }
    switch reference.type {
    case .job: return pipeline.jobs[index].node
    case .idToken: return idToken(reference)?.token.entry.value.node
    case .secret: return pipeline.jobs[index].secrets[reference.item].entry.value.node
    default: return nil
    }
  }

  /// The start of the root file, for findings without a place of their own.
  var rootLocation: Location {
    let start = TextPosition(line: 1, column: 1)
    return Location(
      file: pipeline.composition.rootFile,
      span: TextSpan(start: start, end: start)
    )
  }
}
