import Evidence
import TextFormats

/// The JSON of `akvlint predict`, read back: each prediction as it is written.
package struct PredictionDocument: Sendable {
  /// A prediction.
  struct Entry: Sendable {
    let job: String
    let scenario: String
    /// Its JSON.
    let text: ArraySlice<UInt8>
  }

  /// The jobs of the whole pipeline in its order, when this is a share of it.
  let jobs: [String]?
  let refused: [ArraySlice<UInt8>]
  let omitted: [ArraySlice<UInt8>]
  let predictions: [Entry]

  private struct Form: Decodable {
    let schema: Int
    let jobs: [String]?
    let predictions: [Key]

    struct Key: Decodable {
      let job: String
      let scenario: String
    }
  }

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - path: Its path, for messages.
  /// - Throws: The first invalid value, with its JSON path.
  init(_ bytes: [UInt8], path: String) throws(ConfigurationProblem) {
    let form: Form
    do throws(JSONFault) {
      form = try JSONDecoding.decode(Form.self, from: bytes)
    } catch {
      let place = error.path ?? "$"
      throw ConfigurationProblem(path: path, place: .jsonPath(place), message: error.message)
    }
    guard form.schema == 1 else {
      let message = "this report was written by another version of akvlint"
      throw ConfigurationProblem(path: path, place: .jsonPath("$.schema"), message: message)
    }
    let members = JSONParts.members(of: bytes[...])
    func elements(_ key: String) -> [ArraySlice<UInt8>] {
      members[key].map(JSONParts.elements) ?? []
    }
    jobs = form.jobs
    refused = elements("refused")
    omitted = elements("omitted")
    predictions = zip(form.predictions, elements("predictions")).map { key, text in
      Entry(job: key.job, scenario: key.scenario, text: text)
    }
  }
}
