import AccessPrediction
import Evidence
import Files
import Linting
import Reporting

/// Reports of a fleet, read back.
enum FleetFile {
  /// The fleet of a JSON report.
  static func read(_ path: String) throws(UsageError) -> Fleet {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try OperatorFiles.read(path, limit: ReportDocument.sizeLimit)
    } catch {
      throw UsageError(message: "cannot read \(path): \(error.words)")
    }
    do throws(ConfigurationProblem) {
      return try FleetDocument.read(bytes, path: path)
    } catch {
      throw UsageError(message: "\(path): \(error.message)")
    }
  }
}
