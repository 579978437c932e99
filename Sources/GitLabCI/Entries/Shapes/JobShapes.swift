import YAMLSyntax

extension Shapes {
  private static let processableKeys: KeywordSet = [
    .extends, .stage, .only, .except, .rules, .variables, .inherit, .allowFailure, .when, .needs,
    .resourceGroup, .environment, .interruptible,
  ]
  private static let jobKeys: KeywordSet = [
    .tags, .script, .image, .services, .startIn, .artifacts, .cache, .dependencies,
    .beforeScript, .afterScript, .hooks, .coverage, .retry, .parallel, .timeout, .release,
    .idTokens, .publish, .pages, .manualConfirmation, .run, .dastConfiguration, .identity,
    .secrets, .inputs,
  ]

  /// The common checks of jobs and trigger jobs.
  private static let processableChecks: [AttributeCheck] = [
    .config(.type(.hash), .presence()),
    .config(.atMostOne([.script, .trigger]), .atMostOne([.run, .trigger])),
    .config(
      .noKeys(
        [.only, .except, .startIn],
        says: "key may not be used with `rules`",
        ignoresNull: true
      ),
      when: { _, facts in facts.filled.contains(.rules) }
    ),
    .optional(.extends, .stringOrStrings),
    .optional(.rules, .nestedHashes(depth: 10)),
    .optional(.resourceGroup, .type(.string)),
  ]
  private static let processableChildren: [(keyword: Keyword, shape: EntryShape)] = [
    (.stage, string), (.only, policy), (.except, policy), (.rules, jobRules),
    (.variables, jobVariables), (.inherit, inherit), (.environment, environment),
    (.interruptible, boolean),
  ]
  /// The keywords that `default` can set for jobs.
  private static let defaultChildren: [(keyword: Keyword, shape: EntryShape)] = [
    (.beforeScript, script), (.afterScript, script), (.hooks, hooks), (.cache, caches),
    (.image, image), (.services, services), (.timeout, timeout), (.retry, retry), (.tags, tags),
    (.artifacts, artifacts), (.idTokens, idTokens),
  ]

  static let defaults = EntryShape(
    [
      .config(
        .type(.hash),
        .keys([
          .beforeScript, .afterScript, .hooks, .cache, .image, .services, .interruptible,
          .timeout, .retry, .tags, .artifacts, .idTokens,
        ])
      )
    ],
    children: .keywords(defaultChildren + [(.interruptible, boolean)]),
    place: .defaults,
    misplaced: [.secrets]
  )

  static let hidden = EntryShape([.config(.presence())], className: "hidden")

  // MARK: Jobs with a script

  private static let isDelayed: AttributeCheck.Condition = { tree, facts in
    facts.value(.when, in: tree).map { tree.string($0) == "delayed" } ?? false
  }

  static let job = EntryShape(
    processableChecks + [
      .config(
        .keys(processableKeys.union(jobKeys)),
        .atMostOne([.script, .run]),
        .atMostOne([.beforeScript, .run]),
        .atMostOne([.afterScript, .run])
      ),
      .required(.script, .presence(), when: { _, facts in !facts.keys.contains(.run) }),
      .optional(
        .when,
        .type(.string),
        .inclusion(
          ["on_success", "on_failure", "always", "manual", "delayed"],
          says: "should be one of: on_success, on_failure, always, manual, delayed"
        )
      ),
      .optional(.dependencies, .strings),
      .optional(.allowFailure, .hashOrBoolean),
      .optional(.manualConfirmation, .type(.string)),
      .optional(
        .run,
        .versioned(
          .custom(RunSteps.fault),
          since: GitLabFeature.named("func", in: .step),
          older: .custom(RunSteps.faultBeforeFunctions)
        )
      ),
      .required(.startIn, .duration(limit: ChronicDuration.week), when: isDelayed),
      .required(
        .startIn,
        .absence(says: "must be blank"),
        when: { tree, facts in facts.keys.contains(.rules) || !isDelayed(tree, facts) }
      ),
      .required(
        .publish,
        .absence(says: "can only be used within a `pages` job"),
        when: { !isPagesJob($0, $1) }
      ),
    ],
    children: .keywords(
      processableChildren + [
        (.script, script), (.needs, jobNeeds), (.coverage, coverage), (.release, release),
        (.parallel, parallel), (.allowFailure, allowFailure), (.publish, string),
        (.pages, pages), (.dastConfiguration, dastConfiguration), (.identity, identity),
        (.secrets, secrets), (.inputs, jobInputs),
      ] + defaultChildren
    ),
    composed: [dependenciesOutsideNeeds],
    place: .job,
    className: "job"
  )

  /// A job with `pages`, or one of that name that does not deny it.
  private static let isPagesJob: AttributeCheck.Condition = { tree, facts in
    guard let pages = facts.value(.pages, in: tree) else {
      return facts.name == Keyword.pages.symbol
    }
    return tree.isUnknown(pages) || !tree.isBlank(pages)
      || facts.name == Keyword.pages.symbol && tree.kind(pages) != .bool
  }

  private static let dependenciesOutsideNeeds: EntryShape.ComposedCheck = {
    tree,
    facts,
    invalid in
    guard let invalid, !invalid.contains(.needs),
      let dependencies = facts.value(.dependencies, in: tree), !tree.isBlank(dependencies),
      let needs = facts.value(.needs, in: tree)
    else { return nil }
    let items = Self.needs(needs, in: tree).filter { tree.kind($0.value) != .null }
    guard !items.isEmpty, !items.contains(where: { tree.isUnknown($0.value) }) else { return nil }
    let jobs = items.filter { needKind($0.value, in: tree) == .job }
    if jobs.isEmpty {
      var fault = Fault(
        "corresponding to dependencies must be from the same pipeline",
        "names only jobs of other pipelines, and \"dependencies\" those of this one"
      )
      fault.attribute = .keyword(.needs)
      return fault
    }
    let names = Set(jobs.map { tree.rubyText(tree.value(.job, in: $0.value) ?? $0.value) })
    let missing = tree.items(dependencies).filter { item in
      !tree.isUnknown(item.value) && !names.contains(tree.rubyText(item.value))
    }
    guard let first = missing.first else { return nil }
    let list = missing.map { tree.rubyText($0.value) }.joined(separator: ", ")
    var fault = Fault(
      "the \(list) should be part of needs",
      "names \"\(tree.rubyText(first.value))\", which is not in \"needs\"",
      at: first
    )
    fault.attribute = .keyword(.dependencies)
    return fault
  }

  private static let dastConfiguration = EntryShape([
    .config(.type(.hash), .keys([.siteProfile, .scannerProfile])),
    .optional(.siteProfile, .type(.string)),
    .optional(.scannerProfile, .type(.string)),
  ])

  private static let identity = EntryShape([
    .config(
      .type(.string),
      .inclusion(["google_cloud"], says: "should be one of: google_cloud")
    )
  ])

  // MARK: Trigger jobs

  static let bridge = EntryShape(
    processableChecks + [
      .config(.keys(processableKeys.union([.trigger, .parallel]))),
      .optional(
        .when,
        .type(.string),
        .inclusion(
          ["on_success", "on_failure", "always", "manual"],
          says: "should be one of: on_success, on_failure, always, manual"
        )
      ),
      .optional(.allowFailure, .boolean),
    ],
    children: .keywords(
      processableChildren + [
        (.trigger, trigger), (.needs, bridgeNeeds), (.parallel, bridgeParallel),
      ]
    ),
    composed: [nothingTriggered, severalUpstreams],
    className: "bridge",
    misplaced: [.secrets, .idTokens]
  )

  private static let nothingTriggered: EntryShape.ComposedCheck = { tree, facts, invalid in
    if let invalid {
      if facts.filled.contains(.trigger) { return nil }
      if !invalid.contains(.needs), !upstreams(tree, facts).isEmpty { return nil }
    }
    var fault = Fault.sentence(
      "should contain either a trigger or a needs:pipeline",
      "the job has needs, but no script, run or trigger"
    )
    fault.followsFromAny = true
    fault.missing = [.trigger]
    return fault
  }

  private static let severalUpstreams: EntryShape.ComposedCheck = { tree, facts, invalid in
    guard let invalid, !invalid.contains(.needs) else { return nil }
    let upstreams = upstreams(tree, facts)
    guard upstreams.count > 1 else { return nil }
    return Fault(
      "should contain at most one bridge need",
      "waits for more than one other pipeline",
      at: upstreams[1]
    )
  }

  private static func upstreams(_ tree: NodeTree, _ facts: EntryFacts) -> [Item] {
    guard let needs = facts.value(.needs, in: tree) else { return [] }
    return Self.needs(needs, in: tree).filter {
      tree.isUnknown($0.value) || needKind($0.value, in: tree) == .bridge
    }
  }
}
