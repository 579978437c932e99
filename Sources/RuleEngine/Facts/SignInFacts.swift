import AccessPrediction
import CommonExpressions
import GitLabCI
import YAMLSyntax

enum ScriptField: Int, FactField {
  case job
  case commands
  case functions
  case signIns
  case printed

  static let typeName = "script"

  var declaration: Field {
    switch self {
    case .job: .init("job", .job, "The job that runs it.")
    case .commands:
      .init(
        "commands",
        .list(.command),
        "Its commands, those of before_script and after_script too."
      )
    case .functions: .init("functions", .list(.string), "The names of the functions it defines.")
    case .signIns: .init("sign_ins", .list(.signIn), "The commands that sign in to Azure.")
    case .printed:
      .init(
        "printed",
        .list(.string),
        "The ID tokens and secrets that it prints to the job log or writes to an artifact."
      )
    }
  }
}

enum SignInField: Int, FactField {
  case job
  case tool
  case token
  case clientID
  case works
  case code
  case reason
  case place

  static let typeName = "sign_in"

  var declaration: Field {
    switch self {
    case .job: .init("job", .job, "The job whose script signs in.")
    case .tool: .init("tool", .string, "The program, such as `az login`.")
    case .token:
      .init("token", .idToken, optional: true, "The ID token that it sends, if it is known.")
    case .clientID: .init("client_id", .string, "The client ID that it signs in with.")
    case .works:
      .init("works", .bool, "Whether it succeeds in all runs; unknown when undecided in one.")
    case .code: .init("code", .string, "The error of the first run in which it fails, or empty.")
    case .reason: .init("reason", .string, "Why it fails, with both sides of a comparison.")
    case .place: .init("place", .place, "The command, else the job.")
    }
  }
}

/// A command of a script that signs in, with what is predicted for it in each run.
struct SignIn {
  /// The index of the job.
  let job: Int
  var exchanges: [ExchangePrediction]

  /// The exchange that stands for all: one that fails, else one that is unknown.
  var worst: ExchangePrediction {
    exchanges.first { $0.verdict.answer == .fails }
      ?? exchanges.first { $0.verdict.answer == .unknown } ?? exchanges[0]
  }
}

extension PipelineFacts {
  func scriptValue(_ field: ScriptField, _ reference: FactReference) -> Value? {
    guard let job = reference.job else { return nil }
    switch field {
    case .job: return FactReference(.job, job: job).value
    case .commands:
      return .list(
        scripts.commands.indices.filter { scripts.commands[$0].job == job }
          .map { FactReference(.command, job: job, item: $0).value }
      )
    case .functions: return Self.list(scripts.functions(ofJob: job).sorted())
    case .signIns:
      return .list(
        signIns.indices.filter { signIns[$0].job == job }
          .map { FactReference(.signIn, job: job, item: $0).value }
      )
    case .printed:
      var names: [String] = []
      for name in exposures(ofJob: job).compactMap(\.name) where !names.contains(name) {
        names.append(name)
      }
      return Self.list(names)
    }
  }

  func signInValue(_ field: SignInField, _ reference: FactReference) -> Value? {
    guard reference.item < signIns.count else { return nil }
    let signIn = signIns[reference.item]
    let worst = signIn.worst
    let job = pipeline.jobs[signIn.job]
    switch field {
    case .job: return FactReference(.job, job: signIn.job).value
    case .tool: return .string(worst.tool)
    case .token:
      return job.idTokens.firstIndex { text($0.symbol) == worst.token }
        .map { token($0, job: signIn.job) }
    case .clientID:
      return worst.chain.clientID.map(Value.string)
        ?? .unknown(Unknown("the client of \(worst.tool) is unknown"))
    case .works:
      switch worst.verdict.answer {
      case .works: return .bool(true)
      case .fails: return .bool(false)
      case .unknown: return .unknown(Unknown(worst.verdict.reason))
      }
    case .code: return .string(worst.verdict.code ?? "")
    case .reason: return .string(worst.verdict.reason)
    case .place:
      let location = worst.site.map { scripts.texts.location(ofCommandAt: $0, in: tree) }
      return value(of: .pipeline(location ?? tree.location(job.entry.keyNode)))
    }
  }

  /// The sign-ins of all jobs' scripts, those of runs of forks aside.
  func makeSignIns() -> [SignIn] {
    signInSubjects.flatMap { job in
      var found: [SignIn] = []
      for exchange in predictions(ofJob: job).flatMap(\.exchanges) {
        let known = found.firstIndex {
          $0.worst.site == exchange.site && $0.worst.tool == exchange.tool
        }
        if let known {
          found[known].exchanges.append(exchange)
        } else {
          found.append(SignIn(job: job, exchanges: [exchange]))
        }
      }
      return found
    }
  }
}

extension ScriptTexts {
  /// Where a command is written that begins at a place of a script.
  func location(ofCommandAt site: ScriptSite, in tree: NodeTree) -> Location {
    let rest = tree.text(site.node).dropFirst(site.offset)
    let width = rest.prefix { $0 > 0x20 }.count
    return location(of: site.offset..<site.offset + max(1, width), in: site.node, of: tree)
  }
}
