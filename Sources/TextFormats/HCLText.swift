/// Texts in Terraform's and OpenTofu's configuration language.
///
/// Source: HashiCorp's pages on strings and templates.
package enum HCLText {
  /// A text as a string, in which nothing is interpolated.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      // `${` and `%{` begin templates; a doubled sign stands for itself.
      if scalar == "{", let sign = previous, sign == "$" || sign == "%" {
        result.unicodeScalars.append(sign)
      }
      result += escaped(scalar)
      previous = scalar
    }
    return result + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where TerminalText.isControl(scalar):
      "\\u\(HexadecimalText.padded(scalar.value, to: 4))"
    default: String(scalar)
    }
  }
}
