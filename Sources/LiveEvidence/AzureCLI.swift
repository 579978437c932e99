package import AzureFederation
import Evidence

/// Asks Azure's command line for tokens of the user who is signed in there.
package struct AzureCLI: Sendable {
  /// Runs a program with arguments, and gives what it wrote to standard output.
  package typealias Run =
    @Sendable (_ program: String, _ arguments: [String]) async throws(Failure) -> [UInt8]

  /// The reason why a program gave nothing.
  package enum Failure: Error, Hashable, Sendable {
    /// It could not be started, or ended in an error.
    case failed
    /// It did not end; the limit in seconds.
    case timedOut(limit: Int)

    /// The reason as a clause.
    var words: String {
      switch self {
      case .failed: "az returned none; az account show shows whether you are signed in"
      case .timedOut(let limit): "az did not answer within \(limit) seconds"
      }
    }
  }

  private let program: String
  private let run: Run

  /// Azure's command line.
  ///
  /// - Parameters:
  ///   - program: Its absolute path.
  ///   - run: The runner of the program.
  package init(program: String, run: @escaping Run) {
    self.program = program
    self.run = run
  }

  /// A token for a service.
  ///
  /// - Parameters:
  ///   - service: The service.
  ///   - cloud: Microsoft's cloud.
  /// - Returns: The token, which is for that service and for no other.
  /// - Throws: The reason why there is none.
  package func token(
    for service: AzureService,
    in cloud: Cloud
  ) async throws(Undecidable) -> AccessToken {
    let question = "az account get-access-token"
    guard let resource = service.resource(in: cloud) else {
      throw Undecidable(question: question, reason: "the cloud has no known address for it")
    }
    let output: [UInt8]
    do throws(Failure) {
      output = try await run(
        program,
        ["account", "get-access-token", "--resource", resource, "--output", "json"]
      )
    } catch {
      throw Undecidable(question: question, reason: error.words)
    }
    let document = try? JSONDocument.read(output, path: "")
    guard let token = document?["accessToken"]?.text.map(AccessToken.init),
      AzureService(of: token, in: cloud) == service
    else {
      throw Undecidable(question: question, reason: "az did not print a token for \(resource)")
    }
    return token
  }

  /// A token for a service, or the reason why there is none; a method for the reason that
  /// `IncludeFetcher.result(of:)` gives.
  func answer(
    for service: AzureService,
    in cloud: Cloud
  ) async -> Result<AccessToken, Undecidable> {
    do throws(Undecidable) {
      return .success(try await token(for: service, in: cloud))
    } catch {
      return .failure(error)
    }
  }
}

/// Where a program is looked for, and where not.
package struct ProgramSearch: Sendable {
  /// The folders of `PATH` that count.
  package let folders: [String]

  /// The folders of a search path without those that a checked repository could fill.
  ///
  /// - Parameters:
  ///   - path: The search path, as `PATH` has it.
  ///   - repository: The root of the repository, links resolved.
  ///   - realPath: A path with its links resolved; nil when there is none.
  package init(
    path: String,
    outside repository: String,
    realPath: (String) -> String?
  ) {
    folders = path.split(separator: ":").map(String.init).filter { folder in
      // A relative one leads wherever akvlint is started.
      guard folder.hasPrefix("/"), let real = realPath(folder) else { return false }
      return !Self.lies(real, in: repository)
    }
    self.repository = repository
  }

  private let repository: String

  /// The absolute path of a program; nil when there is none.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - realPath: A path with its links resolved; nil when there is none.
  ///   - isProgram: Whether a path leads to a file that can be run.
  /// - Returns: The first that counts.
  package func program(
    _ name: String,
    realPath: (String) -> String?,
    isProgram: (String) -> Bool
  ) -> String? {
    folders.lazy.map { "\($0)/\(name)" }.first { path in
      guard let real = realPath(path), isProgram(path) else { return false }
      return !Self.lies(real, in: repository)
    }
  }

  private static func lies(_ path: String, in folder: String) -> Bool {
    folder == "/" || path == folder || path.hasPrefix("\(folder)/")
  }
}
