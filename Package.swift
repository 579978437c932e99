// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "akvlint",
  products: [
    .executable(name: "akvlint", targets: ["akvlint"])
  ],
  traits: [
    .trait(
      name: "Live",
      description: "Asks GitLab, Entra ID and Key Vault when told to; without it nothing is linked "
        + "that can open a connection."
    )
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
  ],
  targets: [
    // The parser that GitLab's own Psych uses; one file of YAMLSyntax touches its pointers.
    .systemLibrary(
      name: "CLibYAML",
      pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
    ),
    .target(name: "RegularExpressions"),
    .target(name: "YAMLSyntax", dependencies: ["CLibYAML"]),
    .target(name: "GitLabCI", dependencies: ["YAMLSyntax", "RegularExpressions"]),
    .target(name: "AzureFederation", dependencies: ["GitLabCI"]),
    .target(name: "Evidence", dependencies: ["AzureFederation", "GitLabCI", "YAMLSyntax"]),
    .target(
      name: "RuleEngine",
      dependencies: [
        "AzureFederation", "Evidence", "GitLabCI", "RegularExpressions", "YAMLSyntax",
      ]
    ),
    .target(name: "Diagnosis", dependencies: ["AzureFederation", "GitLabCI", "YAMLSyntax"]),
    .target(name: "BuiltInRules", dependencies: ["RuleEngine"]),
    .target(
      name: "LiveEvidence",
      dependencies: [
        "AzureFederation", "Evidence", "GitLabCI", "YAMLSyntax",
        .product(
          name: "AsyncHTTPClient",
          package: "async-http-client",
          condition: .when(traits: ["Live"])
        ), .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Live"])),
        .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["Live"])),
        .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["Live"])),
        .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["Live"])),
      ]
    ),
    .target(
      name: "Reporting",
      dependencies: [
        "AzureFederation", "Diagnosis", "Evidence", "GitLabCI", "RuleEngine", "YAMLSyntax",
      ]
    ),
    .target(
      name: "Linting",
      dependencies: [
        "BuiltInRules", "Evidence", "GitLabCI", "Reporting", "RuleEngine", "YAMLSyntax",
      ]
    ),
    .target(
      name: "LanguageServer",
      dependencies: [
        "AzureFederation", "BuiltInRules", "Evidence", "GitLabCI", "Linting", "Reporting",
        "RuleEngine", "YAMLSyntax",
      ]
    ),
    .executableTarget(
      name: "akvlint",
      dependencies: [
        "AzureFederation", "BuiltInRules", "Diagnosis", "Evidence", "GitLabCI", "LanguageServer",
        "Linting", "Reporting", "RuleEngine", "YAMLSyntax",
        .target(name: "LiveEvidence", condition: .when(traits: ["Live"])),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .executableTarget(
      name: "akvlint-generate",
      dependencies: [
        "GitLabCI", "RuleEngine", "YAMLSyntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),

    .executableTarget(
      name: "akvlint-corpus",
      dependencies: [
        "BuiltInRules", "Evidence", "GitLabCI", "RuleEngine", "YAMLSyntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),

    .testTarget(name: "RegularExpressionsTests", dependencies: ["RegularExpressions"]),
    .testTarget(name: "YAMLSyntaxTests", dependencies: ["YAMLSyntax"]),
    .testTarget(name: "GitLabCITests", dependencies: ["GitLabCI", "YAMLSyntax"]),
    .testTarget(
      name: "EvidenceTests",
      dependencies: ["AzureFederation", "Evidence", "GitLabCI", "YAMLSyntax"]
    ),
    .testTarget(
      name: "DiagnosisTests",
      dependencies: [
        "AzureFederation", "BuiltInRules", "Diagnosis", "GitLabCI", "Reporting", "RuleEngine",
        "YAMLSyntax",
      ],
      resources: [.copy("Logs"), .copy("Expected")]
    ),
    .testTarget(
      name: "RuleEngineTests",
      dependencies: [
        "AzureFederation", "BuiltInRules", "Evidence", "GitLabCI", "RuleEngine", "YAMLSyntax",
      ]
    ),
    .testTarget(
      name: "LiveEvidenceTests",
      dependencies: [
        "AzureFederation", "Evidence", "GitLabCI", "LiveEvidence", "Reporting", "RuleEngine",
        "YAMLSyntax",
      ]
    ),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Reporting", "RuleEngine", "YAMLSyntax"]
    ),
    .testTarget(
      name: "LanguageServerTests",
      dependencies: ["Evidence", "GitLabCI", "LanguageServer", "YAMLSyntax"]
    ),
    .testTarget(
      name: "ConformanceTests",
      dependencies: ["GitLabCI", "Reporting", "YAMLSyntax"],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(name: "EndToEndTests", dependencies: ["GitLabCI", "akvlint"]),
  ]
)

// One loop, so that no target can forget a setting.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
  ]
}
