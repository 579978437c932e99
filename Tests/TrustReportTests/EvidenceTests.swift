import AzureFederation
import Evidence
import Findings
import Reporting
import Testing
import TextFormats

@testable import TrustReport

@Suite struct EvidenceTests {
  @Test(arguments: [
    ("2026-11-20T08:00:00Z", "3 days, 2026-11-20"), ("2026-11-22", "1 day, 2026-11-22"),
    ("2026-11-23", "today"), ("2026-11-24", "today"), (nil, "\u{2013}"), ("soon", "\u{2013}"),
  ])
  func evidenceHasAnAge(date: String?, age: String) throws {
    let survey = try Survey.of(Survey.small) { evidence in
      evidence.identities = [
        Identity(
          clientID: Survey.client,
          tenantID: nil,
          credentials: nil,
          source: EvidenceSource(path: "snapshot.json", date: date)
        )
      ]
    }
    var html = HTMLText()
    EvidenceSection(survey).write(to: &html)
    #expect(html.text.contains("<td>snapshot.json</td><td>\(age)</td>"), "\(html.text)")
  }

  @Test func whatIsMissingIsToldOnce() throws {
    var report = RunReport()
    report.undecided = ["AKV301", "AKV302", "AKV301"].map {
      Undecided(rule: $0, jobs: ["deploy"], reason: "list the variables in .akvlint.yml")
    }
    var html = HTMLText()
    EvidenceSection(try Survey.of(Survey.small, report: report)).write(to: &html)
    let parts = html.text.split(separator: "list the variables", omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    #expect(html.text.contains("AKV301, AKV302</p>"))
  }
}

/// The command that is shown is copied into a shell, and its values come from strangers' branches.
@Suite struct RemedyTests {
  @Test(arguments: [
    (Survey.client, "--id \(Survey.client) "), ("$(x)", "--id '$(x)' "),
    ("a'b", "--id 'a'\\''b' "), ("-o", "--id '-o' "), ("a\"b", "--id 'a\"b' "),
  ])
  func valuesAreQuoted(clientID: String, expected: String) throws {
    // A secret's client ID must be a GUID; a script signs in with any value of the variable.
    let survey = try Survey.of(Survey.signIn) { evidence in
      evidence.identities = [
        Identity(
          clientID: clientID,
          tenantID: nil,
          credentials: evidence.identities.first?.credentials
        )
      ]
      evidence.variables.items = evidence.variables.items.map { item in
        guard item.key == "AZURE_CLIENT_ID" else { return item }
        return ProjectEvidence.ProjectVariable(key: item.key, value: clientID, source: item.source)
      }
    }
    let command = Reason.all(in: survey).first?.command
    #expect(command?.contains(expected) == true, "\(command ?? "none")")
    #expect(command?.hasSuffix("}'") == true)
  }

  @Test func audiencesAreQuoted() throws {
    let pipeline = Survey.small.replacing("aud: https://gitlab.com", with: "aud: \"a'$(x)\"")
    let survey = try Survey.of(pipeline) { evidence in
      evidence.identities = evidence.identities.map { identity in
        Identity(clientID: identity.clientID, tenantID: identity.tenantID, credentials: [])
      }
    }
    let command = Reason.all(in: survey).first?.command
    #expect(command?.contains(#""audiences":["a'\''$(x)"]}'"#) == true, "\(command ?? "none")")
  }
}
