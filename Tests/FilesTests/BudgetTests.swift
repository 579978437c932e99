import Files
import Testing

@Suite struct BudgetTests {
  @Test("what is within the limit may be done", arguments: Budget.Resource.allCases)
  func limit(resource: Budget.Resource) {
    let budget = Budget()
    #expect(budget.spend(resource.limit, on: resource))
    #expect(budget.exhausted == nil)
    #expect(!budget.spend(1, on: resource))
    #expect(budget.exhausted == resource)
  }

  @Test("resources are counted apart, and the first that is used up is named")
  func first() {
    let budget = Budget()
    for resource in Budget.Resource.allCases { #expect(budget.spend(resource.limit, on: resource)) }
    #expect(!budget.spend(1, on: .predictions))
    #expect(!budget.spend(1, on: .bytesRead))
    #expect(budget.exhausted == .predictions)
  }

  @Test("nothing may be done once a resource is used up")
  func afterwards() {
    let budget = Budget()
    budget.spend(.max, on: .bytesRead)
    #expect(!budget.spend(1, on: .expressionSteps))
    budget.renew()
    #expect(budget.spend(1, on: .expressionSteps))
    #expect(budget.exhausted == nil)
  }

  @Test("threads share it", arguments: [10])
  func manyThreads(count: Int) {
    let budget = Budget()
    let results = Cores().map(Array(0..<count)) { _ in
      budget.spend(Budget.Resource.predictions.limit / count, on: .predictions)
    }
    #expect(results == Array(repeating: true, count: count))
    #expect(!budget.spend(count, on: .predictions))
  }
}
