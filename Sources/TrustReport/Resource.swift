import CPageResources

/// The page's own style and script, embedded in the binary.
enum Resource {
  /// The style of the graph, also of a picture for use by itself.
  static let graphStyle = unsafe String(cString: akvlint_graph_css())
  /// The style of the page, that of the graph included.
  static let style = graphStyle + reportStyle
  /// The style of a fleet's page.
  static let fleetStyle = unsafe reportStyle + String(cString: akvlint_fleet_css())
  /// The script of a fleet's page.
  static let fleetScript = unsafe String(cString: akvlint_fleet_js())
  /// The script.
  static let script = unsafe String(cString: akvlint_report_js())

  private static let reportStyle = unsafe String(cString: akvlint_report_css())
}
