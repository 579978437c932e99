/// The result of looking a variable up for a job.
enum VariableLookup {
  /// The job gets this value.
  case found(RunValue)
  /// It exists, but the job does not get it; the value says why.
  case withheld(RunValue)
  /// It does not exist.
  case none
}
