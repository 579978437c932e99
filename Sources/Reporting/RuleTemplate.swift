import RuleEngine

/// The first version of a rule of the user's own, to be edited.
package enum RuleTemplate {
  /// A commented rule file that is valid and whose examples hold.
  ///
  /// - Parameters:
  ///   - id: The rule's ID.
  ///   - name: Its name.
  /// - Returns: The file.
  package static func render(id: String, name: String) -> String {
    """
    # A rule of your own. This one asks that secrets begin with a prefix; change it step by step:
    #   akvlint rules test FOLDER      runs the examples below
    #   akvlint query EXPRESSION       tries an expression on your pipeline
    #   akvlint explain \(id)\(padding(id))shows the rule as others will see it
    # What expressions see is in docs/model.md, how to write them in docs/writing-rules.md.
    id: \(id)
    name: \(name)  # how comments silence it: # akvlint: ignore[\(name)] the reason
    title: Secret name without the prefix of its team
    severity: warning  # error, warning or info
    profile: recommended  # strict: only where a configuration turns it on

    # What the rule is asked about, one by one:
    \(targets)
    for: secret
    # Which of them it concerns; without it, all.
    when: has(secret.vault_name)
    # What must hold. Where it does not, there is a finding; where it is unknown, none.
    assert: params.prefixes.exists(p, secret.vault_name.text.startsWith(p))
    # Where the finding is.
    at: secret.vault_name
    message: '"{{ secret.vault_name.text }}" begins with none of {{ params.prefixes }}'
    # What recognizes the finding when lines move: job, secret, token, variable, text, credential.
    identity: [job, secret]
    # Values that a configuration may change: rules: {\(id): {params: {prefixes: [shop-]}}}
    params:
      prefixes: [shop-]

    why: |
      A secret whose name does not show its owner can be changed or deleted by another team.
    remedy: |
      Rename the secret in the vault, or add the prefix of its team to the rule's parameters.
    references: []

    # The tests of the rule. In a bad example, the guillemets «» mark each text at which there must be
    # a finding; in a good one there must be none.
    examples:
      bad:
        - title: a name without the prefix
          files:
            .gitlab-ci.yml: |
              deploy:
                id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
                secrets:
                  PASSWORD:
                    azure_key_vault: {name: «database-password»}
                    token: $AZURE_JWT
                script: ./deploy.sh
      good:
        - title: a name with the prefix
          files:
            .gitlab-ci.yml: |
              deploy:
                id_tokens: {AZURE_JWT: {aud: https://gitlab.com}}
                secrets:
                  PASSWORD:
                    azure_key_vault: {name: shop-database-password}
                    token: $AZURE_JWT
                script: ./deploy.sh

    """
  }

  /// The types that a rule can be about, a few on each line of a comment.
  private static var targets: String {
    var lines: [String] = []
    var line = "#  "
    for target in RuleTarget.allCases {
      if line.count + target.rawValue.count > 96 {
        lines.append(line)
        line = "#  "
      }
      line += " \(target.rawValue)"
    }
    return (lines + [line]).joined(separator: "\n")
  }

  /// The spaces that bring the note after an ID under those above it.
  private static func padding(_ id: String) -> String {
    String(repeating: " ", count: max(2, 15 - id.count))
  }
}
