import GitLabCI
import ShellSyntax
import YAMLSyntax

extension Predictor {
  /// The variables that a trigger job passes to a child pipeline in a scenario: of its rules and those
  /// of `workflow` only what the rules that hold set, of its matrix what all of its jobs have.
  ///
  /// Source: GitLab 18.9, `lib/gitlab/ci/pipeline/seed/build.rb`,
  /// `lib/gitlab/ci/variables/downstream/generator.rb`.
  func forwarded(_ child: ChildPipeline, _ scenario: Scenario) -> [ChildPipeline.Forwarded] {
    let all = child.forwarded(in: judged.pipeline)
    guard all.contains(where: \.isConditional) else { return all }
    let plan = plan(scenario)
    var runs: [RunVariables] = []
    for combination in combinations[child.trigger].indices {
      let decision = plan.decision(child.trigger, combination)
      guard decision.answer != .no else { continue }
      runs.append(plan.variables(child.trigger, combination, decision))
    }
    // One that is never started is judged with all that it may get.
    guard !runs.isEmpty else { return all }
    var result = all.filter { !$0.isConditional }
    var places: [String: Location] = [:]
    for variable in all where variable.isConditional {
      places[variable.name] = variable.location
    }
    for (name, location) in places.sorted(by: { $0.key < $1.key }) {
      let values = runs.map { $0.yaml(name) }
      guard let first = values.first(where: { $0 != nil }) ?? nil else { continue }
      result.append(
        ChildPipeline.Forwarded(
          name: name,
          text: values.allSatisfy { $0?.state == first.state } ? Self.fixedText(first) : nil,
          location: location,
          isConditional: true,
          isCertain: values.allSatisfy { $0 != nil && $0?.state != .unknown }
        )
      )
    }
    return result
  }

  /// The text of a value without variables in it.
  private static func fixedText(_ value: RunValue) -> String? {
    guard case .text(let text) = value.state, VariableReference.names(in: text).isEmpty else {
      return nil
    }
    return text
  }
}
