import TextFormats

/// The head of each page: its policy, title and style.
enum PageHead {
  static func write(
    title: String,
    version: String,
    _ policy: ContentPolicy,
    to html: inout HTMLText
  ) {
    html.void("meta", [("charset", "utf-8")])
    html.void("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy.text)])
    html.void(
      "meta",
      [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]
    )
    html.void("meta", [("name", "color-scheme"), ("content", "light dark")])
    html.void("meta", [("name", "generator"), ("content", "akvlint \(version)")])
    html.void("link", [("rel", "icon"), ("href", "data:,")])
    html.element("title", text: title)
    html.own("style", policy.style)
  }
}
