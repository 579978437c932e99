import Evidence

/// Reads the parts of reports, and reports mistakes by JSON path.
struct ReportReader {
  let path: String

  /// A mistake at a value.
  func problem(_ value: DocumentValue, _ message: String) -> ConfigurationProblem {
    ConfigurationProblem(path: path, place: value.place, message: message)
  }

  // MARK: Members

  /// A member that must be there.
  func member(
    _ key: String,
    of value: DocumentValue
  ) throws(ConfigurationProblem) -> DocumentValue {
    guard let member = value[key] else { throw problem(value, "\"\(key)\" is missing") }
    return member
  }

  /// A member that must be text.
  func text(_ key: String, of value: DocumentValue) throws(ConfigurationProblem) -> String {
    let member = try member(key, of: value)
    guard let text = member.text else {
      throw problem(member, "must be text, not \(member.kindWords)")
    }
    return text
  }

  /// A member that must be a whole number from 0.
  func number(_ key: String, of value: DocumentValue) throws(ConfigurationProblem) -> Int {
    let member = try member(key, of: value)
    guard let number = member.integer, (0...Int(UInt32.max)).contains(number) else {
      throw problem(member, "must be a whole number from 0")
    }
    return number
  }

  /// A member that must be a list.
  func list(
    _ key: String,
    of value: DocumentValue
  ) throws(ConfigurationProblem) -> [DocumentValue] {
    let member = try member(key, of: value)
    guard case .list(let elements) = member.content else {
      throw problem(member, "must be a list, not \(member.kindWords)")
    }
    return elements
  }

  /// A member that must be a list of texts.
  func texts(_ key: String, of value: DocumentValue) throws(ConfigurationProblem) -> [String] {
    var texts: [String] = []
    for element in try list(key, of: value) {
      guard let text = element.text else {
        throw problem(element, "must be text, not \(element.kindWords)")
      }
      texts.append(text)
    }
    return texts
  }

  /// A member that must be one of some words.
  func word<Word: RawRepresentable<String>>(
    _ key: String,
    of value: DocumentValue
  ) throws(ConfigurationProblem) -> Word {
    let text = try text(key, of: value)
    guard let word = Word(rawValue: text) else {
      throw problem(try member(key, of: value), "\"\(text)\" is unknown here")
    }
    return word
  }

  // MARK: Reports of other forms

  /// Checks what merging needs of a Code Quality issue.
  func checkIssue(_ issue: DocumentValue) throws(ConfigurationProblem) {
    _ = try text("fingerprint", of: issue)
    let location = try member("location", of: issue)
    _ = try text("path", of: location)
  }

  /// The runs of a SARIF log, once it is known that merging can read them.
  func runs(_ document: DocumentValue) throws(ConfigurationProblem) -> [DocumentValue] {
    let version = try text("version", of: document)
    guard version == "2.1.0" else {
      throw problem(try member("version", of: document), "SARIF \(version) is not read, only 2.1.0")
    }
    let runs = try list("runs", of: document)
    for run in runs {
      let driver = try member("driver", of: member("tool", of: run))
      _ = try text("name", of: driver)
      guard run["results"] != nil else { continue }
      _ = try list("results", of: run)
    }
    return runs
  }
}
