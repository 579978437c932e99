/// The shapes of federated credentials and CI/CD variables, written by hand or exported.
package enum ExportSchema {
  /// A credential in `.akvlint.yml`, with the keys of Microsoft Graph.
  package static let inlineCredential = SettingGroup("a federated credential", credentialKeys)

  /// A file of credentials: the bare list of `az ad app federated-credential list` and
  /// `az identity federated-credential list`, or what Graph and ARM answered.
  static let credentials = SettingType.oneOf([credentialList, .group(credentialPage)])

  /// A file of CI/CD variables: the body of `GET /projects/:id/variables`.
  static let variables = SettingType.list(
    .group(SettingGroup("a variable", allowsOtherKeys: true, variableKeys))
  )

  // MARK: Credentials

  private static let credentialList = SettingType.list(
    .oneOf([.group(nestedCredential), .group(flatCredential)])
  )

  private static let credentialPage = SettingGroup(
    "an exported answer",
    allowsOtherKeys: true,
    [
      Setting("value", credentialList, required: true, "The credentials."),
      Setting("nextLink", .text(.any), "The next page, in ARM's form."),
      Setting("@odata.nextLink", .text(.any), "The next page, in Graph's form."),
    ]
  )

  /// As Graph and both `az` commands give them.
  private static let flatCredential = SettingGroup(
    "a federated credential",
    allowsOtherKeys: true,
    credentialKeys
  )

  /// As ARM gives them.
  private static let nestedCredential = SettingGroup(
    "a federated credential",
    allowsOtherKeys: true,
    [
      Setting("name", .text(.any), "Its name."),
      Setting(
        "properties",
        .group(SettingGroup("\"properties\"", allowsOtherKeys: true, credentialKeys)),
        required: true,
        "Its content."
      ),
    ]
  )

  /// Source: Microsoft Graph, `federatedIdentityCredential`.
  private static let credentialKeys = [
    Setting("id", .text(.any), "Its ID in Entra ID."),
    Setting("name", .text(.any), "Its name within the application."),
    Setting("description", .text(.any), "Its purpose."),
    Setting("issuer", .text(.any), required: true, "The tokens' iss, exactly."),
    Setting("subject", .text(.any), "The tokens' sub, exactly."),
    Setting("audiences", .list(.text(.any)), required: true, "The tokens' aud; exactly one."),
    Setting(
      "claimsMatchingExpression",
      .group(expression),
      "The expression for the tokens' claims, instead of a subject."
    ),
  ]

  private static let expression = SettingGroup(
    "\"claimsMatchingExpression\"",
    [
      Setting("languageVersion", .integer, "The version of its language: 1."),
      Setting("value", .text(.any), required: true, "The expression."),
    ]
  )

  // MARK: Variables

  /// Source: GitLab's page on the API of project-level variables.
  static let variableKeys = [
    Setting("key", .text(.variableName), required: true, "The variable's name."),
    Setting("value", .variableValue, "Its value; omit it if it is secret."),
    Setting("protected", .flag, "Whether only protected refs get it."),
    Setting("environment_scope", .text(.environmentScope), "The environments that get it."),
    Setting("variable_type", .text(.word(["env_var", "file"])), "Whether jobs get a file."),
    Setting("masked", .flag, "Whether job logs hide its value."),
    Setting("hidden", .flag, "Whether GitLab never shows its value."),
    Setting("raw", .flag, "Whether variables in its value are not expanded."),
    Setting("description", .text(.any), "Its purpose."),
  ]
}
