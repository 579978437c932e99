import YAMLSyntax

/// Texts without which no script signs in to Azure with an ID token.
enum SignInWords {
  /// The words of which a pipeline with a sign-in contains at least one: options, fields and
  /// variables of sign-ins, programs and files that may contain them.
  static let all = tokens + ["TF_VAR_", "terraform", "tofu", ".sh", ".ps1"]

  private static let tokens = [
    "federated", "Federated", "FEDERATED", "client_assertion", "OIDC", "oidc", "workloadidentity",
    "ClientAssertion",
  ]

  /// Parts of the names of programs and scripts that sign in.
  private static let programs = [
    "az", "erraform", "erragrunt", "tofu", "pulumi", "kubelogin", "ansible", "curl", "wget", "http",
    "nvoke-", "irm", "iwr", "ccount", ".sh", ".bash", ".ps1", "eval",
  ].map { Array($0.utf8) }

  private static let tokenBytes = tokens.map { Array($0.utf8) }

  /// Whether a text may call a program that signs in.
  static func mayCall(_ text: ArraySlice<UInt8>) -> Bool {
    programs.contains { ByteSearch.contains($0, in: text) }
  }

  /// Whether a text is about a sign-in.
  static func areNamed(in text: ArraySlice<UInt8>) -> Bool {
    tokenBytes.contains { ByteSearch.contains($0, in: text) }
  }
}
