import AccessPrediction
import Evidence
import GitLabCI

extension PipelineFacts {
  /// Makes the references to all things of one kind.
  func makeReferences(of subject: RuleTarget) -> [FactReference] {
    switch subject {
    case .pipeline: [FactReference(.pipeline, job: nil)]
    case .job: subjects.map { FactReference(.job, job: $0) }
    case .idToken:
      subjects.flatMap { job in
        pipeline.jobs[job].idTokens.indices.map { FactReference(.idToken, job: job, item: $0) }
      }
    case .secret:
      subjects.flatMap { job in
        pipeline.jobs[job].secrets.indices.map { FactReference(.secret, job: job, item: $0) }
      }
    case .variable:
      pipeline.variables.indices.map { FactReference(.variable, job: nil, item: $0) }
        + subjects.flatMap { job in
          let inherited = pipeline.jobs[job].inheritedVariables.count
          return pipeline.jobs[job].ownVariables.indices.map {
            FactReference(.variable, job: job, item: inherited + $0)
          }
        }
    case .vaultSecret:
      // Without an answer of any vault there is nothing to be asked about.
      evidence.observations.vaults.isEmpty
        ? []
        : subjects.flatMap { job in
          pipeline.jobs[job].secrets.indices.filter { pipeline.jobs[job].secrets[$0].azure != nil }
            .map { FactReference(.vaultSecret, job: job, item: $0) }
        }
    case .azureValue:
      azureValues.uses.map { FactReference(.azureValue, job: $0.job, item: $0.value) }
    case .prediction:
      predictions.indices.map { FactReference(.prediction, job: job(ofRun: $0), item: $0) }
    case .run: predictions.indices.map { FactReference(.run, job: job(ofRun: $0), item: $0) }
    case .project: knowsProject ? [FactReference(.project, job: nil)] : []
    case .identity:
      evidence.identities.indices.map { FactReference(.identity, job: nil, item: $0) }
    case .credential: credentials.indices.map { FactReference(.credential, job: nil, item: $0) }
    case .failure:
      failures.indices.map { FactReference(.failure, job: failures[$0].job, item: $0) }
    case .access: accessSubjects.map { FactReference(.access, job: $0) }
    case .include:
      includes.indices.map { place in
        guard case .downstream(let outside) = includes[place] else {
          return FactReference(.include, job: nil, item: place)
        }
        return FactReference(.include, job: outside.trigger, item: place)
      }
    case .evidenceFile:
      // Without a calendar nothing is ever too old.
      today == nil
        ? [] : evidence.exports.indices.map { FactReference(.evidenceFile, job: nil, item: $0) }
    case .lintError: lintErrors.indices.map { FactReference(.lintError, job: nil, item: $0) }
    case .mention:
      mentions.indices.map { FactReference(.mention, job: mentions[$0].job, item: $0) }
    case .command:
      scripts.commands.indices.map {
        FactReference(.command, job: scripts.commands[$0].job, item: $0)
      }
    case .script:
      subjects.filter { !pipeline.jobs[$0].script.isEmpty }.map { FactReference(.script, job: $0) }
    case .signIn: signIns.indices.map { FactReference(.signIn, job: signIns[$0].job, item: $0) }
    case .variableUse:
      scripts.variableUses.indices.map { place in
        let job = scripts.commands[scripts.variableUses[place].command].job
        return FactReference(.variableUse, job: job, item: place)
      }
    }
  }
}
