import YAMLSyntax

/// The jobs that a finding names.
///
/// Rules go through the jobs in order, and the keys of a file are numbered in the order of reading:
/// nearly always a job comes after all others, and is new without a look at a table.
struct JobSet {
  private var last: Symbol?
  /// All of them, once one came out of order.
  private var all: Set<Symbol>?
  private var inOrder: [Symbol] = []

  /// No job, or one.
  init(_ job: Symbol? = nil) {
    last = job
    if let job { inOrder.append(job) }
  }

  /// Adds a job.
  ///
  /// - Returns: Whether it is new.
  mutating func insert(_ job: Symbol) -> Bool {
    if let last, job.rawValue <= last.rawValue {
      if job == last { return false }
      var jobs = all ?? Set(inOrder)
      all = nil
      let isNew = jobs.insert(job).inserted
      all = jobs
      return isNew
    }
    last = job
    if all == nil { inOrder.append(job) } else { all?.insert(job) }
    return true
  }
}
