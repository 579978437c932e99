/// The frame that programs draw at the left of a message that they wrap.
enum MessageFrame: Hashable {
  /// Terraform's and OpenTofu's `│ `.
  case terraform
  /// PowerShell's spaces and `| `.
  case powerShell

  /// The text inside of a frame; nil when the line has no frame or no text.
  static func content(
    of line: ArraySlice<UInt8>
  ) -> (frame: MessageFrame, text: ArraySlice<UInt8>)? {
    if line.starts(with: "│ ".utf8) {
      let text = line.dropFirst("│ ".utf8.count).drop { $0 == 0x20 }
      return text.isEmpty ? nil : (.terraform, text)
    }
    let spaces = line.prefix { $0 == 0x20 }.count
    let rest = line.dropFirst(spaces)
    guard spaces >= 3, rest.starts(with: "| ".utf8) else { return nil }
    let text = rest.dropFirst(2).drop { $0 == 0x20 }
    // The tildes under the command belong to PowerShell's drawing.
    return text.isEmpty || text.first == UInt8(ascii: "~") ? nil : (.powerShell, text)
  }
}
