package import GitLabCI
import TextFormats
import YAMLSyntax

/// Each include of a pipeline, and each downstream pipeline that it starts: where it was found, or
/// why it was not.
package struct IncludeReport {
  /// One include or downstream pipeline.
  private struct Line {
    /// The outcome of an include.
    enum Outcome {
      /// It was read from this file.
      case found(String)
      /// It starts this file as a child pipeline.
      case starts(String)
      /// It was not read, for this reason.
      case omitted(String)
      /// GitLab refuses it, with this message.
      case refused(String)
    }

    /// The file of the child pipeline that has it; nil for the root pipeline.
    let pipeline: String?
    let path: String
    let position: TextPosition
    let include: String?
    let outcome: Outcome
  }

  private var lines: [Line] = []

  /// The includes of pipelines, in the order in which GitLab follows them, and then their downstream
  /// pipelines.
  ///
  /// - Parameter pipelines: The root first, then its child pipelines with the files that they start
  ///   with.
  package init(_ pipelines: [(pipeline: Pipeline, child: String?)]) {
    for (pipeline, child) in pipelines {
      self.child = child
      add(pipeline)
    }
  }

  /// The child pipeline whose includes are added; nil for the root pipeline.
  private var child: String?

  private mutating func add(_ pipeline: Pipeline) {
    let composition = pipeline.composition
    let tree = pipeline.tree
    for include in composition.followedIncludes {
      let path = tree.file(include.file).path
      // The parent's line already names the file that a child pipeline starts with.
      if composition.isChild, starts(include.directive.node, path, tree) { continue }
      add(include.directive.node, include.directive.summary, .found(path), tree)
    }
    for include in composition.unresolvedIncludes {
      add(include.directive.node, include.directive.summary, .omitted(include.reason), tree)
    }
    let problems = composition.problems.filter { $0.step == .include }
    for (problem, message) in zip(problems, composition.messages(of: problems)) {
      add(problem.node, nil, .refused(message), tree)
    }
    for child in pipeline.children where child.isHere {
      let trigger = pipeline.jobs[child.trigger]
      for include in child.includes {
        for path in include.paths { add(include.node, trigger, .starts(path), tree) }
        guard let gap = include.gap else { continue }
        add(include.node, trigger, .omitted(gap), tree, include.summary)
      }
    }
    for outside in pipeline.outsidePipelines {
      let trigger = pipeline.jobs[outside.trigger]
      add(outside.node, trigger, .omitted(outside.reason), tree, outside.summary)
    }
  }

  /// Whether a line already reports that an entry starts a file.
  private func starts(_ node: NodeID, _ file: String, _ tree: NodeTree) -> Bool {
    let location = tree.location(node)
    return lines.contains { line in
      guard case .starts(file) = line.outcome else { return false }
      return line.position == location.span.start && line.path == tree.file(location.file).path
    }
  }

  private mutating func add(
    _ node: NodeID,
    _ trigger: Job,
    _ outcome: Line.Outcome,
    _ tree: NodeTree,
    _ summary: String? = nil
  ) {
    let job = "trigger \(tree.text(trigger.symbol))"
    add(node, summary.map { "\(job), \($0)" } ?? job, outcome, tree)
  }

  private mutating func add(
    _ node: NodeID,
    _ include: String?,
    _ outcome: Line.Outcome,
    _ tree: NodeTree
  ) {
    let location = tree.location(node)
    lines.append(
      Line(
        pipeline: child,
        path: tree.file(location.file).path,
        position: location.span.start,
        include: include,
        outcome: outcome
      )
    )
  }

  /// A line for each.
  package var text: String {
    guard !lines.isEmpty else { return "the pipeline includes nothing\n" }
    return lines.map { line in
      let outcome =
        switch line.outcome {
        case .found(let path): "-> \(path)"
        case .starts(let path): "-> child pipeline \(path)"
        case .omitted(let reason): "not followed: \(reason)"
        case .refused(let message): "failed: \(message)"
        }
      let place = "\(line.path):\(line.position.line):\(line.position.column)"
      let words = [place, line.include, outcome].compactMap(\.self)
      return TerminalText.sanitised(words.joined(separator: " ")) + "\n"
    }.joined()
  }

  /// One JSON document.
  package var json: String {
    var json = JSONText()
    json.object { json in
      json.member("schema", 1)
      json.key("includes")
      json.array(lines) { json, line in
        json.object { json in
          json.member("pipeline", line.pipeline)
          json.member("include", line.include)
          json.key("location")
          json.object { json in
            json.member("path", line.path)
            json.key("start")
            json.object { json in
              json.member("line", Int(line.position.line))
              json.member("column", Int(line.position.column))
            }
          }
          let (outcome, file, reason) = Self.parts(line.outcome)
          json.member("outcome", outcome)
          json.member("file", file)
          json.member("reason", reason)
        }
      }
    }
    return json.text + "\n"
  }

  private static func parts(
    _ outcome: Line.Outcome
  ) -> (outcome: String, file: String?, reason: String?) {
    switch outcome {
    case .found(let path): ("found", path, nil)
    case .starts(let path): ("child", path, nil)
    case .omitted(let reason): ("omitted", nil, reason)
    case .refused(let message): ("refused", nil, message)
    }
  }
}
