/// The exit codes that other programs rely on.
enum ExitStatus: Int32 {
  case clean = 0
  case findings = 1
  case usage = 2
  case incomplete = 3
  case liveFailed = 4
}
