import ArgumentParser

/// Whether GitLab, Entra ID and Key Vault are asked, which no file can switch on.
struct LiveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Query GitLab, Entra ID and Key Vault: --live all available, --live=gitlab,entra,vault only these.",
      valueName: "sources"
    )
  )
  var live: String?

  @Flag(help: "Never use the network; overrides all other options.")
  var offline = false
}
