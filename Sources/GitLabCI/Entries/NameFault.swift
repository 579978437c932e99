/// A fault of a job's name.
enum NameFault {
  /// The maximum length of a name in characters (`Gitlab::Ci::Config::Entry::Job`).
  static let lengthLimit = 255

  case tooLong
  case isNull
  /// An empty text.
  case isEmpty
  /// A key of a mapping that is neither a text nor a whole number.
  case notAlphanumeric
  /// A number, a list or the like.
  case isNoText

  /// The attribute that GitLab names.
  var attribute: AttributeCheck.Attribute {
    .keyword(self == .notAlphanumeric ? .key : .name)
  }

  /// The same in GitLab's words and ours.
  var fault: Fault {
    switch self {
    case .tooLong:
      return Fault.sentence(
        "is too long (maximum is \(Self.lengthLimit) characters)",
        "the job's name has more than \(Self.lengthLimit) characters"
      )
    case .isEmpty: return Fault.sentence("can't be blank", "the job's name is empty")
    case .notAlphanumeric:
      return Fault.sentence(
        "must be an alphanumeric string",
        "the name must be a string: write it in quotes"
      )
    case .isNull:
      var fault = Fault.sentence("can't be blank", "the job's name is null")
      fault.also = ["should be a symbol"]
      return fault
    case .isNoText:
      return Fault.sentence(
        "should be a symbol",
        "the job's name must be a string: write it in quotes"
      )
    }
  }
}
