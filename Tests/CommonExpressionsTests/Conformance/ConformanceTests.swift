import CommonExpressions
import Testing

/// The evaluator against the behaviours that the specification publishes.
@Suite struct ConformanceTests {
  @Test(arguments: ConformanceTable.syntax) func syntax(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.names) func names(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.numberLiterals)
  func numberLiterals(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.stringLiterals)
  func stringLiterals(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.arithmetic)
  func arithmetic(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.equality) func equality(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.ordering) func ordering(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.lists) func lists(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.maps) func maps(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.fields) func fields(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.logic) func logic(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.unknowns) func unknowns(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.macros) func macros(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.macroErrors)
  func macroErrors(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.conversions)
  func conversions(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.types) func types(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.textFunctions)
  func textFunctions(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.patterns) func patterns(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.stringsExtension)
  func stringsExtension(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.stringPositions)
  func stringPositions(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.formatting)
  func formatting(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.optionals)
  func optionals(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.times) func times(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.twoVariables)
  func twoVariables(_ example: ConformanceCase) { check(example) }

  @Test(arguments: ConformanceTable.decisions) func decisions(_ example: ConformanceCase) {
    check(example)
  }

  @Test(arguments: ConformanceTable.places) func places(_ example: ConformanceCase) {
    check(example)
  }

  @Test func theTableIsLargeAndSaysNothingTwice() {
    let all =
      ConformanceTable.syntax + ConformanceTable.names + ConformanceTable.numberLiterals
      + ConformanceTable.stringLiterals + ConformanceTable.arithmetic + ConformanceTable.equality
      + ConformanceTable.ordering + ConformanceTable.lists + ConformanceTable.maps
      + ConformanceTable.fields + ConformanceTable.logic + ConformanceTable.unknowns
      + ConformanceTable.macros + ConformanceTable.macroErrors + ConformanceTable.conversions
      + ConformanceTable.types + ConformanceTable.textFunctions + ConformanceTable.patterns
      + ConformanceTable.stringsExtension + ConformanceTable.stringPositions
      + ConformanceTable.formatting + ConformanceTable.optionals + ConformanceTable.times
      + ConformanceTable.twoVariables + ConformanceTable.decisions + ConformanceTable.places
    let repeated = Dictionary(grouping: all, by: \.source).filter { $0.value.count > 1 }
    #expect(repeated.keys.sorted() == [])
    #expect(all.count >= 300)
    #expect(all.allSatisfy { !$0.section.isEmpty })
  }

  private func check(_ example: ConformanceCase) {
    do throws(ExpressionError) {
      let value = try SecretFixture.evaluate(example.source)
      switch (example.outcome, value) {
      case (.value(let expected), _): #expect(value == expected)
      case (.error, .error), (.unknown, .unknown): break
      case (.error, _): Issue.record("\(value) instead of an error")
      case (.unknown, _): Issue.record("\(value) instead of unknown")
      case (.refused, _): Issue.record("\(value) of what is to be refused")
      }
    } catch {
      guard case .refused(let place) = example.outcome else {
        Issue.record("refused: \(error.message)")
        return
      }
      if let place { #expect("\(error.line):\(error.column)" == place) }
    }
  }
}
