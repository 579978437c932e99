import Files
import ShellSyntax

/// The files that a script reads and writes, and the folder in which it is.
extension ScriptEnvironment {
  /// The value in a file.
  func contents(of word: ShellWord) -> ScriptValue {
    contents(ofFile: value(word))
  }

  /// The value in a file.
  func contents(ofFile path: ScriptValue) -> ScriptValue {
    guard let path = file(path) else { return .unknown }
    return files[path] ?? (VariableFile.name(ofPath: path) == nil ? .unknown : job(path))
  }

  /// The text of a file that the script wrote, `${NAME}` for what is not known; nil for others.
  func writtenText(_ path: String) -> String? {
    files[path].flatMap { $0.text ?? $0.path }
  }

  /// The script in a file: one that the script wrote, or one of the repository.
  ///
  /// - Parameters:
  ///   - word: The word that names it.
  ///   - isNamed: Whether a shell is named that reads it.
  /// - Returns: The script; nil when the file is not known.
  func script(_ word: ShellWord, isNamed: Bool) -> ShellScript? {
    guard let path = file(value(word)) else { return nil }
    guard files[path] != nil else { return scripts.script(path, isNamed: isNamed) }
    guard let text = writtenText(path), budget.spend(text.utf8.count / 32, on: .scriptSteps) else {
      return nil
    }
    return RepositoryScripts.script(Array(text.utf8), path, isNamed: isNamed)
  }

  /// The path of a file, relative to the project's folder.
  func file(_ path: ScriptValue) -> String? {
    path.file.flatMap { resolve($0) }
  }

  /// A path as seen from the project's folder; nil when the current folder is not known.
  func resolve(_ path: String) -> String? {
    let top = "${CI_PROJECT_DIR}/"
    if path.hasPrefix(top) { return String(path.dropFirst(top.count)) }
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    if isAbsolute || path.hasPrefix("${") || path.hasPrefix("~") { return path }
    // No system has longer paths, and `cd` may be repeated.
    let length = path.utf8.count + (folder?.utf8.count ?? 0)
    guard let folder, length <= 4_096, budget.spend(length / 64, on: .scriptSteps) else {
      return nil
    }
    var parts = folder.utf8.split(separator: UInt8(ascii: "/")).map(Substring.init)
    for part in path.utf8.split(separator: UInt8(ascii: "/")).map(Substring.init) where part != "."
    {
      if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }

  /// Enters a folder.
  mutating func enter(_ path: ScriptValue?) {
    guard let path = path?.path else {
      folder = nil
      return
    }
    let top = "${CI_PROJECT_DIR}"
    if path == top {
      folder = ""
      return
    }
    guard let entered = resolve(path), !entered.hasPrefix("/"), !entered.hasPrefix("${") else {
      folder = nil
      return
    }
    folder = entered
  }
}
