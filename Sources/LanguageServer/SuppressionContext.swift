import YAMLSyntax

/// The rule that is being typed in the brackets of a suppression: `# akvlint: ignore[AKV2`.
struct SuppressionContext {
  /// The typed part of the rule.
  let prefix: String

  /// The context at a position; nil outside of a suppression's brackets.
  init?(_ position: TextPosition, in source: SourceText) {
    let line = Array(
      String(decoding: source.line(Int(position.line)), as: UTF8.self).unicodeScalars
    )
    let typed = String(String.UnicodeScalarView(line.prefix(Int(position.column) - 1)))
    guard let mark = typed.firstRange(of: "# akvlint: ignore"),
      let bracket = typed[mark.upperBound...].firstIndex(of: "["),
      !typed[bracket...].contains("]")
    else { return nil }
    let names = typed[typed.index(after: bracket)...]
    let last = names.split(separator: ",", omittingEmptySubsequences: false).last ?? ""
    prefix = String(last.drop { $0 == " " })
  }
}
