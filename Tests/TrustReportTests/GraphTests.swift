import Testing

@testable import TrustReport

@Suite struct GraphTests {
  @Test func theWaysOfASmallPipeline() throws {
    let graph = TrustGraph(try Survey.of(Survey.small))
    let text = graph.edges.map { edge in
      "\(graph.nodes[edge.from].title) \(edge.state) \(graph.nodes[edge.to].title)"
    }
    #expect(
      text.sorted() == [
        "11111111-2222-3333-4444-555555555555 works shop-vault",
        "AADSTS700213 blocked 11111111-2222-3333-4444-555555555555",
        "AZURE_JWT fails AADSTS700213", "AZURE_JWT works main", "deploy works AZURE_JWT",
        "main works 11111111-2222-3333-4444-555555555555",
        "old unused 11111111-2222-3333-4444-555555555555", "shop-vault works db-password",
      ]
    )
    #expect(
      graph.nodes.first { $0.layer == .token }?.details == [
        "aud https://gitlab.com", "sub project_path:example/shop:ref_type:branch:ref:*",
      ]
    )
  }

  struct Ending: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var pipeline: String
    var configuration = Survey.configuration
    var expected: String
  }

  @Test(arguments: [
    Ending(
      testDescription: "a blank variable ends at GitLab",
      pipeline: Survey.small,
      configuration: Survey.configuration.replacing(
        "AZURE_CLIENT_ID, value: \(Survey.client)",
        with: "AZURE_CLIENT_ID, value: ''"
      ),
      expected: "deploy fails no provider"
    ),
    Ending(
      testDescription: "a token that is not there ends at the runner",
      pipeline: Survey.small.replacing("token: $AZURE_JWT", with: "token: $OTHER"),
      expected: "deploy fails AADSTS50027"
    ),
    Ending(
      testDescription: "without evidence nothing is decided",
      pipeline: Survey.small,
      configuration: "gitlab: {url: https://gitlab.com}",
      expected: "deploy unknown AZURE_JWT"
    ),
  ])
  func whereAWayEnds(ending: Ending) throws {
    let graph = TrustGraph(try Survey.of(ending.pipeline, configuration: ending.configuration))
    let first = graph.edges.first { graph.nodes[$0.from].layer == .job }
    let edge = try #require(first)
    let text = "\(graph.nodes[edge.from].title) \(edge.state) \(graph.nodes[edge.to].title)"
    #expect(text == ending.expected)
  }

  @Test(arguments: [1, 16, 17, 60, 500])
  func manyJobsStayReadable(count: Int) throws {
    let graph = TrustGraph(try Survey.of(Survey.large(count)))
    for layer in TrustGraph.Layer.allCases {
      #expect(graph.nodes.count { $0.layer == layer } <= WayCondenser.limit + 2)
    }
    // No job is lost: each is drawn, or counted in a group.
    let drawn = graph.nodes.filter { $0.layer == .job }.map { node in
      node.details.first.flatMap { Int($0.prefix { $0.isNumber }) } ?? 1
    }
    #expect(drawn.reduce(0, +) == count)
  }

  @Test func jobsThatAreTooManyAreCounted() throws {
    let template = """
      .job: {script: x, id_tokens: {T: {aud: https://gitlab.com}},
        secrets: {S: {azure_key_vault: {name: db}, token: $T}}}

      """
    let jobs = (1...5_100).map { "job-\($0): {extends: .job}\n" }
    let graph = TrustGraph(try Survey.of(template + jobs.joined()))
    let open = graph.nodes.filter { $0.layer == .job && $0.kind == .open }
    #expect(open.map(\.title) == ["1767 more jobs"])
    #expect(open.map(\.details) == [["too many ways to draw"]])
  }

  @Test(arguments: [0, 1, 60])
  func edgesGoToTheNextLayer(count: Int) throws {
    let graph = TrustGraph(try Survey.of(Survey.large(count) + "\nnothing: {script: x}"))
    for edge in graph.edges {
      let from = graph.nodes[edge.from].layer.rawValue
      #expect(graph.nodes[edge.to].layer.rawValue == from + 1)
    }
    for way in graph.ways {
      for (from, to) in zip(way, way.dropFirst()) {
        #expect(graph.edges.contains { $0.from == from && $0.to == to })
      }
    }
  }

  @Test func boxesDoNotTouchAndLieWithin() throws {
    let plan = GraphPlan(TrustGraph(try Survey.of(Survey.large(60))))
    for (index, box) in plan.boxes.enumerated() {
      #expect(box.left >= 0 && box.right <= plan.width && box.bottom <= plan.height)
      for other in plan.boxes[..<index] {
        let isApart =
          box.right < other.left || other.right < box.left || box.bottom < other.top
          || other.bottom < box.top
        #expect(isApart)
      }
    }
  }

  @Test(arguments: [
    (["dev:a:1", "dev:b:2"], "dev:*"), (["task-1", "task-12"], "task-*"), (["a", "b"], "a, …"),
  ])
  func commonNames(names: [String], expected: String) {
    #expect(WayCondenser.commonName(names) == expected)
  }

  @Test func mermaid() throws {
    let text = GraphText.mermaid(TrustGraph(try Survey.of(Survey.small)))
    #expect(
      text == """
        flowchart LR
          n0["deploy"]:::present
          n1["AZURE_JWT<br>aud https://gitlab.com<br>sub project_path:example/shop:ref_type:branch:ref:#42;"]:::present
          n2["main<br>sub project_path:example/shop:ref_type:branch:ref:main"]:::present
          n3["AADSTS700213<br>the subject is #34;project_path:example/shop:ref_type:branch:ref:feature/example#34;#59;#8230;"]:::stop
          n4["old<br>sub project_path:example/shop:ref_type:branch:ref:old"]:::idle
          n5["11111111-2222-3333-4444-555555555555<br>tenant 66666666-7777-8888-9999-000000000000"]:::present
          n6["shop-vault<br>.vault.azure.net"]:::present
          n7["db-password<br>newest version"]:::present
          n0 --> n1
          n1 --> n2
          n1 -.->|F| n3
          n2 --> n5
          n3 -.-> n5
          n4 -.-> n5
          n5 --> n6
          n6 --> n7
          classDef stop stroke:#b42318,stroke-width:2px,stroke-dasharray:4 3
          classDef open stroke:#8a5a00,stroke-dasharray:2 3
          classDef idle stroke-dasharray:1 4
          linkStyle 2 stroke:#b42318,color:#b42318

        """
    )
  }

  @Test func dotNamesEachNodeOnce() throws {
    let graph = TrustGraph(try Survey.of(Survey.large(60)))
    let text = GraphText.dot(graph)
    #expect(text.hasPrefix("digraph trust {\n") && text.hasSuffix("\n}\n"))
    for index in graph.nodes.indices {
      #expect(text.split(separator: "\n").count { $0.hasPrefix("    n\(index) [") } == 1)
    }
    #expect(text.split(separator: "\n").count { $0.contains(" -> ") } == graph.edges.count)
  }
}
