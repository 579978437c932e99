package import GitLabCI
import TextFormats
import YAMLSyntax

/// Each include of a pipeline: where it was found, or why it was not.
package enum IncludeReport {
  /// A line for each include, in the order in which GitLab follows them.
  package static func render(_ pipeline: Pipeline) -> String {
    let composition = pipeline.composition
    let tree = pipeline.tree
    var text = ""
    for include in composition.followedIncludes {
      text += line(include.directive, "-> \(tree.file(include.file).path)", tree)
    }
    for include in composition.unresolvedIncludes {
      text += line(include.directive, "not followed: \(include.reason)", tree)
    }
    for problem in composition.problems where problem.step == .include {
      text +=
        TerminalText.sanitised("\(place(problem.node, tree)) failed: \(problem.message)") + "\n"
    }
    return text.isEmpty ? "the pipeline includes nothing\n" : text
  }

  private static func line(
    _ directive: IncludeDirective,
    _ outcome: String,
    _ tree: NodeTree
  ) -> String {
    let place = place(directive.node, tree)
    return TerminalText.sanitised("\(place) \(directive.summary) \(outcome)") + "\n"
  }

  private static func place(_ node: NodeID, _ tree: NodeTree) -> String {
    let location = tree.location(node)
    let start = location.span.start
    return "\(tree.file(location.file).path):\(start.line):\(start.column)"
  }
}
