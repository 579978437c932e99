import YAMLSyntax

/// Environments have a job that stops them; pages are published in one way.
extension LogicalChecks {
  mutating func checkEnvironment(_ job: Entry) {
    guard let environment = tree.present(.environment, in: job.value),
      let entry = tree.entry(.onStop, in: environment), tree.kind(entry.value).isString
    else { return }
    let name = tree.string(entry.value)
    func report(_ says: String, _ words: String) {
      self.report(job, at: entry.value, entry.origin, "on_stop job \(name) \(says)", words)
    }
    guard let key = names.job(named: name),
      let other = jobs.first(where: { $0.entry.key == key })
    else {
      let mayExist = isOpen || tree.isOpenText(entry.value) || names.mayExist(name)
      if !mayExist {
        report("is not defined", "the pipeline has no job \"\(name)\" to stop it with")
      }
      return
    }
    guard !other.isPartial else { return }
    guard let stopped = tree.present(.environment, in: other.entry.value) else {
      report("does not have environment defined", "the job \"\(name)\" has no environment")
      return
    }
    if tree.isUnknown(stopped) { return }
    let own = tree.present(.name, in: environment)
    let names = tree.kind(stopped) == .mapping ? tree.present(.name, in: stopped) : stopped
    guard let own, let names, !tree.isUnknown(own), !tree.isUnknown(names) else { return }
    if tree.string(own) != tree.string(names) {
      report(
        "have different environment name",
        "the job \"\(name)\" has another environment"
      )
    } else if tree.present(.action, in: stopped).map({ tree.string($0) == "stop" }) != true {
      report("needs to have action stop defined", "the job \"\(name)\" lacks the action stop")
    }
  }

  mutating func checkPages(_ job: Entry) {
    guard tree.value(.publish, in: job.value) != nil,
      let pages = tree.value(.pages, in: job.value),
      let entry = tree.entry(.publish, in: pages)
    else { return }
    let name = names.shown(job.key)
    report(
      job,
      at: entry.keyNode,
      entry.origin,
      "use either \(name):publish or \(name):pages:publish",
      "\"publish\" is set both in the job and in its \"pages\""
    )
  }
}
