import Findings
import TextFormats

/// The part of a SARIF report about the run itself: unread files, unresolved includes, undecided
/// checks.
struct SARIFInvocation {
  let report: RunReport
  let rules: SARIFRules

  /// Writes the members of an `invocation`.
  func write(_ json: inout JSONText) {
    json.member("executionSuccessful", report.isComplete)
    json.key("toolExecutionNotifications")
    json.array(notifications) { json, notification in
      json.object { write(notification, &$0) }
    }
  }

  private struct Notification {
    var id: String
    var level: String
    var message: String
    var rule: String?
    var place: FileLocation?
  }

  private var notifications: [Notification] {
    report.failures.map { Notification(id: "unreadable-input", level: "error", message: $0) }
      + unresolvedIncludes
      + report.undecided.map { undecided in
        let jobs = undecided.jobs.isEmpty ? "" : " (\(undecided.jobs.joined(separator: ", ")))"
        return Notification(
          id: "undecided",
          level: "note",
          message: "\(undecided.rule)\(jobs) could not be decided: \(undecided.reason)",
          rule: undecided.rule
        )
      }
  }

  private var unresolvedIncludes: [Notification] {
    let said = (report.findings + report.suppressed).filter { $0.name == "unresolved-include" }
    if said.isEmpty, report.unresolvedIncludeCount > 0 {
      let count = report.unresolvedIncludeCount
      let what = "\(Noun.count(count, "include")) \(count == 1 ? "was" : "were")"
      return [
        Notification(id: "unresolved-include", level: "warning", message: "\(what) not followed")
      ]
    }
    return said.map { finding in
      Notification(
        id: finding.name,
        level: "warning",
        message: finding.message,
        rule: finding.rule,
        place: finding.place
      )
    }
  }

  private func write(_ notification: Notification, _ json: inout JSONText) {
    json.member("level", notification.level)
    json.text("message", notification.message)
    json.key("descriptor")
    json.object { $0.member("id", notification.id) }
    if let rule = notification.rule {
      json.key("associatedRule")
      rules.writeReference(to: rule, &json)
    }
    if let place = notification.place {
      json.key("locations")
      json.array(CollectionOfOne(place)) { json, place in
        json.object { SARIFResult.location(place, &$0) }
      }
    }
  }
}
