/// Texts in Bicep.
///
/// Source: Microsoft's page on Bicep's data types.
package enum BicepText {
  /// A text as a string, in which nothing is interpolated.
  package static func quoted(_ text: String) -> String {
    var result = "'"
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "{", previous == "$" {
        result.unicodeScalars.removeLast()
        result += "\\$"
      }
      result += escaped(scalar)
      previous = scalar
    }
    return result + "'"
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "'": "\\'"
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where TerminalText.isControl(scalar):
      "\\u{\(String(scalar.value, radix: 16))}"
    default: String(scalar)
    }
  }
}
