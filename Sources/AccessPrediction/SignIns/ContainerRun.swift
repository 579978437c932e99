import ShellSyntax

/// A program that `docker run` or `docker exec` starts in a container.
///
/// Its image is not read: only a program that the command names counts, with the variables of the
/// job, which `-e NAME` passes on.
enum ContainerRun {
  private static let engines: Set<String> = ["docker", "podman", "nerdctl"]
  private static let programs: Set<String> = [
    "sh", "bash", "ash", "pwsh", "az", "azd", "terraform", "tofu", "pulumi", "ansible-playbook",
    "kubelogin", "curl",
  ]

  /// The command line in the container; nil when none is written out.
  static func line(_ line: ShellCommandLine) -> ShellCommandLine? {
    guard engines.contains(line.program), let first = line.arguments.first?.literal,
      first == "run" || first == "exec"
    else { return nil }
    let words = line.arguments.dropFirst()
    let start = words.indices.dropFirst().first { place in
      programs.contains(words[place].literal ?? "")
        && words[place - 1].literal?.hasPrefix("-") != true
    }
    return start.flatMap { ShellCommandLine(words[$0...]) }
  }
}
