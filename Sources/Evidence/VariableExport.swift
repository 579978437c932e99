import AzureFederation

/// Reads what `GET /projects/:id/variables` answered.
///
/// Values are kept, never shown.
struct VariableExport {
  private(set) var variables: [ProjectEvidence.ProjectVariable] = []
  private(set) var problems: [ConfigurationProblem] = []

  /// Reads a file.
  static func read(_ bytes: [UInt8], path: String) -> Self {
    var export = Self()
    do throws(ConfigurationProblem) {
      export.read(try JSONDocument.read(bytes, path: path), path: path)
    } catch {
      export.problems.append(error)
    }
    return export
  }

  private mutating func read(_ document: DocumentValue, path: String) {
    var reader = SchemaReader(path: path)
    if let answer = document["message"]?.text {
      reader.report("GitLab answered \"\(answer)\" and no list of variables", at: document.place)
    } else if let list = reader.read(
      document,
      as: ExportSchema.variables,
      of: "the body of GET /projects/:id/variables"
    ) {
      for value in list.elements {
        guard let variable = ProjectEvidence.ProjectVariable(value, source: value.source(in: path))
        else {
          continue
        }
        variables.append(variable)
      }
    }
    problems += reader.problems
  }
}

extension ProjectEvidence.ProjectVariable {
  /// A variable with GitLab's keys; nil when the name is missing, which was reported.
  init?(_ value: DocumentValue, source: EvidenceSource) {
    guard let key = value["key"]?.text else { return nil }
    self.init(
      key: key,
      value: value["value"]?.text,
      isProtected: value["protected"]?.bool ?? false,
      environmentScope: value["environment_scope"]?.text ?? "*",
      source: source,
      isRaw: value["raw"]?.bool ?? false,
      isFile: value["variable_type"]?.text == "file",
      level: value["level"]?.text.flatMap(Self.level) ?? .project
    )
  }

  private static func level(_ text: String) -> Level? {
    switch text {
    case "group": .group
    case "instance": .instance
    default: nil
    }
  }
}

extension DocumentValue {
  /// Where in an exported file this is known from.
  func source(in path: String) -> EvidenceSource {
    guard case .jsonPath(let jsonPath) = place else { return EvidenceSource(path: path) }
    return EvidenceSource(path: path, jsonPath: jsonPath)
  }
}
