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

    let path: String
    let position: TextPosition
    let include: String?
    let outcome: Outcome
  }

  private var lines: [Line] = []

  /// The includes of a pipeline, in the order in which GitLab follows them, and then its downstream
  /// pipelines.
  package init(_ pipeline: Pipeline) {
    let composition = pipeline.composition
    let tree = pipeline.tree
    for include in composition.followedIncludes {
      let path = tree.file(include.file).path
      add(include.directive.node, include.directive.summary, .found(path), tree)
    }
    for include in composition.unresolvedIncludes {
      add(include.directive.node, include.directive.summary, .omitted(include.reason), tree)
    }
    for problem in composition.problems where problem.step == .include {
      add(problem.node, nil, .refused(problem.message), tree)
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
