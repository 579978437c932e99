import Files
import GitLabCI
import ShellSyntax
import TextFormats
import YAMLSyntax

/// Finds the sign-ins of jobs' scripts in their runs; a script that many jobs share is read once.
///
/// A class, because it remembers; it lives for one check on one thread.
final class ScriptReader {
  private struct Key: Hashable {
    var nodes: [NodeID]
    var isPowerShell: Bool
    /// Whether it may be another shell that runs it.
    var isUncertain: Bool
  }

  /// A script that was gone through, with the values that it was given.
  private struct Reading {
    var values: [String: ScriptValue]
    var found: [ScriptSignIn]
  }

  /// The maximum number of readings of a script that are compared with a run.
  private static let readingLimit = 16

  private var readings: [[Key]: [Reading]] = [:]
  private var texts: [Key: [ScriptText]] = [:]
  private var parts: [NodeID: [Key]] = [:]
  private var mayUsePowerShell: Bool?
  private var terraform: TerraformFolders?
  private var scripts: RepositoryScripts?

  /// The sign-ins that a job makes in one run.
  ///
  /// A script that gets the same values again does the same again.
  func signIns(
    of job: Job,
    _ variables: RunVariables,
    _ judged: JudgedPipeline
  ) -> [ScriptSignIn] {
    let parts = parts(of: job, judged)
    let known = readings[parts]?.first { reading in
      reading.values.allSatisfy { RunValue.inScript($0.key, variables) == $0.value }
    }
    // Each is judged in each run; jobs that are judged are charged for a few of them.
    let budget = judged.pipeline.composition.budget
    if let known {
      budget.spend(known.found.count / 4, on: .predictions)
      return known.found
    }
    let values = ScriptInputs(variables)
    let found = signIns(of: parts, values, judged)
    budget.spend(found.count / 4, on: .predictions)
    if readings[parts, default: []].count < Self.readingLimit {
      readings[parts, default: []].append(Reading(values: values.asked, found: found))
    }
    return found
  }

  /// The parts of a job's script that have a shell of their own: `after_script` is one.
  private func parts(of job: Job, _ judged: JudgedPipeline) -> [Key] {
    if let known = parts[job.node] { return known }
    let isPowerShell = usesPowerShell(job, judged)
    let isUncertain =
      isPowerShell
      && !job.mustUsePowerShell(in: judged.tree, root: judged.pipeline.composition.root)
    let end = job.mainScript.endIndex
    let result = [job.script[..<end], job.script[end...]].filter { !$0.isEmpty }.map { part in
      Key(nodes: part.map(\.node), isPowerShell: isPowerShell, isUncertain: isUncertain)
    }
    parts[job.node] = result
    return result
  }

  private func signIns(
    of parts: [Key],
    _ values: ScriptInputs,
    _ judged: JudgedPipeline
  ) -> [ScriptSignIn] {
    let environment = ScriptEnvironment(
      terraform: folders(judged),
      scripts: repositoryScripts(judged),
      budget: judged.pipeline.composition.budget,
      job: values.value
    )
    var found: [ScriptSignIn] = []
    var files: [String: ScriptValue] = [:]
    for part in parts {
      let read =
        texts[part]
        ?? ScriptText.read(
          part.nodes,
          in: judged.tree,
          isPowerShell: part.isPowerShell,
          within: environment.budget
        )
      texts[part] = read
      // after_script has a shell of its own, in the same folder.
      var environment = environment
      environment.files = files
      var runner = ScriptRunner(environment)
      runner.hasSession = found.contains { $0.tool == AzureCLISignIn.tool }
      runner.run(read)
      files = runner.environment.files
      found += runner.found.filter { !found.contains($0) }
      guard part.isUncertain else { continue }
      for place in found.indices {
        found[place].doubt = "whether PowerShell runs the script is unknown"
      }
    }
    return found
  }

  private func folders(_ judged: JudgedPipeline) -> TerraformFolders {
    if let terraform { return terraform }
    let made = TerraformFolders(judged.pipeline.composition.repository)
    terraform = made
    return made
  }

  private func repositoryScripts(_ judged: JudgedPipeline) -> RepositoryScripts {
    if let scripts { return scripts }
    let made = RepositoryScripts(judged.pipeline.composition.repository)
    scripts = made
    return made
  }

  private func usesPowerShell(_ job: Job, _ judged: JudgedPipeline) -> Bool {
    let mayUse = mayUsePowerShell ?? judged.pipeline.mayUsePowerShell
    mayUsePowerShell = mayUse
    return mayUse && job.usesPowerShell(in: judged.tree, root: judged.pipeline.composition.root)
  }
}

/// The values that a script is given, each found once, and those that it asked for.
///
/// A class, because it remembers; it lives while one script is gone through.
private final class ScriptInputs {
  private let variables: RunVariables
  private(set) var asked: [String: ScriptValue] = [:]

  init(_ variables: RunVariables) {
    self.variables = variables
  }

  func value(_ name: String) -> ScriptValue {
    if let known = asked[name] { return known }
    let value = RunValue.inScript(name, variables)
    asked[name] = value
    return value
  }
}

extension RunValue {
  /// The value that a variable, or the file of one, has when the job's script begins.
  static func inScript(_ name: String, _ variables: RunVariables) -> ScriptValue {
    guard let file = VariableFile.name(ofPath: name) else {
      return inScript(name, variables, depth: 0)
    }
    let content = variables.value(file).isFile ? variables.expandedValue(file, .job)?.text : nil
    return content.map { ScriptValue($0) } ?? .unknown
  }

  private static func inScript(
    _ name: String,
    _ variables: RunVariables,
    depth: Int
  ) -> ScriptValue {
    let value = variables.value(name)
    if value.isFile { return ScriptValue(VariableFile.path(of: name)) }
    let path = "${\(name)}"
    guard case .text(let text) = value.state, !text.isEmpty else {
      if case .partial(let partial) = value.state, let text = partial.text {
        return ScriptValue(text)
      }
      return ScriptValue(state: value.state, path: path)
    }
    if value.isRaw { return ScriptValue(text) }
    // The runner puts the ID token in that a variable refers to.
    if let inner = only(in: text), depth < 10 {
      if inner != name { return inScript(inner, variables, depth: depth + 1) }
      let below = variables.value(name, .job, below: .yaml)
      if case .idToken = below.state { return ScriptValue(state: below.state, path: path) }
    }
    if let expanded = variables.expandedForRunner(name) {
      if let text = expanded.text { return ScriptValue(text) }
      return ScriptValue(state: .partial(expanded), path: written(text, variables, depth))
    }
    return ScriptValue(state: .unknown, path: written(text, variables, depth))
  }

  private static func only(in text: String) -> String? {
    VariableReference.only(in: text, includesPercent: true)
  }

  /// A text with the names of variables whose values are not known.
  private static func written(
    _ text: String,
    _ variables: RunVariables,
    _ depth: Int
  ) -> String? {
    guard depth < 10 else { return nil }
    return VariableReference.expanding(text) { name in
      let value = inScript(name, variables, depth: depth + 1)
      return value.text ?? value.path
    }
  }
}
