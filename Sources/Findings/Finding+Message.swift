import TextFormats

extension Finding {
  /// A message without the names of jobs: a mistake in a template is the same in all jobs that
  /// extend it.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - jobs: The names of the jobs that it may name.
  /// - Returns: The message as it holds for all of them.
  package static func general(_ message: String, jobs: [String]) -> String {
    jobs.reduce(message) { text, job in
      let named = "the job \"\(job)\""
      let places = ByteText.places(of: named, in: text, limit: .max)
      return ByteText.replace(places, of: named, by: "the job", in: text)
    }
  }
}
