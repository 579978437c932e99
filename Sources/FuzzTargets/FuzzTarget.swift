/// The fuzzed readers of untrusted text.
///
/// A target must end for any bytes, and must not trap; libFuzzer looks for bytes with which one
/// does, and the tests run all that was ever found.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// YAML to events, which are libyaml's, to nodes, and the places of the nodes.
  case yaml
  /// A repository from its files to reports and fixed files.
  case check
  /// An expression of a rule, compiled and evaluated over a pipeline.
  case cel
  /// The condition of `rules:if`.
  case condition
  /// The expression of a flexible federated credential.
  case claims
  /// A regular expression in the first line, texts to match in the others.
  case pattern
  /// A configuration and the files that it names.
  case configuration
  /// A rule of the user's own.
  case rules
  /// A snapshot, and the same bytes as every export that a configuration can name.
  case evidence
  /// Messages to the language server: with headers, or one JSON text a line.
  case messages
  /// A job log.
  case log
  /// Git's listing of a commit or its index, with the objects, by their IDs, in the files after it.
  case git
  /// A `.gitignore` and the wildcards of includes, before an empty line; paths after it.
  case wildcards
  /// A state of Terraform that holds federated credentials.
  case terraform
  /// A name or value in Markdown, HTML, XML and the terminal's text.
  case writers

  /// Feeds bytes to the target.
  ///
  /// - Parameters:
  ///   - input: Any bytes.
  ///   - folder: An empty folder, which the language server takes for the repository.
  /// - Returns: Whether the target accepts the bytes, which distinguishes seeds from rubbish.
  package func run(_ input: [UInt8], folder: String) -> Bool {
    switch self {
    case .yaml: Self.yaml(input)
    case .check: Self.check(input)
    case .cel: Self.cel(input)
    case .condition: Self.condition(input)
    case .claims: Self.claims(input)
    case .pattern: Self.pattern(input)
    case .configuration: Self.configuration(input)
    case .rules: Self.rules(input)
    case .evidence: Self.evidence(input)
    case .messages: Self.messages(input, folder)
    case .log: Self.log(input)
    case .git: Self.git(input)
    case .wildcards: Self.wildcards(input)
    case .terraform: Self.terraform(input)
    case .writers: Self.writers(input)
    }
  }
}
