/// The names of GitLab's own templates, those of earlier versions included.
///
/// Source: GitLab 18.9 and earlier, `lib/gitlab/ci/templates`,
/// `lib/gitlab/template/gitlab_ci_yml_template.rb`, `finders/global_template_finder.rb`.
enum GitLabTemplates {
  private static let ending = ".gitlab-ci.yml"
  /// The folders in which GitLab finds a template by its name alone.
  static let categories = ["", "Pages", "Verify", "Security"]

  /// Whether GitLab has, or had, a template of this name.
  static func contain(_ name: String) -> Bool {
    guard name.hasSuffix(ending) else { return false }
    let parts = name.dropLast(ending.utf8.count).split(separator: "/").map(String.init)
    let base = parts.last ?? ""
    let folder = parts.dropLast().joined(separator: "/")
    if names[folder]?.contains(base) ?? false { return true }
    return parts.count == 1 && categories.contains { names[$0]?.contains(base) ?? false }
  }

  /// Whether a template has `workflow`, or is not one of GitLab's.
  static func mayHaveWorkflow(_ name: String) -> Bool {
    let whole = ["Auto-DevOps", "5-Minute-Production-App"]
    return !contain(name) || name.hasPrefix("Workflows/") || whole.contains { name == $0 + ending }
  }

  /// All names, as `include:template` writes them.
  static var all: [String] {
    names.flatMap { folder, bases in
      bases.map { folder.isEmpty ? $0 + ending : "\(folder)/\($0)\(ending)" }
    }
  }

  private static let names: [String: [String]] = [
    "": [
      "5-Minute-Production-App", "Android", "Android-Fastlane", "Android.latest", "Auto-DevOps",
      "Bash", "C++", "Chef", "Clojure", "Code-Quality", "Composer", "Container-Scanning",
      "Cosign", "Crystal", "DAST", "Dart", "Dependency-Scanning", "Deploy-ECS", "Diffblue-Cover",
      "Django", "Docker", "Elixir", "Flutter", "Getting-Started", "Go", "Gradle", "Grails",
      "Hello-World", "Indeni.Cloudrail", "Julia", "Kaniko", "Katalon", "LaTeX", "Laravel",
      "License-Management", "License-Scanning", "MATLAB", "Managed-Cluster-Applications", "Maven",
      "Mono", "Nodejs", "OpenShift", "OpenTofu.latest", "PHP", "Packer", "Python",
      "Qualys-IaC-Security", "Ruby", "Rust", "SAST", "Scala", "Serverless", "Swift", "Terraform",
      "Terraform-Module", "Terraform.latest", "ThemeKit", "dotNET", "dotNET-Core", "iOS-Fastlane",
      "liquibase", "npm",
    ],
    "AWS": [
      "CF-Provision-and-Deploy-EC2", "Deploy-ECS",
    ],
    "Beta": [
      "Auto-DevOps"
    ],
    "Database": [
      "liquibase"
    ],
    "Jobs": [
      "Browser-Performance-Testing", "Browser-Performance-Testing.latest", "Build",
      "Build.latest", "CF-Provision", "Code-Intelligence", "Code-Quality", "Container-Scanning",
      "Container-Scanning.latest", "DAST", "DAST-Default-Branch-Deploy", "Dependency-Scanning",
      "Dependency-Scanning.latest", "Dependency-Scanning.v2", "Deploy", "Deploy.latest",
      "Helm-2to3", "License-Scanning", "License-Scanning.latest", "Load-Performance-Testing",
      "Multi-Container-Scanning.latest", "SAST", "SAST-IaC", "SAST-IaC.latest", "SAST.latest",
      "Secret-Detection", "Secret-Detection.latest", "Test",
    ],
    "Jobs/Deploy": [
      "EC2", "ECS",
    ],
    "OpenTofu": [
      "Base.latest"
    ],
    "Pages": [
      "Brunch", "Doxygen", "Gatsby", "HTML", "Harp", "Hexo", "Hugo", "Hyde", "JBake", "Jekyll",
      "Jigsaw", "Lektor", "Metalsmith", "Middleman", "Nanoc", "Octopress", "Pelican", "SwaggerUI",
      "Zola",
    ],
    "Security": [
      "API-Discovery", "API-Fuzzing", "API-Fuzzing.latest", "API-Security", "API-Security.latest",
      "BAS.latest", "Cluster-Image-Scanning", "Container-Scanning", "Container-Scanning.latest",
      "Coverage-Fuzzing", "Coverage-Fuzzing.latest", "DAST", "DAST-API", "DAST-API.latest",
      "DAST-On-Demand-API-Scan", "DAST-On-Demand-Scan", "DAST-Runner-Validation", "DAST.latest",
      "Dependency-Scanning", "Fortify-FoD-sast", "License-Management", "License-Scanning",
      "Multi-Container-Scanning.latest", "SAST", "SAST-IaC", "SAST-IaC.latest",
      "Secret-Detection", "Secure-Binaries",
    ],
    "Terraform": [
      "Base", "Base.latest", "Module-Base",
    ],
    "Verify": [
      "Accessibility", "Browser-Performance", "Browser-Performance.latest", "FailFast",
      "Load-Performance-Testing",
    ],
    "Workflows": [
      "Branch-Pipelines", "MergeRequest-Pipelines",
    ],
  ]
}
