import YAMLSyntax

/// The values that GitLab accepts for each keyword, as data.
///
/// The order of checks is GitLab's, because its messages come in that order.
///
/// Source: GitLab 18.9 EE, `lib/gitlab/ci/config/entry/**` and `ee/lib/**` of the same folder.
enum Shapes {
  static let string = EntryShape([.config(.type(.string))])
  static let boolean = EntryShape([.config(.boolean)])
  static let strings = EntryShape([.config(.strings)])
  static let script = EntryShape([.config(.nestedStrings(depth: 10, orString: true))])
  static let stages = EntryShape([.config(.nestedStrings(depth: 10, orString: false))])
  static let timeout = EntryShape([.config(.duration(limit: ChronicDuration.timeoutLimit))])
  static let coverage = EntryShape([.config(.pattern)])

  static let tags = EntryShape([
    .config(
      .strings,
      .custom { tree, node in
        guard tree.kind(node) == .sequence else { return nil }
        // GitLab joins the tags and splits them at commas before it counts them.
        let names = TagList.names(tree.items(node).map { tree.rubyText($0.value) })
        guard names.count >= 50 else { return nil }
        return Fault("must be less than the limit of 50 tags", "has 50 tags or more")
      }
    )
  ])

  static let hooks = EntryShape(
    [.config(.type(.hash), .keys([.preGetSourcesScript]))],
    children: .keywords([(.preGetSourcesScript, script)])
  )

  static let retry = EntryShape(
    [
      .kinds([.int], EntryShape([.config(.integer(0...2))], path: "retry")),
      .hash(
        EntryShape(
          [
            .config(.keys([.max, .when, .exitCodes])),
            .optional(.max, .integer(0...2)),
            .optional(.when, .stringOrStrings, .allowedItems(retryReasons)),
            .optional(
              .when,
              .inclusion(retryReasons, says: "is not included in the list"),
              when: { tree, facts in
                facts.value(.when, in: tree).map { tree.kind($0) == .string } ?? false
              }
            ),
            .optional(.exitCodes, .integerOrIntegers),
          ],
          place: .retryWhen,
          path: "retry"
        )
      ),
    ],
    otherwise: .saysOnly("retry config has to be either an integer or a hash")
  )

  private static let retryReasons = [
    "unknown_failure", "script_failure", "api_failure", "stuck_or_timeout_failure",
    "runner_system_failure", "missing_dependency_failure", "runner_unsupported",
    "stale_schedule", "job_execution_timeout", "archived_failure", "unmet_prerequisites",
    "scheduler_failure", "data_integrity_failure", "forward_deployment_failure", "user_blocked",
    "project_deleted", "ci_quota_exceeded", "pipeline_loop_detected", "no_matching_runner",
    "trace_size_exceeded", "builds_disabled", "environment_creation_failure",
    "deployment_rejected", "failed_outdated_deployment_job", "job_execution_server_timeout",
    "protected_environment_failure", "insufficient_bridge_permissions",
    "downstream_bridge_project_not_found", "invalid_bridge_trigger",
    "upstream_bridge_project_not_found", "insufficient_upstream_permissions",
    "bridge_pipeline_is_child_pipeline", "downstream_pipeline_creation_failed",
    "secrets_provider_not_found", "reached_max_descendant_pipelines_depth",
    "ip_restriction_failure", "reached_max_pipeline_hierarchy_size",
    "reached_downstream_pipeline_trigger_rate_limit", "duo_workflow_not_allowed",
    "job_router_failure", "job_token_expired", "runner_configuration_error",
    "runner_external_dependency_failure", "runner_interrupted",
    "stuck_pending_with_matching_runners", "stuck_pending_no_matching_runners",
    "no_updates_running", "no_updates_canceling", "server_timeout_running",
    "server_timeout_canceling", "id_token_burned_project_path",
    "downstream_project_trigger_resolved_to_empty", "always",
  ]

  static let allowFailure = EntryShape([
    .config(.hashOrBoolean, .keys([.exitCodes])),
    .optional(.exitCodes, .integerOrIntegers),
  ])

  static let inherit: EntryShape = {
    let names = [
      "before_script", "after_script", "hooks", "cache", "image", "services", "interruptible",
      "timeout", "retry", "tags", "artifacts", "id_tokens",
    ]
    func list(_ rules: AttributeCheck) -> EntryShape {
      EntryShape(
        [.kinds([.bool], boolean), .array(EntryShape([rules]))],
        otherwise: .says("should be a bool or array of strings")
      )
    }
    return EntryShape(
      [.config(.type(.hash), .keys([.default, .variables]))],
      children: .keywords([
        (.default, list(.config(.strings, .allowedItems(names)))),
        (.variables, list(.config(.strings))),
      ])
    )
  }()

  // MARK: Variables

  /// The pipeline's variables may have more keys than a job's.
  static let globalVariables = variables([.value, .description, .expand, .options])
  static let jobVariables = variables([.value, .expand])
  /// Where GitLab does not declare the content of a mapping, it accepts none.
  static let plainVariables = variables(nil)

  private static func variables(_ keys: KeywordSet?) -> EntryShape {
    let data: AttributeCheck =
      if let keys {
        .config(.invalidDataKeys(keys))
      } else {
        .config(.custom { _, _ in Fault("must be a string", "must be a string here") })
      }
    let complex = EntryShape(
      [
        .optional(.value, .prefixed(.scalar)), .optional(.description, .prefixed(.alphanumeric)),
        .optional(.expand, .prefixed(.boolean)), .optional(.options, .prefixed(.strings)), data,
        .config(.custom(valueOutsideOptions)),
      ],
      className: "complex variable"
    )
    return EntryShape(
      [.config(.type(.hash))],
      children: .alphanumericNames(
        EntryShape(
          [
            .kinds(
              [.string, .date, .time, .symbol, .int, .float, .bool],
              EntryShape([], className: "simple variable")
            ),
            .hash(complex),
          ],
          otherwise: .saysOnly("variable definition must be either a string or a hash")
        )
      )
    )
  }

  private static let valueOutsideOptions: @Sendable (NodeTree, NodeID) -> Fault? = { tree, node in
    guard let options = tree.present(.options, in: node), tree.kind(options) == .sequence,
      !tree.items(options).isEmpty, tree.items(options).allSatisfy({ !tree.isUnknown($0.value) })
    else { return nil }
    if let value = tree.present(.value, in: node) {
      if tree.isUnknown(value) { return nil }
      let text = tree.rubyText(value)
      let isOption = tree.items(options).contains {
        tree.kind($0.value).isString == tree.kind(value).isString
          && tree.rubyText($0.value) == text
      }
      if isOption { return nil }
    }
    return Fault("value must be present in options", "has a value that is not one of its options")
  }
}
