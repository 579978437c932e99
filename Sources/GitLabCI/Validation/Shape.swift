import YAMLSyntax

/// What GitLab accepts as the value of a keyword.
indirect enum Shape {
  case string
  case boolean
  /// Text, or texts in lists nested up to ten deep.
  case script
  case strings
  case stringOrStrings
  /// One of some words.
  case word([String])
  case hashOrBoolean
  case hashOrString
  case hashOrInteger
  case hashes
  case array
  case hash(allowed: [Keyword])
  /// A mapping with these keys, or a text.
  case hashOrText(allowed: [Keyword])
}

/// How GitLab words an error about a keyword.
enum Wording {
  /// The keyword has an entry of its own: `jobs:j:stage config should be a string`.
  case entry
  /// It is an attribute of the job: `jobs:j when should be one of: …`.
  case attribute
}

/// The keywords of jobs and what they accept. Source: GitLab 18.9, `lib/gitlab/ci/config/entry`.
///
/// Only what is certain stands here: a keyword without a shape is accepted whatever its value.
enum JobShapes {
  /// Keys that jobs and trigger jobs share.
  static let processable: [Keyword] = [
    .extends, .stage, .only, .except, .rules, .variables, .inherit, .allowFailure, .when, .needs,
    .resourceGroup, .environment, .interruptible,
  ]
  /// Keys of jobs that run a script.
  static let job: [Keyword] =
    processable + [
      .tags, .script, .image, .services, .startIn, .artifacts, .cache, .dependencies,
      .beforeScript, .afterScript, .hooks, .coverage, .retry, .parallel, .timeout, .release,
      .idTokens, .publish, .pages, .manualConfirmation, .run, .dastConfiguration, .identity,
      .secrets,
    ]
  /// Keys of trigger jobs.
  static let bridge: [Keyword] = processable + [.trigger, .parallel]
  /// Keys of `default`.
  static let defaults: [Keyword] = [
    .beforeScript, .afterScript, .hooks, .cache, .image, .services, .interruptible, .timeout,
    .retry, .tags, .artifacts, .idTokens,
  ]
  /// Keys of a rule.
  static let rule: [Keyword] = [
    .if, .changes, .exists, .when, .startIn, .allowFailure, .variables, .needs, .autoCancel,
    .interruptible,
  ]

  /// What each keyword accepts.
  static let shapes: [(keyword: Keyword, shape: Shape, wording: Wording)] = [
    (.stage, .string, .entry), (.beforeScript, .script, .entry), (.script, .script, .entry),
    (.afterScript, .script, .entry), (.tags, .strings, .entry),
    (.interruptible, .boolean, .entry), (.extends, .stringOrStrings, .attribute),
    (.when, .word(["on_success", "on_failure", "always", "manual", "delayed"]), .attribute),
    (.allowFailure, .hashOrBoolean, .attribute), (.dependencies, .strings, .attribute),
    (.resourceGroup, .string, .attribute), (.manualConfirmation, .string, .attribute),
    (.services, .array, .entry),
    (
      .image, .hashOrText(allowed: [.name, .entrypoint, .pullPolicy, .docker, .kubernetes]), .entry
    ),
    (
      .artifacts,
      .hash(allowed: [
        .name, .untracked, .paths, .reports, .when, .expireIn, .exposeAs, .exclude, .public,
        .access,
      ]), .entry
    ),
    (.retry, .hashOrInteger, .entry),
    (
      .release,
      .hash(allowed: [
        .tagName, .tagMessage, .name, .description, .ref, .milestones, .releasedAt, .assets,
      ]), .entry
    ),
    (.hooks, .hash(allowed: [.preGetSourcesScript]), .entry),
  ]
}
