import Evidence

/// The abilities that a client names in its `initialize` request, as far as they matter here.
struct ClientCapabilities {
  /// The units in which it counts columns.
  let encoding: PositionEncoding
  /// Whether it watches files when it is asked to.
  let registersWatchers: Bool
  /// Whether edits of files may name the versions that they are for.
  let takesVersions: Bool
  /// Whether it asks for the diagnostics of open files; they are not sent unasked then.
  let asksForDiagnostics: Bool
  /// Whether it asks for diagnostics again on request.
  let takesRefreshes: Bool

  /// Reads the value of `capabilities`; nil when the client sent none.
  init(_ value: DocumentValue?) {
    let encodings = value?["general"]?["positionEncodings"]?.texts ?? []
    encoding = encodings.contains(PositionEncoding.utf8.rawValue) ? .utf8 : .utf16
    let workspace = value?["workspace"]
    let watching = workspace?["didChangeWatchedFiles"]
    registersWatchers = watching?["dynamicRegistration"]?.bool ?? false
    takesVersions = workspace?["workspaceEdit"]?["documentChanges"]?.bool ?? false
    asksForDiagnostics = value?["textDocument"]?["diagnostic"] != nil
    takesRefreshes = workspace?["diagnostics"]?["refreshSupport"]?.bool ?? false
  }
}
