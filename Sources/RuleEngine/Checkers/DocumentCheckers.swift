import Findings
import GitLabCI
import YAMLSyntax

/// AKV001: what libyaml cannot parse, or GitLab takes for no configuration.
struct SyntaxChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    for file in context.composition.files {
      switch file.error {
      case .syntax(let error)?: outcome.findings.append(report(error, file.file, context))
      case .unknownAlias(let name, let span, let isReference)?:
        let message =
          isReference
          ? "the alias *\(name) names a !reference, which cannot have an anchor; repeat it instead"
          : "the alias *\(name) has no anchor &\(name) before it; define it above, or correct the name"
        let says = "An alias referenced an unknown anchor: \(name)"
        outcome.findings.append(
          RawFinding(location: Location(file: file.file, span: span), message: message)
            .saying(says, in: file.file, context)
        )
      case .tooBig?: break
      case .notMapping(let span)?:
        outcome.findings.append(
          RawFinding(
            location: Location(file: file.file, span: span),
            message: "each document of the file must be a mapping"
          )
          .saying("Invalid configuration format", in: file.file, context)
        )
      case nil: outcome.findings += rootReport(file, context)
      }
    }
    return outcome
  }

  private func report(
    _ error: YAMLSyntaxError,
    _ file: FileID,
    _ context: CheckContext
  ) -> RawFinding {
    let span = TextSpan(start: error.position, end: error.position)
    var report = RawFinding(
      location: Location(file: file, span: span),
      message: error.words(in: context.tree.file(file))
    )
    if let place = error.contextPosition, place != error.position {
      let span = TextSpan(start: place, end: place)
      report.related.append(
        RawFinding.Related(message: "it begins here", location: Location(file: file, span: span))
      )
    }
    return report.saying(error.psychMessage, in: file, context)
  }

  /// A root file must hold something, and that must be a mapping.
  private func rootReport(_ file: LoadedFile, _ context: CheckContext) -> [RawFinding] {
    guard file.file == context.composition.files.first?.file else { return [] }
    guard file.content == nil, context.tree.file(file.file).isBlank else { return [] }
    return [
      RawFinding(location: context.facts.rootLocation, message: "the file is empty")
        .saying("Please provide content of .gitlab-ci.yml")
    ]
  }
}

/// AKV002: values and tags for which Psych needs a class that GitLab does not permit.
struct ForbiddenTypeChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let tree = context.tree
    for notice in context.composition.files.flatMap(\.notices) {
      guard case .forbiddenType(let node, let className) = notice else { continue }
      let text = tree.string(node)
      let isDate = className == "Date" || className == "Time"
      var report = RawFinding(
        location: tree.location(node),
        message: isDate
          ? "the unquoted \(className == "Date" ? "date" : "time") \(text) makes GitLab refuse the "
            + "whole file"
          : "the \(tree.tag(node).map { "tag \($0)" } ?? "tag of this value") makes GitLab refuse the "
            + "whole file"
      )
      if isDate {
        let edit = TextEdit.replacing(node, with: text, like: .singleQuoted, tree)
        report.fixes = [Fix(title: "Quote it", safety: .safe, edits: [edit])]
      }
      let says = "Tried to load unspecified class: \(className)"
      outcome.findings.append(report.saying(says, in: tree.location(node).file, context))
    }
    return outcome
  }
}

/// AKV003: values beyond GitLab's limits, and what becomes of them beyond ours.
struct SizeChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    for file in context.composition.files {
      guard case .tooBig(let span, let reason)? = file.error else { continue }
      let start = TextSpan(
        start: span.start,
        end: TextPosition(line: Int(span.start.line), column: Int(span.start.column) + 1)
      )
      outcome.findings.append(
        RawFinding(
          location: Location(file: file.file, span: start),
          message: "the file is too big for GitLab: \(reason)"
        ).saying("The parsed YAML is too big", in: file.file, context)
      )
    }
    if let excess = context.composition.excess {
      outcome.findings.append(
        RawFinding(
          location: context.tree.location(excess.node),
          message: "the pipeline is too big to be judged: \(excess.reason)"
        )
      )
    }
    return outcome
  }
}

/// AKV004: duplicate keys in a mapping.
struct DuplicateKeyChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let tree = context.tree
    for notice in context.composition.files.flatMap(\.notices) {
      guard case .duplicateKey(let first, let second) = notice else { continue }
      var report = RawFinding(
        location: tree.location(second),
        message: "the key \"\(tree.string(second))\" is duplicate; "
          + "the first value is silently dropped"
      )
      report.related = [
        RawFinding.Related(message: "the value that is dropped", location: tree.location(first))
      ]
      outcome.findings.append(report)
    }
    return outcome
  }
}

/// AKV005: merge keys that overwrite keys before them.
struct MergeKeyChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    let tree = context.tree
    for notice in context.composition.files.flatMap(\.notices) {
      guard case .lateMergeKey(let node, let overwritten) = notice else { continue }
      let names = overwritten.map { "\"\(tree.text($0.key))\"" }.joined(separator: ", ")
      var report = RawFinding(
        location: tree.location(node),
        message: "this << overwrites \(names) above it; write it first to give them priority"
      )
      report.related = overwritten.map {
        RawFinding.Related(
          message: "overwritten by the merge key",
          location: tree.location($0.keyNode)
        )
      }
      // An empty value that suddenly wins would take something away.
      let isEmpty = overwritten.contains { tree.kind($0.value) == .null }
      if let first = overwritten.first?.keyNode, !isEmpty,
        let edits = TextEdit.moving(node, before: first, tree)
      {
        report.fixes = [Fix(title: "Move it to the top", safety: .safe, edits: edits)]
      }
      outcome.findings.append(report)
    }
    return outcome
  }
}

/// AKV006: documents that GitLab never reads.
struct IgnoredDocumentChecker: Checker {
  func check(_ context: CheckContext) -> RuleOutcome {
    var outcome = RuleOutcome()
    for file in context.composition.files {
      for span in file.ignoredDocuments {
        outcome.findings.append(
          RawFinding(
            location: Location(file: file.file, span: span),
            message: context.tree.file(file.file).markLength > 0
              ? "the byte order mark at the start of the file makes GitLab ignore what begins here; "
                + "save the file without it"
              : "GitLab never reads the document that begins here"
          )
        )
      }
    }
    return outcome
  }
}

extension RawFinding {
  /// The report with GitLab's own message as a further place.
  func saying(_ gitLabMessage: String) -> Self {
    var report = self
    report.related.append(
      Related(message: "GitLab says: \(gitLabMessage)", location: location)
    )
    return report
  }

  /// The report with a message that GitLab gives only when the errors before are fixed.
  func sayingLater(_ gitLabMessage: String) -> Self {
    var report = self
    let message = "GitLab says, once the errors before it are fixed: \(gitLabMessage)"
    report.related.append(Related(message: message, location: location))
    return report
  }

  /// The report with GitLab's own message about a file that it cannot read.
  func saying(_ gitLabMessage: String, in file: FileID, _ context: CheckContext) -> Self {
    let message = context.composition.quoted(gitLabMessage, in: file)
    return context.composition.unreadableFile == file ? saying(message) : sayingLater(message)
  }
}
