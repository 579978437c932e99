// swift-tools-version: 6.2
import PackageDescription

extension Target.Dependency {
  /// A product that only a trait needs: without the trait its package is not even fetched.
  static func product(_ name: String, of package: String, for trait: String) -> Self {
    .product(name: name, package: package, condition: .when(traits: [trait]))
  }
}

// The commit that `akvlint --version` names, as `make release` sets it. SwiftPM could ask git, but
// it remembers the answer when the commit is another one.
let commit = UInt64((Context.environment["AKVLINT_COMMIT"] ?? "").prefix(12), radix: 16) ?? 0
let isModified = Context.environment["AKVLINT_MODIFIED"] == "1"

// Package.resolved is not kept in git. It would pin commits, not only versions, and a mirror of a
// package may have other commit IDs for the same version: a file written with one mirror does not
// resolve with another. The ranges below are what akvlint needs, and CI builds with the newest
// versions in them, as packages that depend on this one do.
let package = Package(
  name: "akvlint",
  products: [
    .executable(name: "akvlint", targets: ["akvlint"]),
    .library(name: "AkvlintKit", targets: ["AkvlintKit"]),
  ],
  traits: [
    .trait(
      name: "Live",
      description: "Queries GitLab, Entra ID and Key Vault on demand; without it nothing is linked "
        + "that can open a connection."
    ),
    .trait(
      name: "Sandbox",
      description: "Builds AzureSandbox, a stand-in for GitLab, Entra ID, Graph and Key Vault."
    ),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // The parser that GitLab's own Psych uses; one file of YAMLSyntax touches its pointers.
    .systemLibrary(
      name: "CLibYAML",
      pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
    ),
    .systemLibrary(name: "CScheduler"),
    .target(
      name: "CBuildStamp",
      cSettings: [
        .define("AKVLINT_COMMIT", to: "\(commit)ULL"),
        .define("AKVLINT_MODIFIED", to: isModified ? "1" : "0"),
      ]
    ),
    // Embeds the styles and scripts of TrustReport's pages.
    .target(name: "CPageResources", exclude: ["Resources"]),
    .target(name: "Files", dependencies: ["CScheduler"]),
    .target(name: "TextFormats"),
    .target(name: "ShellSyntax", dependencies: ["TextFormats"]),
    .target(name: "RegularExpressions"),
    .target(name: "YAMLSyntax", dependencies: ["CLibYAML", "Files"]),
    .target(name: "CommonExpressions", dependencies: ["RegularExpressions", "TextFormats"]),
    .target(name: "AzureFederation", dependencies: ["TextFormats"]),
    .target(
      name: "GitLabCI",
      dependencies: ["Files", "RegularExpressions", "ShellSyntax", "TextFormats", "YAMLSyntax"]
    ),
    .target(
      name: "Evidence",
      dependencies: ["AzureFederation", "Files", "GitLabCI", "TextFormats", "YAMLSyntax"]
    ),
    .target(
      name: "Diagnosis",
      dependencies: ["AzureFederation", "GitLabCI", "TextFormats", "YAMLSyntax"]
    ),
    .target(
      name: "AccessPrediction",
      dependencies: [
        "AzureFederation", "Evidence", "Files", "GitLabCI", "RegularExpressions", "ShellSyntax",
        "TextFormats", "YAMLSyntax",
      ]
    ),
    .target(name: "Findings", dependencies: ["TextFormats", "YAMLSyntax"]),
    .target(
      name: "LiveEvidence",
      dependencies: [
        "AzureFederation", "Evidence", "Files", "GitLabCI", "TextFormats", "YAMLSyntax",
        .product("AsyncHTTPClient", of: "async-http-client", for: "Live"),
        .product("NIOCore", of: "swift-nio", for: "Live"),
        .product("NIOHTTP1", of: "swift-nio", for: "Live"),
        .product("NIOPosix", of: "swift-nio", for: "Live"),
        .product("NIOSSL", of: "swift-nio-ssl", for: "Live"),
        .product("Subprocess", of: "swift-subprocess", for: "Live"),
        .product("SystemPackage", of: "swift-system", for: "Live"),
      ]
    ),
    .target(
      name: "RuleEngine",
      dependencies: [
        "AccessPrediction", "AzureFederation", "CommonExpressions", "Evidence", "Files", "Findings",
        "GitLabCI", "ShellSyntax", "TextFormats", "YAMLSyntax",
      ]
    ),
    .target(name: "BuiltInRules", dependencies: ["CommonExpressions", "Findings", "RuleEngine"]),
    .target(
      name: "Reporting",
      dependencies: [
        "AccessPrediction", "AzureFederation", "CommonExpressions", "Diagnosis", "Evidence",
        "Findings", "GitLabCI", "RuleEngine", "TextFormats", "YAMLSyntax",
      ]
    ),
    .target(
      name: "Linting",
      dependencies: [
        "AccessPrediction", "AzureFederation", "BuiltInRules", "Evidence", "Files", "Findings",
        "GitLabCI", "Reporting", "RuleEngine", "TextFormats", "YAMLSyntax",
      ]
    ),
    .target(
      name: "LiveChecks",
      dependencies: [
        "AccessPrediction", "AzureFederation", "Evidence", "Files", "Findings", "GitLabCI",
        "Linting", "RuleEngine", "ShellSyntax", "TextFormats", "YAMLSyntax",
        .target(name: "LiveEvidence", condition: .when(traits: ["Live"])),
      ]
    ),
    .target(
      name: "TrustReport",
      dependencies: [
        "AccessPrediction", "AzureFederation", "CPageResources", "Diagnosis", "Evidence", "Files",
        "Findings", "GitLabCI", "Linting", "Reporting", "TextFormats", "YAMLSyntax",
      ]
    ),
    .target(
      name: "LanguageServer",
      dependencies: [
        "AccessPrediction", "AzureFederation", "BuiltInRules", "Evidence", "Files", "Findings",
        "GitLabCI", "Linting", "Reporting", "RuleEngine", "TextFormats", "YAMLSyntax",
      ]
    ),
    .target(
      name: "AkvlintKit",
      dependencies: [
        "AccessPrediction", "BuiltInRules", "Evidence", "Files", "Findings", "GitLabCI", "Linting",
        "Reporting", "RuleEngine", "TextFormats", "YAMLSyntax",
      ]
    ),
    .executableTarget(
      name: "akvlint",
      dependencies: [
        "AccessPrediction", "AzureFederation", "BuiltInRules", "CBuildStamp", "CommonExpressions",
        "Diagnosis", "Evidence", "Files", "Findings", "GitLabCI", "LanguageServer", "Linting",
        "LiveChecks", "Reporting", "RuleEngine", "TextFormats", "TrustReport", "YAMLSyntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .executableTarget(
      name: "AzureSandbox",
      dependencies: [
        "Evidence", "Files", "GitLabCI", "TextFormats", "YAMLSyntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product("Crypto", of: "swift-crypto", for: "Sandbox"),
        .product("CryptoExtras", of: "swift-crypto", for: "Sandbox"),
        .product("JWTKit", of: "jwt-kit", for: "Sandbox"),
        .product("NIOCore", of: "swift-nio", for: "Sandbox"),
        .product("NIOHTTP1", of: "swift-nio", for: "Sandbox"),
        .product("NIOPosix", of: "swift-nio", for: "Sandbox"),
        .product("NIOSSL", of: "swift-nio-ssl", for: "Sandbox"),
        .product("Subprocess", of: "swift-subprocess", for: "Sandbox"),
        .product("SystemPackage", of: "swift-system", for: "Sandbox"),
        .product("SwiftASN1", of: "swift-asn1", for: "Sandbox"),
        .product("X509", of: "swift-certificates", for: "Sandbox"),
      ]
    ),
    .executableTarget(
      name: "akvlint-generate",
      dependencies: [
        "CommonExpressions", "Files", "Findings", "RuleEngine", "TextFormats", "YAMLSyntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "AccessPrediction", "AzureFederation", "BuiltInRules", "Diagnosis", "Evidence", "Files",
        "Findings", "GitLabCI", "LanguageServer", "Linting", "RegularExpressions", "Reporting",
        "RuleEngine", "TextFormats", "YAMLSyntax",
      ]
    ),
    .executableTarget(
      name: "akvlint-corpus",
      dependencies: [
        "BuiltInRules", "Evidence", "Files", "GitLabCI", "RuleEngine", "TestSupport", "YAMLSyntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),

    .target(name: "TestSupport", dependencies: ["Files"], path: "Tests/TestSupport"),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "TextFormatsTests", dependencies: ["TextFormats"]),
    .testTarget(name: "ShellSyntaxTests", dependencies: ["ShellSyntax"]),
    .testTarget(name: "RegularExpressionsTests", dependencies: ["RegularExpressions"]),
    .testTarget(name: "YAMLSyntaxTests", dependencies: ["TestSupport", "YAMLSyntax"]),
    .testTarget(name: "CommonExpressionsTests", dependencies: ["CommonExpressions", "YAMLSyntax"]),
    .testTarget(name: "AzureFederationTests", dependencies: ["AzureFederation", "TextFormats"]),
    .testTarget(
      name: "GitLabCITests",
      dependencies: ["Files", "GitLabCI", "LanguageServer", "YAMLSyntax"]
    ),
    .testTarget(
      name: "EvidenceTests",
      dependencies: ["AzureFederation", "Evidence", "Files", "TestSupport", "YAMLSyntax"]
    ),
    .testTarget(name: "AkvlintKitTests", dependencies: ["AkvlintKit"]),
    .testTarget(
      name: "DiagnosisTests",
      dependencies: [
        "AzureFederation", "BuiltInRules", "Diagnosis", "Files", "GitLabCI", "Reporting",
        "RuleEngine", "TestSupport", "TextFormats", "YAMLSyntax",
      ],
      resources: [.copy("Logs"), .copy("Expected")]
    ),
    .testTarget(
      name: "AccessPredictionTests",
      dependencies: [
        "AccessPrediction", "AzureFederation", "AzureSandbox", "BuiltInRules", "Evidence", "Files",
        "Findings", "GitLabCI", "Reporting", "RuleEngine", "TestSupport", "TextFormats",
        "YAMLSyntax",
      ]
    ),
    .testTarget(name: "FindingsTests", dependencies: ["Findings", "TextFormats", "YAMLSyntax"]),
    .testTarget(
      name: "RuleEngineTests",
      dependencies: [
        "AccessPrediction", "BuiltInRules", "CommonExpressions", "Evidence", "Files", "Findings",
        "GitLabCI", "RuleEngine", "TextFormats", "YAMLSyntax",
      ]
    ),
    .testTarget(
      name: "LintingTests",
      dependencies: [
        "AccessPrediction", "Evidence", "Files", "Findings", "GitLabCI", "Linting", "Reporting",
        "RuleEngine", "YAMLSyntax",
      ],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(
      name: "LiveEvidenceTests",
      dependencies: [
        "AzureFederation", "BuiltInRules", "Evidence", "Files", "Findings", "GitLabCI",
        "LiveEvidence", "RuleEngine", "TextFormats", "YAMLSyntax",
      ]
    ),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "AccessPrediction", "BuiltInRules", "Evidence", "Findings", "Reporting", "RuleEngine",
        "TextFormats", "YAMLSyntax",
      ],
      exclude: ["Expected"]
    ),
    .testTarget(
      name: "LanguageServerTests",
      dependencies: ["Evidence", "Files", "LanguageServer", "YAMLSyntax"]
    ),
    .testTarget(
      name: "TrustReportTests",
      dependencies: [
        "AccessPrediction", "AzureFederation", "Evidence", "Files", "Findings", "GitLabCI",
        "Reporting", "RuleEngine", "TextFormats", "TrustReport", "YAMLSyntax",
      ]
    ),
    .testTarget(
      name: "FuzzTargetsTests",
      dependencies: ["FuzzTargets"],
      resources: [.copy("Inputs")]
    ),
    .testTarget(
      name: "ConformanceTests",
      dependencies: ["Files", "GitLabCI", "Reporting", "TestSupport", "TextFormats", "YAMLSyntax"],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "akvlint", "AzureFederation", "AzureSandbox", "Evidence", "Files", "GitLabCI",
        "LiveEvidence", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
  ]
)

// Only `make fuzz` sets this: it links with libFuzzer, which not every toolchain has.
if Context.environment["AKVLINT_FUZZ"] != nil {
  package.targets += [
    .target(name: "CLibFuzzer"),
    .executableTarget(name: "akvlint-fuzz", dependencies: ["CLibFuzzer", "FuzzTargets"]),
  ]
}

// `make test-live` sets this to the tests that live mode changes; the others would be compiled for nothing.
if let tests = Context.environment["AKVLINT_TESTS"]?.split(separator: " ").map(String.init) {
  package.targets.removeAll { $0.type == .test && !tests.contains($0.name) }
}

// `make test-optimized` sets this.
let isOptimized = Context.environment["AKVLINT_OPTIMIZED"] != nil

// One loop, so that no target can forget a setting.
let targetsInC = ["CBuildStamp", "CLibFuzzer"]
for target in package.targets where target.type != .system && !targetsInC.contains(target.name) {
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
  if isOptimized, target.type != .test { target.swiftSettings?.append(.unsafeFlags(["-O"])) }
}
