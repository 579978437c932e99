package import GitLabCI

extension Predictor {
  /// The runs that sign in to Azure, those that their scenarios certainly exclude left out.
  package func accessRuns(_ scenarios: [Scenario]) -> [AccessRun] {
    guard mayPredict(scenarios) else { return [] }
    let patterns = RefPatterns(self)
    let plans = scenarios.map { plan($0) }
    return judged.subjects.flatMap { index in
      plans.flatMap { accessRuns(index, $0, patterns) }
    }
  }

  /// The runs of a job in a scenario, the first one of matrix entries with the same outcome.
  private func accessRuns(_ index: Int, _ plan: RunPlan, _ patterns: RefPatterns) -> [AccessRun] {
    var runs: [AccessRun] = []
    for number in combinations[index].indices {
      let prediction = prediction(index, number, plan)
      let requests =
        [AccessRequest(secretsOf: prediction)].compactMap(\.self)
        + prediction.exchanges.map(AccessRequest.init)
      if !requests.isEmpty {
        let scenario = plan.scenario
        let run = AccessRun(
          job: prediction.job,
          childFile: prediction.childFile,
          scenario: scenario.name,
          isFork: scenario.mergeRequest == .fork,
          exampleRef: scenario.hasExampleRef ? scenario.refName : nil,
          requests: requests,
          pattern: patterns.pattern(ofJob: index, number, plan)
        )
        if !runs.contains(run) { runs.append(run) }
      }
      if !goesOn(index, after: number) { break }
    }
    return runs
  }
}
