/// The page's own style and script, embedded in the binary.
enum Resource {
  /// The style of the graph, also of a picture for use by itself.
  static let graphStyle = String(decoding: PackageResources.graph_css, as: UTF8.self)
  /// The style of the page, that of the graph included.
  static let style = graphStyle + String(decoding: PackageResources.report_css, as: UTF8.self)
  /// The style of a fleet's page.
  static let fleetStyle =
    String(decoding: PackageResources.report_css, as: UTF8.self)
    + String(decoding: PackageResources.fleet_css, as: UTF8.self)
  /// The script of a fleet's page.
  static let fleetScript = String(decoding: PackageResources.fleet_js, as: UTF8.self)
  /// The script.
  static let script = String(decoding: PackageResources.report_js, as: UTF8.self)
}
