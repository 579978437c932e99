package import AccessPrediction
import AzureFederation
import TextFormats

/// A plan of credentials as text: a block for each application, and what to run next.
package struct CredentialTable {
  private let plan: CredentialPlan
  private let command: String
  private let text: TerminalText

  /// The text, with a line break at its end.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - command: The call that makes the plan, as a line of a shell.
  ///   - isColoured: Whether it is colored.
  /// - Returns: The text.
  package static func render(
    _ plan: CredentialPlan,
    command: String,
    isColoured: Bool
  ) -> String {
    let table = Self(plan: plan, command: command, text: TerminalText(isColoured: isColoured))
    let lines =
      plan.applications.flatMap(table.application) + table.roles() + table.undecided()
      + table.summary()
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Credentials

  private func application(_ application: CredentialPlan.Application) -> [String] {
    let kind = application.kind == .managedIdentity ? "managed identity" : "application"
    let title = text.styled("\(kind) \(shown(application.clientID))", .bold)
    return [title] + application.items.flatMap(item) + [""]
  }

  private func item(_ item: CredentialPlan.Item) -> [String] {
    let credential = item.credential
    let name = credential.name.isEmpty ? "(no name)" : shown(credential.name)
    var lines = ["  \(styled(item.action)) \(text.styled(name, .bold))"]
    if let previous = item.previous { lines.append("         from \(accepted(previous))") }
    lines.append("         \(accepted(credential))")
    let audience = credential.audiences.map(shown).joined(separator: ", ")
    lines.append("         issuer \(shown(credential.issuer)), audience \(audience)")
    if !item.runs.isEmpty { lines.append("         for \(list(item.runs))") }
    if let note = item.note { lines.append("         \(text.styled(shown(note), .dim))") }
    return lines
  }

  private func accepted(_ credential: FederatedCredential) -> String {
    credential.subject.map { "subject \(shown($0))" }
      ?? "expression \(shown(credential.claimsMatchingExpression?.value ?? ""))"
  }

  private func styled(_ action: CredentialPlan.Action) -> String {
    let word = TerminalText.padded(action.rawValue, to: 6)
    return switch action {
    case .keep: text.styled(word, .dim)
    case .add: text.styled(word, .green)
    case .remove: text.styled(word, .red)
    case .narrow: text.styled(word, .yellow)
    }
  }

  // MARK: Roles, and what is not decided

  private func roles() -> [String] {
    guard !plan.roles.isEmpty else { return [] }
    let lines = plan.roles.flatMap { role in
      let secrets = role.secrets.isEmpty ? "all secrets" : list(role.secrets)
      let access =
        role.access == .policy ? "access policy with the permission get" : role.access.rawValue
      let denied = role.isDenied ? text.styled(" (the vault refuses it so far)", .red) : ""
      return [
        "  \(access) on \(shown(role.vault.text)): \(secrets)",
        "         for \(shown(role.clientID))\(denied)",
      ]
    }
    return [text.styled("access to vaults", .bold)] + lines + [""]
  }

  private func undecided() -> [String] {
    guard !plan.openQuestions.isEmpty else { return [] }
    let lines = plan.openQuestions.flatMap { item in
      ["  \(text.styled("?", .yellow)) \(shown(item.reason))"]
        + (item.runs.isEmpty ? [] : ["    \(list(item.runs))"])
    }
    return [text.styled("undecided", .bold)] + lines + [""]
  }

  private func summary() -> [String] {
    let actions = plan.applications.flatMap(\.items).map(\.action)
    guard !actions.isEmpty else {
      let isKnown = plan.undecided.isEmpty
      return [
        isKnown
          ? "no selected run signs in to Azure with an ID token"
          : "no credential can be planned from what is known"
      ]
    }
    func count(_ action: CredentialPlan.Action) -> Int { actions.count { $0 == action } }
    let counts =
      "\(count(.keep)) to keep, \(count(.add)) to add, \(count(.narrow)) to narrow, "
      + "\(count(.remove)) to remove"
    guard plan.isChange else {
      if plan.undecided.contains(where: \.isUnmet) {
        return [counts, "some selected runs fail after that; see what is undecided"]
      }
      let limit = plan.openQuestions.isEmpty ? "" : ", as far as is known"
      return [counts, "nothing remains to be done\(limit)"]
    }
    return [
      counts,
      "to carry it out: \(command) --format az > credentials.sh, review it, and run it with bash; or "
        + "--format terraform, --format bicep",
    ]
  }

  /// A few of many.
  private func list(_ items: [String]) -> String {
    let shown = items.prefix(6).map(self.shown).joined(separator: ", ")
    return items.count > 6 ? "\(shown) and \(items.count - 6) more" : shown
  }

  private func shown(_ text: String) -> String { TerminalText.sanitised(text) }
}
