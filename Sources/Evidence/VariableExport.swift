import AzureFederation
import YAMLSyntax

/// Reads what `GET /projects/:id/variables` answered.
///
/// Only values that are known to be no secrets are kept: see `ProjectVariable.mayKeepValue`.
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

  /// Takes a document that was read.
  static func read(_ document: DocumentValue, path: String) -> Self {
    var export = Self()
    export.read(document, path: path)
    return export
  }

  private mutating func read(_ document: DocumentValue, path: String) {
    var reader = SchemaReader(path: path)
    if let answer = document["message"]?.text {
      reader.report("GitLab answered \"\(answer)\", not a list of variables", at: document.place)
    } else if let list = reader.read(
      document,
      as: ExportSchema.variables,
      of: "the body of GET /projects/:id/variables"
    ) {
      for value in list.elements {
        let source = value.valuePart.source(in: path)
        if let variable = ProjectEvidence.ProjectVariable(value, source: source) {
          variables.append(variable)
        }
      }
    }
    problems += reader.problems
  }
}

extension ProjectEvidence.ProjectVariable {
  /// A variable with GitLab's keys; nil when the name is missing, which was reported.
  init?(_ value: DocumentValue, source: EvidenceSource) {
    guard let key = value["key"]?.text else { return nil }
    let isSecret = value["masked"]?.bool ?? false || value["hidden"]?.bool ?? false
    self.init(
      key: key,
      value: Self.mayKeepValue(key, isSecret: isSecret) ? value["value"]?.text : nil,
      isProtected: value["protected"]?.bool ?? false,
      environmentScope: value["environment_scope"]?.text ?? "*",
      source: source,
      isRaw: value["raw"]?.bool ?? false,
      isFile: value["variable_type"]?.text == "file",
      level: value["level"]?.text.flatMap(Self.level) ?? .project
    )
  }

  /// Whether the value of a variable is kept: not when GitLab masks or hides it, unless it is one
  /// of the `AZURE_*` that are not secret, such as the tenant's ID.
  private static func mayKeepValue(_ key: String, isSecret: Bool) -> Bool {
    guard isSecret else { return true }
    let secrets = ["SECRET", "PASSWORD", "TOKEN", "CERTIFICATE", "ACCESS_KEY", "_PAT"]
    return key.hasPrefix("AZURE_") && !secrets.contains { key.contains($0) }
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
  /// Where in a file this is known from.
  func source(in path: String, date: String? = nil) -> EvidenceSource {
    var jsonPath: String?
    if case .jsonPath(let path, _) = place { jsonPath = path }
    return EvidenceSource(
      path: path,
      line: place.start.map { Int($0.line) },
      column: place.start.map { Int($0.column) },
      jsonPath: jsonPath,
      date: date
    )
  }

  /// The value of a CI/CD variable, to which findings about it point; the whole entry when only its
  /// name is known.
  var valuePart: DocumentValue { self["value"] ?? self }
}
