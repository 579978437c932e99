import Files
import GitLabCI
import Reporting
import Testing
import YAMLSyntax

@Suite struct GeneratedPipelineTests {
  /// No generated pipeline crashes, and each gives one answer: the same verdict and the same model
  /// each time, and a verdict that names a reason exactly when GitLab stops.
  @Test(arguments: 0..<40)
  func givesOneAnswer(block: Int) {
    for seed in block * 25..<(block + 1) * 25 {
      var generator = PipelineGenerator(seed: UInt64(seed))
      let files = generator.files()
      let first = Self.answer(files)
      #expect(first == Self.answer(files), "seed \(seed)")
      #expect(!first.isRefused || !first.messages.isEmpty, "seed \(seed)")
    }
  }

  private struct Answer: Equatable {
    var messages: [String]
    var model: String?
    var isRefused: Bool
  }

  private static func answer(_ files: [String: String]) -> Answer {
    let bytes = Array((files[".gitlab-ci.yml"] ?? "").utf8)
    let pipeline = Pipeline(
      SourceText(path: ".gitlab-ci.yml", bytes: bytes),
      in: InMemoryFiles(text: files)
    )
    return Answer(
      messages: ValidationOutcome(pipeline).messages,
      model: ModelReport.render(pipeline),
      isRefused: pipeline.composition.isRefused
    )
  }
}
