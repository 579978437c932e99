package import AccessPrediction
import TextFormats

/// Phrases that the fleet's reports share.
package enum FleetWords {
  /// A number with its noun: `1 project`, `1,200 projects`.
  package static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(Noun.form(of: noun, for: number))"
  }

  /// A number with a comma after each three digits.
  package static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
      result.append(digit)
    }
    return result
  }

  /// A status as people read it.
  package static func word(_ status: FleetProject.Status) -> String {
    switch status {
    case .incomplete: "incomplete"
    case .fails: "fails"
    case .unknown: "unknown"
    case .works: "works"
    case .unused: "does not use Azure"
    }
  }

  /// The numbers of a project that are not 0: `2 fail, 1 unknown, 4 errors`.
  package static func summary(_ project: FleetProject) -> String {
    let counts = project.counts
    var parts: [String] = []
    if counts.fails > 0 { parts.append("\(counts.fails) \(counts.fails == 1 ? "fails" : "fail")") }
    if counts.unknown > 0 { parts.append("\(counts.unknown) unknown") }
    if counts.works > 0 { parts.append("\(counts.works) \(counts.works == 1 ? "works" : "work")") }
    if counts.errors > 0 { parts.append(count(counts.errors, "error")) }
    if !project.omitted.isEmpty { parts.append("\(grouped(project.omitted.count)) not read") }
    return parts.joined(separator: ", ")
  }

  /// The error codes of a project, those of most runs first, and how often each occurs.
  package static func codes(_ project: FleetProject) -> [(code: String, count: Int)] {
    var counts: [String: Int] = [:]
    for use in project.uses where use.verdict == .fails {
      counts[use.code ?? "fails", default: 0] += use.scenarios.count
    }
    return counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// The reason why a project needs attention: its first problem, the codes of its failures, or the
  /// first include that was not read; empty when there is no reason.
  package static func reason(_ project: FleetProject) -> (problem: String?, codes: [String]) {
    if let problem = project.problems.first { return (problem, []) }
    let codes = Self.codes(project).prefix(3).map(\.code)
    guard codes.isEmpty, let omission = project.omitted.first else { return (nil, codes) }
    return (omitted(omission), [])
  }

  /// An include that was not read, and why.
  package static func omitted(_ omission: PipelinePredictions.Omission) -> String {
    "\(omission.include): \(omission.reason)"
  }

  /// The headline of a fleet: how many projects have which status.
  package static func headline(_ view: FleetView) -> String {
    let counts = [FleetProject.Status.incomplete, .fails, .unknown, .works, .unused].compactMap {
      status in
      let count = view.count(status)
      return count > 0 ? phrase(status, count) : nil
    }
    let projects = count(view.projects.count, "project")
    return counts.isEmpty ? projects : "\(projects): \(counts.joined(separator: ", "))"
  }

  private static func phrase(_ status: FleetProject.Status, _ count: Int) -> String {
    let number = grouped(count)
    return switch status {
    case .incomplete: "\(number) could not be read completely"
    case .fails: "\(number) \(count == 1 ? "fails" : "fail")"
    case .unknown: "\(number) cannot be decided"
    case .works: "\(number) \(count == 1 ? "works" : "work")"
    case .unused: "\(number) \(count == 1 ? "does" : "do") not use Azure"
    }
  }

  /// The number of projects with possibly missing jobs; nil when none.
  package static func incomplete(_ answer: FleetAnswer) -> String? {
    let omitting = answer.omittingCount
    let broken = answer.incomplete.count - omitting
    let notes = [
      broken > 0 ? "\(count(broken, "project")) could not be read completely" : nil,
      omitting > 0
        ? "\(count(omitting, "project")) \(omitting == 1 ? "includes" : "include") files that were "
          + "not read" : nil,
    ].compactMap(\.self)
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  /// A change as people read it: `group/app: deploy gained kv/name`.
  package static func sentence(_ change: FleetChanges.Change) -> String {
    let project = change.project ?? ""
    let job = "\(project): \(change.job ?? "")"
    let secret = change.secret?.label ?? ""
    let credential = change.credential.map { "\($0.clientID)/\($0.label)" } ?? ""
    return switch change.kind {
    case .gained: "\(job) can now read \(secret)"
    case .lost: "\(job) no longer reads \(secret)"
    case .broken: "\(job) can no longer read \(secret)"
    case .fixed: "\(job) can read \(secret) again"
    case .projectAdded: "the project \(project) is new"
    case .projectRemoved: "the project \(project) is gone"
    case .credentialAdded: "the credential \(credential) is new"
    case .credentialRemoved: "the credential \(credential) is gone"
    case .credentialChanged: "the credential \(credential) was changed"
    case .credentialUnused: "no job uses the credential \(credential) any more"
    }
  }
}
