import ArgumentParser

/// Whether GitLab, Entra ID and Key Vault are asked, which no file can switch on.
struct LiveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Ask GitLab, Entra ID and Key Vault: --live what can be asked, --live=gitlab,entra,vault those.",
      valueName: "sources"
    )
  )
  var live: String?

  @Flag(help: "Ask nobody, whatever else is said.")
  var offline = false
}
