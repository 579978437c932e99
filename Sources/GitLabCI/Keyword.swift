package import YAMLSyntax

/// The keys that GitLab gives a meaning.
///
/// Their symbols are fixed, so that looking one up in a mapping compares numbers.
package enum Keyword: UInt32, CaseIterable, Sendable {
  case spec
  case `include`
  case inputs
  case component
  case `default`
  case workflow
  case stages
  case variables
  case image
  case services
  case beforeScript
  case afterScript
  case cache
  case pages
  case script
  case run
  case trigger
  case needs
  case stage
  case extends
  case inherit
  case idTokens
  case secrets
  case rules
  case only
  case except
  case environment
  case parallel
  case matrix
  case when
  case tags
  case hooks
  case preGetSourcesScript
  case artifacts
  case retry
  case timeout
  case dependencies
  case coverage
  case release
  case publish
  case manualConfirmation
  case identity
  case startIn
  case dastConfiguration
  case interruptible
  case allowFailure
  case resourceGroup
  case azureKeyVault
  case vault
  case gcpSecretManager
  case awsSecretsManager
  case gitlabSecretsManager
  case file
  case token
  case aud
  case name
  case version
  case engine
  case path
  case field
  case source
  case secretID
  case region
  case versionID
  case versionStage
  case roleArn
  case roleSessionName
  case `if`
  case changes
  case exists
  case refs
  case kubernetes
  case local
  case remote
  case project
  case ref
  case template
  case artifact
  case job
  case integrity
  case branch
  case forward
  case strategy
  case pipeline
  case optional
  case url
  case action
  case onStop
  case autoStopIn
  case deploymentTier
  case exitCodes
  case description
  case options
  case regex
  case type
  case value
  case expand
  case paths
  case key
  case policy
  case untracked
  case unprotect
  case fallbackKeys
  case prefix
  case files
  case entrypoint
  case pullPolicy
  case docker
  case user
  case platform
  case alias
  case command
  case max
  case expireIn
  case reports
  case exposeAs
  case exclude
  case access
  case `public`
  case autoCancel
  case onNewCommit
  case onJobFailure
  case tagName
  case tagMessage
  case releasedAt
  case milestones
  case assets
  case links
  case compareTo
  case yamlVariables
  case pipelineVariables
  case agent
  case namespace
  case fluxResourcePath
  case managedResources
  case siteProfile
  case scannerProfile
  case pathPrefix
  case filesCommits
  case dashboard
  case enabled
  case coverageReport
  case coverageFormat
  case ports
  case step
  case env
  case junit
  case codequality
  case sast
  case secretDetection
  case dependencyScanning
  case containerScanning
  case dast
  case performance
  case browserPerformance
  case loadPerformance
  case licenseScanning
  case metrics
  case lsif
  case dotenv
  case terraform
  case accessibility
  case coverageFuzzing
  case apiFuzzing
  case clusterImageScanning
  case requirements
  case requirementsV2
  case cyclonedx
  case annotations
  case repositoryXray
  case sarif
  case regexp

  /// The key as it is written.
  package var text: StaticString {
    switch self {
    case .spec: "spec"
    case .`include`: "include"
    case .inputs: "inputs"
    case .component: "component"
    case .`default`: "default"
    case .workflow: "workflow"
    case .stages: "stages"
    case .variables: "variables"
    case .image: "image"
    case .services: "services"
    case .beforeScript: "before_script"
    case .afterScript: "after_script"
    case .cache: "cache"
    case .pages: "pages"
    case .script: "script"
    case .run: "run"
    case .trigger: "trigger"
    case .needs: "needs"
    case .stage: "stage"
    case .extends: "extends"
    case .inherit: "inherit"
    case .idTokens: "id_tokens"
    case .secrets: "secrets"
    case .rules: "rules"
    case .only: "only"
    case .except: "except"
    case .environment: "environment"
    case .parallel: "parallel"
    case .matrix: "matrix"
    case .when: "when"
    case .tags: "tags"
    case .hooks: "hooks"
    case .preGetSourcesScript: "pre_get_sources_script"
    case .artifacts: "artifacts"
    case .retry: "retry"
    case .timeout: "timeout"
    case .dependencies: "dependencies"
    case .coverage: "coverage"
    case .release: "release"
    case .publish: "publish"
    case .manualConfirmation: "manual_confirmation"
    case .identity: "identity"
    case .startIn: "start_in"
    case .dastConfiguration: "dast_configuration"
    case .interruptible: "interruptible"
    case .allowFailure: "allow_failure"
    case .resourceGroup: "resource_group"
    case .azureKeyVault: "azure_key_vault"
    case .vault: "vault"
    case .gcpSecretManager: "gcp_secret_manager"
    case .awsSecretsManager: "aws_secrets_manager"
    case .gitlabSecretsManager: "gitlab_secrets_manager"
    case .file: "file"
    case .token: "token"
    case .aud: "aud"
    case .name: "name"
    case .version: "version"
    case .engine: "engine"
    case .path: "path"
    case .field: "field"
    case .source: "source"
    case .secretID: "secret_id"
    case .region: "region"
    case .versionID: "version_id"
    case .versionStage: "version_stage"
    case .roleArn: "role_arn"
    case .roleSessionName: "role_session_name"
    case .`if`: "if"
    case .changes: "changes"
    case .exists: "exists"
    case .refs: "refs"
    case .kubernetes: "kubernetes"
    case .local: "local"
    case .remote: "remote"
    case .project: "project"
    case .ref: "ref"
    case .template: "template"
    case .artifact: "artifact"
    case .job: "job"
    case .integrity: "integrity"
    case .branch: "branch"
    case .forward: "forward"
    case .strategy: "strategy"
    case .pipeline: "pipeline"
    case .optional: "optional"
    case .url: "url"
    case .action: "action"
    case .onStop: "on_stop"
    case .autoStopIn: "auto_stop_in"
    case .deploymentTier: "deployment_tier"
    case .exitCodes: "exit_codes"
    case .description: "description"
    case .options: "options"
    case .regex: "regex"
    case .type: "type"
    case .value: "value"
    case .expand: "expand"
    case .paths: "paths"
    case .key: "key"
    case .policy: "policy"
    case .untracked: "untracked"
    case .unprotect: "unprotect"
    case .fallbackKeys: "fallback_keys"
    case .prefix: "prefix"
    case .files: "files"
    case .entrypoint: "entrypoint"
    case .pullPolicy: "pull_policy"
    case .docker: "docker"
    case .user: "user"
    case .platform: "platform"
    case .alias: "alias"
    case .command: "command"
    case .max: "max"
    case .expireIn: "expire_in"
    case .reports: "reports"
    case .exposeAs: "expose_as"
    case .exclude: "exclude"
    case .access: "access"
    case .`public`: "public"
    case .autoCancel: "auto_cancel"
    case .onNewCommit: "on_new_commit"
    case .onJobFailure: "on_job_failure"
    case .tagName: "tag_name"
    case .tagMessage: "tag_message"
    case .releasedAt: "released_at"
    case .milestones: "milestones"
    case .assets: "assets"
    case .links: "links"
    case .compareTo: "compare_to"
    case .yamlVariables: "yaml_variables"
    case .pipelineVariables: "pipeline_variables"
    case .agent: "agent"
    case .namespace: "namespace"
    case .fluxResourcePath: "flux_resource_path"
    case .managedResources: "managed_resources"
    case .siteProfile: "site_profile"
    case .scannerProfile: "scanner_profile"
    case .pathPrefix: "path_prefix"
    case .filesCommits: "files_commits"
    case .dashboard: "dashboard"
    case .enabled: "enabled"
    case .coverageReport: "coverage_report"
    case .coverageFormat: "coverage_format"
    case .ports: "ports"
    case .step: "step"
    case .env: "env"
    case .junit: "junit"
    case .codequality: "codequality"
    case .sast: "sast"
    case .secretDetection: "secret_detection"
    case .dependencyScanning: "dependency_scanning"
    case .containerScanning: "container_scanning"
    case .dast: "dast"
    case .performance: "performance"
    case .browserPerformance: "browser_performance"
    case .loadPerformance: "load_performance"
    case .licenseScanning: "license_scanning"
    case .metrics: "metrics"
    case .lsif: "lsif"
    case .dotenv: "dotenv"
    case .terraform: "terraform"
    case .accessibility: "accessibility"
    case .coverageFuzzing: "coverage_fuzzing"
    case .apiFuzzing: "api_fuzzing"
    case .clusterImageScanning: "cluster_image_scanning"
    case .requirements: "requirements"
    case .requirementsV2: "requirements_v2"
    case .cyclonedx: "cyclonedx"
    case .annotations: "annotations"
    case .repositoryXray: "repository_xray"
    case .sarif: "sarif"
    case .regexp: "regexp"
    }
  }

  /// The key's symbol in every tree that `NodeTree.forPipelines()` makes.
  package var symbol: Symbol {
    Symbol(rawValue: rawValue)
  }

  /// The keyword that a symbol is, if any.
  package init?(_ symbol: Symbol) {
    self.init(rawValue: symbol.rawValue)
  }
}

extension NodeTree {
  /// An empty tree in which every keyword has its fixed symbol.
  package static func forPipelines() -> Self {
    withKeywords
  }

  /// Made once: many small files would else spend a tenth of their time on it.
  private static let withKeywords = Self(wellKnown: Keyword.allCases.map(\.text))

  /// The value of a keyword in a mapping.
  package func value(_ keyword: Keyword, in mapping: NodeID) -> NodeID? {
    value(keyword.symbol, in: mapping)
  }

  /// The entry of a keyword in a mapping.
  package func entry(_ keyword: Keyword, in mapping: NodeID) -> Entry? {
    entry(keyword.symbol, in: mapping)
  }

  /// The value of a keyword in a mapping, unless it is null.
  package func present(_ keyword: Keyword, in mapping: NodeID) -> NodeID? {
    value(keyword, in: mapping).flatMap { kind($0) == .null ? nil : $0 }
  }
}
