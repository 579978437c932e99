import YAMLSyntax

extension Shapes {
  static let image = containerShape([], children: [])
  static let services = EntryShape(
    [.config(.type(.array))],
    children: .items(
      containerShape(
        [.optional(.alias, .type(.string))],
        more: [.command, .alias, .variables],
        children: [(.variables, plainVariables), (.command, script)]
      ),
      path: "service"
    )
  )

  /// An image or a service: a name, or a mapping that has one.
  private static func containerShape(
    _ checks: [AttributeCheck],
    more: KeywordSet = [],
    children: [(keyword: Keyword, shape: EntryShape)]
  ) -> EntryShape {
    let keys: KeywordSet = [.docker, .kubernetes, .name, .entrypoint, .ports, .pullPolicy]
    let mapping = EntryShape(
      [
        .config(
          .hashOrString,
          .noKeys([.ports], says: "contains disallowed keys", ignoresNull: false)
        ),
        .required(.name, .type(.string), .presence()),
        .optional(.entrypoint, .strings),
        .config(.custom(executorOptions), .keys(keys.union(more))),
      ] + checks,
      children: .keywords([(.pullPolicy, pullPolicy)] + children)
    )
    let name = EntryShape([
      .config(
        .custom { tree, node in
          guard tree.isBlank(node) else { return nil }
          var fault = Fault("can't be blank", "names no image")
          fault.attribute = .keyword(.name)
          return fault
        }
      )
    ])
    return EntryShape([.string(name), .when(mapping) { _, _ in true }], otherwise: .says(""))
  }

  private static let executorOptions: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    let schema = ObjectSchema([
      .docker: .object(
        ObjectSchema([.platform: .string(1...64), .user: .string(1...255)])
      ),
      .kubernetes: .object(ObjectSchema([.user: .stringOrInteger(1...255)])),
    ])
    for keyword in [Keyword.docker, .kubernetes] {
      guard let value = tree.present(keyword, in: node), let part = schema.properties[keyword],
        var fault = part.fault(value, at: "/\(keyword.text)", in: tree)
      else { continue }
      fault.gitLab = "executor opts \(fault.gitLab)"
      fault.replacesAttribute = true
      return fault
    }
    return nil
  }

  private static let pullPolicies = ["always", "never", "if-not-present"]
  private static let pullPolicy = EntryShape([
    .config(.stringOrStrings, .allowedItems(pullPolicies)),
    .config(.presence(), when: { tree, facts in tree.kind(facts.node) == .sequence }),
    .config(
      .inclusion(pullPolicies, says: "is not included in the list"),
      when: { tree, facts in tree.kind(facts.node).isString }
    ),
  ])

  // MARK: Caches and artifacts

  private static let whenFinished = ["on_success", "on_failure", "always"]
  private static let whenFinishedSays = "should be one of: on_success, on_failure, always"

  static let caches = EntryShape(
    [
      .config(
        .hashOrArray,
        .custom { tree, node in
          guard tree.kind(node) == .sequence, tree.items(node).count > 4 else { return nil }
          return Fault("no more than 4 caches can be created", "has more than 4 caches")
        }
      )
    ],
    children: .items(cache, path: "cache"),
    className: "caches",
    hidesKey: true
  )

  private static let cache = EntryShape(
    [
      .config(
        .type(.hash),
        .keys([.key, .untracked, .paths, .when, .policy, .unprotect, .fallbackKeys])
      ),
      .unlessBlank(
        .policy,
        .type(.string),
        .format(says: "should be a variable or one of: pull-push, push, pull") { policy in
          // GitLab's expression is not anchored.
          ["push", "pull", "$"].contains { policy.contains($0) }
        }
      ),
      .optional(.when, .type(.string), .inclusion(whenFinished, says: whenFinishedSays)),
      .optional(
        .fallbackKeys,
        .count(0...5, tooFew: "", tooMany: "has to many entries (maximum 5)")
      ),
    ],
    children: .keywords([
      (.key, cacheKey), (.unprotect, boolean), (.untracked, boolean), (.paths, strings),
      (.fallbackKeys, strings),
    ])
  )

  private static let tooManyFiles = "has too many items (maximum is 2)"

  /// Up to ten files need a feature flag; without it GitLab takes two.
  private static let manyFiles: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    guard tree.kind(node) == .sequence, (3...10).contains(tree.items(node).count) else {
      return nil
    }
    var fault = Fault(
      tooManyFiles,
      "has more than 2 files, for which GitLab needs the feature flag "
        + "increase_ci_cache_key_files_limit"
    )
    fault.isNote = true
    return fault
  }

  private static let cacheKey: EntryShape = {
    let key = EntryShape([.config(.cacheKey)])
    let files = EntryShape(
      [
        .config(
          .strings,
          .count(1...10, tooFew: "requires at least 1 item", tooMany: tooManyFiles),
          .versioned(
            .custom(manyFiles),
            since: GitLabFeature.named("more than 2", in: .cacheKeyFiles),
            older: .count(
              1...2,
              tooFew: "requires at least 1 item",
              tooMany: tooManyFiles
            )
          )
        )
      ],
      place: .cacheKeyFiles
    )
    let mapping = EntryShape(
      [
        .config(
          .type(.hash),
          .keys([.files, .filesCommits, .prefix]),
          .oneOf([.files, .filesCommits])
        )
      ],
      children: .keywords([(.files, files), (.filesCommits, files), (.prefix, key)])
    )
    return EntryShape(
      [.stringOrSymbol(key), .hash(mapping)],
      otherwise: .says("should be a hash, a string or a symbol")
    )
  }()

  static let artifacts = EntryShape(
    [
      .config(
        .type(.hash),
        .keys([
          .name, .untracked, .paths, .reports, .when, .expireIn, .exposeAs, .exclude, .public,
          .access,
        ])
      ),
      .required(.paths, .presence(), when: { _, facts in facts.filled.contains(.exposeAs) }),
      .config(.atMostOne([.access, .public])),
      .optional(.name, .type(.string)),
      .optional(.public, .boolean),
      .optional(.untracked, .boolean),
      .optional(.paths, .strings),
      .optional(
        .paths,
        .custom(wildcardInExposedPath),
        when: { _, facts in facts.filled.contains(.exposeAs) }
      ),
      .optional(
        .exposeAs,
        .type(.string),
        .length(max: 100, says: "is too long (maximum is 100 characters)"),
        .format(says: "can contain only letters, digits, '-', '_' and spaces", isExposable)
      ),
      .optional(.exclude, .strings),
      .optional(.reports, .type(.hash)),
      .optional(.when, .type(.string), .inclusion(whenFinished, says: whenFinishedSays)),
      .optional(.expireIn, .duration(orNever: true)),
      .optional(
        .access,
        .type(.string),
        .inclusion(
          ["none", "developer", "maintainer", "all"],
          says: "should be one of: none, developer, maintainer, all"
        )
      ),
    ],
    children: .keywords([(.reports, reports)])
  )

  private static let wildcardInExposedPath: @Sendable (NodeTree, NodeID) -> Fault? = {
    tree,
    node in
    let wrong = tree.items(node).first { tree.text($0.value).contains(UInt8(ascii: "*")) }
    return wrong.map {
      Fault(
        "can't contain '*' when used with 'expose_as'",
        "cannot contain \"*\" together with \"expose_as\"",
        at: $0
      )
    }
  }

  private static let isExposable: @Sendable (String) -> Bool = { text in
    func isWord(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        || scalar == "_"
    }
    guard let first = text.unicodeScalars.first, isWord(first) else { return false }
    return text.unicodeScalars.allSatisfy { isWord($0) || $0 == "-" || $0 == " " }
  }

  private static let fileReports: [Keyword] = [
    .junit, .codequality, .sast, .secretDetection, .dependencyScanning, .containerScanning,
    .dast, .performance, .browserPerformance, .loadPerformance, .licenseScanning, .metrics,
    .lsif, .dotenv, .terraform, .accessibility, .coverageFuzzing, .apiFuzzing,
    .clusterImageScanning, .requirements, .requirementsV2, .cyclonedx, .annotations,
    .repositoryXray, .sarif,
  ]

  private static let reports: EntryShape = {
    var keys: KeywordSet = [.coverageReport]
    for keyword in fileReports { keys.insert(keyword) }
    // GitLab has no check for this one.
    let checked = fileReports.filter { $0 != .codequality }
    let formats = ["cobertura", "jacoco"]
    let coverage = EntryShape([
      .config(.type(.hash), .keys([.coverageFormat, .path])),
      .required(
        .coverageFormat,
        .presence(),
        .inclusion(formats, says: "must be one of supported formats: cobertura, jacoco.")
      ),
      .required(.path, .presence(), .type(.string)),
    ])
    return EntryShape(
      [.config(.type(.hash), .keys(keys))] + checked.map { .optional($0, .stringOrStrings) },
      children: .keywords([(.coverageReport, coverage)]),
      place: .report
    )
  }()
}
