import YAMLSyntax

/// Texts without which no script signs in to Azure with an ID token.
enum SignInWords {
  /// The words that a pipeline with a sign-in contains at least one of: options, fields and
  /// variables of sign-ins, programs and files that may contain them, Azure's audience.
  static let all = WordSearch(
    words + [
      "TF_VAR_", "terraform", "tofu", ".sh", ".ps1", "source ", "./", "AzureADTokenExchange",
    ]
  )

  private static let words = [
    "federated", "Federated", "FEDERATED", "client_assertion", "OIDC", "oidc", "workloadidentity",
    "ClientAssertion",
  ]

  /// Parts of the names of programs and scripts that sign in.
  private static let programs = WordSearch([
    "az", "erraform", "erragrunt", "tofu", "pulumi", "kubelogin", "ansible", "curl", "wget", "http",
    "nvoke-", "irm", "iwr", "ccount", ".sh", ".bash", ".ps1", "eval", "source ", "./",
    "sh -c",
  ])

  private static let tokens = WordSearch(words)

  /// Whether a text may call a program that signs in.
  static func mayCall(_ text: ArraySlice<UInt8>) -> Bool {
    programs.finds(in: text) || beginsWithVariable(text)
  }

  /// Whether a command of a text is named by a variable, as in `$TF init`.
  private static func beginsWithVariable(_ text: ArraySlice<UInt8>) -> Bool {
    var isStart = true
    for byte in text {
      switch byte {
      case UInt8(ascii: "$") where isStart: return true
      case 0x20, 0x09, UInt8(ascii: "\""): continue
      case 0x0A, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "("),
        UInt8(ascii: "{"):
        isStart = true
      default: isStart = false
      }
    }
    return false
  }

  /// Whether a text is about a sign-in.
  static func areNamed(in text: ArraySlice<UInt8>) -> Bool {
    tokens.finds(in: text)
  }
}
