extension PredefinedVariables {
  /// The variables that exist only for a job that is stored: no rule, no audience sees them.
  static let persisted: Set<String> = [
    "CI_PIPELINE_ID", "CI_PIPELINE_URL", "CI_JOB_ID", "CI_JOB_URL", "CI_JOB_TOKEN",
    "CI_JOB_STARTED_AT", "CI_JOB_STARTED_AT_SLUG", "CI_JOB_TIMEOUT", "CI_REGISTRY_USER",
    "CI_REGISTRY_PASSWORD", "CI_REPOSITORY_URL", "CI_ENVIRONMENT_ID", "CI_ENVIRONMENT_SLUG",
    "CI_DEPLOY_USER", "CI_DEPLOY_PASSWORD", "CI_DEPENDENCY_PROXY_USER",
    "CI_DEPENDENCY_PROXY_PASSWORD", "CI_PAGES_URL",
  ]

  /// The variables that the runner adds when it starts the job.
  static let ofRunner: Set<String> = [
    "CI_PROJECT_DIR", "CI_BUILDS_DIR", "CI_CONCURRENT_ID", "CI_CONCURRENT_PROJECT_ID",
    "CI_JOB_STATUS", "CI_JOB_IMAGE", "CI_SHARED_ENVIRONMENT", "CI_DISPOSABLE_ENVIRONMENT",
    "CI_RUNNER_REVISION", "CI_SERVER", "CI_SERVER_TLS_CA_FILE", "CI_SERVER_TLS_CERT_FILE",
    "CI_SERVER_TLS_KEY_FILE", "RUNNER_TEMP_PROJECT_DIR", "HOME", "PATH", "PWD", "USER",
    "SHELL",
  ]

  /// The variables of the runner, which is known when the job has one.
  static let ofRunnerRecord: Set<String> = [
    "CI_RUNNER_ID", "CI_RUNNER_DESCRIPTION", "CI_RUNNER_TAGS", "CI_RUNNER_SHORT_TOKEN",
    "CI_RUNNER_VERSION", "CI_RUNNER_EXECUTABLE_ARCH",
  ]
}
