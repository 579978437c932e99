import YAMLSyntax

extension Shapes {
  static let idTokens = EntryShape(
    [.config(.type(.hash))],
    children: .names(
      EntryShape(
        [
          .config(.requiredKeys([.aud]), .keys([.aud])),
          .required(.aud, .stringOrStrings),
        ],
        role: .idToken,
        className: "id token"
      )
    ),
    role: .idTokens
  )

  private static let providers: [Keyword] = [
    .vault, .azureKeyVault, .gcpSecretManager, .gitlabSecretsManager, .awsSecretsManager,
  ]

  static let secrets = EntryShape(
    [.config(.type(.hash))],
    children: .names(
      EntryShape(
        [
          .config(
            .type(.hash),
            .keys([
              .vault, .azureKeyVault, .gcpSecretManager, .gitlabSecretsManager,
              .awsSecretsManager, .file, .token,
            ]),
            .oneOf(providers)
          ),
          .optional(.token, .type(.string)),
          .required(
            .token,
            .presence(says: "is required with gcp secrets manager"),
            about: .otherProvider,
            when: { tree, facts in
              facts.value(.gcpSecretManager, in: tree).map { !tree.isBlank($0) } ?? false
            }
          ),
        ],
        children: .keywords([
          (.vault, vault), (.file, boolean), (.azureKeyVault, azureKeyVault),
          (.gcpSecretManager, gcpSecretManager), (.gitlabSecretsManager, gitlabSecretsManager),
          (.awsSecretsManager, awsSecretsManager),
        ]),
        role: .secret,
        place: .secret,
        className: "secret"
      )
    ),
    role: .secrets
  )

  private static let azureKeyVault = EntryShape(
    [
      .config(.type(.hash), .keys([.name, .version])),
      .required(.name, .presence(), .type(.string)),
      .optional(.version, .type(.string)),
    ],
    role: .azureKeyVault,
    misplaced: [.file, .token]
  )

  private static let vault = EntryShape(
    [
      .string(EntryShape([.config(.presence())], role: .otherProvider)),
      .hash(
        EntryShape(
          [
            .config(.keys([.engine, .path, .field])),
            .required(.path, .presence(), .type(.string)),
            .required(.field, .presence(), .type(.string)),
            .required(.engine, .presence(), .type(.hash)),
          ],
          children: .keywords([
            (
              .engine,
              EntryShape(
                [
                  .config(.type(.hash), .keys([.name, .path]), .requiredKeys([.name, .path])),
                  .required(.name, .presence(), .type(.string)),
                  .required(.path, .presence(), .type(.string)),
                ],
                role: .otherProvider
              )
            )
          ]),
          role: .otherProvider,
          misplaced: [.file, .token]
        )
      ),
    ],
    otherwise: .says("should be a hash or a string"),
    role: .otherProvider
  )

  private static let gcpSecretManager = EntryShape(
    [
      .config(.type(.hash), .keys([.name, .version])),
      .required(.name, .presence(), .type(.string)),
      .optional(.version, .alphanumeric),
    ],
    role: .otherProvider,
    misplaced: [.file, .token]
  )

  private static let gitlabSecretsManager = EntryShape(
    [
      .config(.type(.hash), .keys([.name, .source])),
      .required(.name, .presence(), .type(.string)),
      .optional(
        .source,
        .custom(sourceCrash),
        .type(.string),
        .format(says: "must follow the format group/group_full_path or 'project'") { source in
          if source == "project" { return true }
          guard source.hasPrefix("group/"), source.utf8.count > 6 else { return false }
          return source.unicodeScalars.dropFirst(6).allSatisfy { scalar in
            scalar.isASCII
              && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "_-./".unicodeScalars.contains(scalar))
          }
        }
      ),
    ],
    role: .otherProvider,
    misplaced: [.file, .token]
  )

  /// GitLab's failure to look for a prefix of a source that is not a text.
  private static let sourceCrash: @Sendable (NodeTree, NodeID) -> Fault? = { tree, source in
    switch tree.kind(source) {
    case .bool, .int, .float, .sequence, .mapping, .reference:
      GitLabCrash.fault("is not a string")
    default: nil
    }
  }

  private static let awsSecretsManager = EntryShape(
    [
      .string(
        EntryShape(
          [
            .config(
              .presence(),
              .format(says: "must contain at most one '#'") { text in
                text.utf8.count { $0 == UInt8(ascii: "#") } <= 1
              }
            )
          ],
          role: .otherProvider
        )
      ),
      .hash(
        EntryShape(
          [
            .config(
              .keys([
                .secretID, .region, .versionID, .versionStage, .roleArn, .roleSessionName,
                .field,
              ])
            ),
            .required(.secretID, .type(.string), .presence()),
            .optional(.region, .type(.string)),
            .optional(.versionID, .type(.string)),
            .optional(.versionStage, .type(.string)),
            .optional(.roleArn, .type(.string)),
            .optional(.roleSessionName, .type(.string)),
            .optional(.field, .type(.string)),
          ],
          role: .otherProvider,
          misplaced: [.file, .token]
        )
      ),
    ],
    otherwise: .says("should be a hash or a string"),
    role: .otherProvider
  )
}
