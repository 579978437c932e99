import AkvlintKit

// Prints the findings and the failing runs of the folder that is named: `client FOLDER PIPELINE`.
let folder = CommandLine.arguments[1]
let pipeline = CommandLine.arguments[2]
let project = try PipelineProject(folder: folder)
for finding in try project.lint([pipeline]).findings {
  print("\(finding.location): \(finding.severity): \(finding.rule)")
}
for prediction in try project.predictions(for: pipeline) where prediction.verdict == .fails {
  print("\(prediction.job)@\(prediction.scenario): \(prediction.secrets.compactMap(\.code))")
}
