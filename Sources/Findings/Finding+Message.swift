extension Finding {
  /// A message without the names of jobs: a mistake in a template is the same in all jobs that
  /// extend it.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - jobs: The names of the jobs that it may name.
  /// - Returns: The message as it holds for all of them.
  package static func general(_ message: String, jobs: [String]) -> String {
    jobs.reduce(message) { $0.replacing("the job \"\($1)\"", with: "the job") }
  }
}
