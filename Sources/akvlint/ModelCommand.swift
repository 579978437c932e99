import ArgumentParser
import GitLabCI
import Reporting
import YAMLSyntax

/// `akvlint model`: the resolved pipeline as JSON.
struct Model: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Print the resolved pipeline as JSON, with values as GitLab computes them."
  )

  @Argument(help: "The pipeline; - for standard input. Without one, that of the repository.")
  var path: String?

  @OptionGroup var place: PlaceOptions

  func run() throws {
    do throws(UsageError) {
      let pipeline = try pipeline()
      Console.output(ModelReport.render(pipeline))
      let hasError = pipeline.composition.files.contains { $0.error != nil }
      if hasError { Console.note("the pipeline could not be read whole; see akvlint check") }
      guard !hasError else { throw UsageError(message: "") }
    } catch {
      if error.message.isEmpty { throw ExitCode(ExitStatus.incomplete.rawValue) }
      Console.note(error.message)
      throw ExitCode(ExitStatus.usage.rawValue)
    }
  }

  private func pipeline() throws(UsageError) -> Pipeline {
    let workspace = try place.workspace(for: path == "-" ? nil : path)
    do throws(FileError) {
      if path == "-" {
        let bytes = try HostSystem.readStandardInput()
        return Pipeline(SourceText(path: ".gitlab-ci.yml", bytes: bytes), in: workspace.repository, library: workspace.library)
      }
      var resolver = InputResolver(
        repository: workspace.repository,
        folder: HostSystem.currentFolder,
        isHook: false
      )
      resolver.add(path ?? "\(workspace.repository.root)/.gitlab-ci.yml")
      guard let input = resolver.inputs.first else {
        throw FileError.unreadable(resolver.failures.joined(separator: "; "))
      }
      let bytes = try workspace.repository.read(input.path)
      return Pipeline(SourceText(path: input.path, bytes: bytes), in: workspace.repository, library: workspace.library)
    } catch {
      if case .unreadable(let reason) = error { throw UsageError(message: reason) }
      throw UsageError(message: "cannot read \(path ?? ".gitlab-ci.yml")")
    }
  }
}
