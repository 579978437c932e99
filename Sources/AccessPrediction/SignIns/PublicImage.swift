/// Container images that everybody uses: none of them has PowerShell, or variables of a project.
enum PublicImage {
  /// The images of Docker Hub's library.
  private static let library: Set<String> = [
    "alpine", "bash", "busybox", "debian", "docker", "fedora", "golang", "node", "openjdk",
    "python", "ruby", "rust", "ubuntu",
  ]
  private static let others = [
    "mcr.microsoft.com/azure-cli", "alpine/", "hashicorp/terraform", "ghcr.io/opentofu/opentofu",
    "opentofu/opentofu", "pulumi/pulumi", "curlimages/curl",
  ]

  /// Whether an image is one of them.
  static func isOne(_ image: String) -> Bool {
    var name = image.prefix { $0 != "@" }
    for prefix in ["docker.io/", "index.docker.io/", "library/"] where name.hasPrefix(prefix) {
      name = name.dropFirst(prefix.count)
    }
    let last = name.split(separator: "/").last ?? ""
    if last.contains(":") { name = name.dropLast(last.drop { $0 != ":" }.count) }
    return library.contains(String(name))
      || others.contains { name == $0 || $0.hasSuffix("/") && name.hasPrefix($0) }
  }
}
