// swift-tools-version: 6.2
import PackageDescription

// A package that depends on akvlint's library as any other does: it sees the public API only.
let package = Package(
  name: "kit",
  dependencies: [.package(name: "akvlint", path: "../../..")],
  targets: [
    .executableTarget(
      name: "client",
      dependencies: [.product(name: "AkvlintKit", package: "akvlint")],
      swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")]
    )
  ]
)
