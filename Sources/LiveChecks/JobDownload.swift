package import Linting

#if Live
import AzureFederation
import Files
import LiveEvidence
import TextFormats
#endif

/// The log of a job that a URL names.
package struct JobDownload: Sendable {
  /// The job's name; nil when it is not known.
  package let name: String?
  /// Its log.
  package let log: [UInt8]

  /// A log that was read.
  package init(name: String?, log: [UInt8]) {
    self.name = name
    self.log = log
  }
}

#if Live

extension JobDownload {
  /// Fetches a job's log from GitLab.
  ///
  /// A URL may come from an untrusted source, and the token is for one instance: it goes only to
  /// the host that the environment names.
  ///
  /// - Parameters:
  ///   - url: The job's address.
  ///   - note: Shows a line to the user.
  /// - Returns: The log; nil when GitLab did not give it, which has been reported then.
  /// - Throws: That the address or the environment is wrong.
  package static func fetch(
    _ url: String,
    note: (String) -> Void
  ) throws(UsageError) -> JobDownload? {
    guard let address = JobAddress(url) else {
      throw UsageError(
        message: "--job-url needs the address of a job, https://HOST/GROUP/PROJECT/-/jobs/ID"
      )
    }
    let environment = try LiveEnvironment(repository: HostSystem.currentFolder)
    let access = environment.access
    if access.gitLabToken == nil || access.gitLabHost == address.host {
      return try fetch(address, access.gitLabToken, limit: environment.limit, note: note)
    }
    throw UsageError(
      message: "the job is on \(address.host), and the token in AKVLINT_GITLAB_TOKEN is for "
        + (access.gitLabHost ?? "an instance that AKVLINT_GITLAB_URL has to name")
    )
  }

  private static func fetch(
    _ address: JobAddress,
    _ token: AccessToken?,
    limit: Int,
    note: (String) -> Void
  ) throws(UsageError) -> JobDownload? {
    let network: NetworkSettings
    do throws(Undecidable) {
      network = try NetworkSettings(HostSystem.environment)
    } catch {
      throw UsageError(message: "\(error.question): \(error.reason)")
    }
    let date = CalendarDay(secondsSince1970: HostSystem.secondsSince1970).text
    let watch = LiveWatch(limit: limit, showsProgress: true)
    let outcome = watch.blocking { () -> Result<FetchedJob, Undecidable> in
      let transport = AsyncHTTPClientTransport(network, limit: limit)
      let client = GitLabClient(
        watch.courier(transport),
        host: address.host,
        token: token,
        date: date
      )
      let outcome: Result<FetchedJob, Undecidable>
      do throws(Undecidable) {
        outcome = .success(try await client.job(address))
      } catch {
        outcome = .failure(error)
      }
      let shutdown = Task { await transport.shutdown() }
      if !watch.wasStopped { await shutdown.value }
      return outcome
    }
    switch outcome {
    case .success(let job): return JobDownload(name: job.name, log: job.log)
    case .failure(let reason):
      note("cannot fetch the log: \(reason.question): \(reason.reason)")
      return nil
    }
  }
}
#else
extension JobDownload {
  /// Reports that this akvlint cannot fetch anything.
  package static func fetch(
    _ url: String,
    note: (String) -> Void
  ) throws(UsageError) -> JobDownload? {
    note(LeanBuild.message)
    return nil
  }
}
#endif
