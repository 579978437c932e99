import ShellSyntax
import Testing

/// Writes what was read of a script in one line, so that tables of expectations can be read.
private enum ShellOutline {
  static func text(_ script: ShellScript) -> String {
    var text = script.commands.map(text).joined(separator: " ; ")
    if script.uncertainFrom != nil { text += text.isEmpty ? "?" : " ; ?" }
    return text
  }

  static func text(_ command: ShellCommand) -> String {
    var pieces = command.assignments.map { "\($0.name):=\(text($0.value.parts))" }
    pieces += command.words.map { text($0.parts) }
    for redirection in command.redirections {
      let sign =
        switch redirection.kind {
        case .input: "<"
        case .output: ">"
        case .append: ">>"
        case .outputAndErrors: "&>"
        case .hereString: "<<<"
        case .heredoc: "<<"
        case .duplicate: ">&"
        }
      let number = redirection.descriptor.map(String.init) ?? ""
      pieces.append(number + sign + text(redirection.target.parts))
    }
    if command.isCaptured { pieces.append("%captured") }
    if command.isConditional { pieces.append("%maybe") }
    if command.isApart { pieces.append("%apart") }
    switch command.pipe {
    case .none: break
    case .command: pieces.append("%pipe")
    case .group: pieces.append("%group")
    }
    if command.isPipedInto { pieces.append("%piped") }
    return pieces.joined(separator: " ")
  }

  static func text(_ variable: ShellVariable) -> String {
    let sign =
      switch variable.form {
      case .value: "$"
      case .test: "$#"
      case .part: "$%"
      case .items: "$@"
      }
    let operand = variable.operand.isEmpty ? "" : "|\(text(variable.operand))|"
    return sign + variable.name + operand
  }

  static func text(_ parts: [ShellPart]) -> String {
    parts.map { part in
      let text =
        switch part.content {
        case .literal(let text): text
        case .variable(let variable): self.text(variable)
        case .substitution(let script): "(\(self.text(script)))"
        case .process(let script): "<(\(self.text(script)))"
        case .list(let items): "[\(items.map { self.text($0.parts) }.joined(separator: " "))]"
        case .argument, .other: "~"
        }
      return switch part.quoting {
      case .none: text
      case .single: "'\(text)'"
      case .double: "\"\(text)\""
      }
    }.joined()
  }
}

@Suite struct ShellTests {
  static let cases: [(String, String)] = [
    // Words and quotes
    ("echo a  b", "echo a b"),
    ("", ""),
    ("  \n\n # only a comment\n", ""),
    ("echo 'a $B' \"c $D\"", "echo 'a $B' \"c \"\"$D\""),
    ("echo a'b'\"c\"d", "echo a'b'\"c\"d"),
    ("echo \"\" ''", "echo \"\" ''"),
    ("echo a\\ b \\$C \\\"", "echo a b $C \""),
    ("echo \"\\$A \\\" \\n \\\\\"", "echo \"$A \" \\n \\\""),
    ("echo a \\\n  b", "echo a b"),
    ("echo a#b #c", "echo a#b"),
    ("echo $'a\\'b' c", "echo ~ c"),
    ("echo $\"a\"", "echo $\"a\""),
    ("echo \"it's\"", "echo \"it's\""),
    ("echo 'a\nb'", "echo 'a\nb'"),
    // Variables
    ("echo $A${B}c $1 $@ $$ $", "echo $A$Bc ~ $@@ ~ $"),
    ("echo ${A:-x} ${A-x} ${A:=x} ${A:?x}", "echo $A $A $A $A"),
    ("echo ${A:+x} ${#A}", "echo $#A $#A"),
    ("echo ${A##*/} ${A%.x} ${A/a/b} ${A:0:5} ${!A} ${A[0]}", "echo $%A $%A $%A $%A $%A $%A"),
    ("echo \"${A:-$B}\" ${A:-\"$(cat \"$C\")\"}", "echo \"$A|\"$B\"|\" $A|\"(cat \"$C\")\"|"),
    ("echo ${@} ${#} ${1:-x}", "echo ~ ~ $1"),
    ("echo $A-$B", "echo $A-$B"),
    ("echo ${A:-'}'}", "echo $A"),
    // Substitutions
    ("x=$(cat \"$F\")", "x:=(cat \"$F\")"),
    ("echo \"$(cat \"$F\")\"", "echo \"(cat \"$F\")\""),
    ("echo `cat $F`", "echo (cat $F)"),
    ("echo \"a `date` b\"", "echo \"a \"\"(date)\"\" b\""),
    ("echo $(<$F)", "echo (<$F)"),
    ("echo $((1 + (2 * $A)))", "echo ~"),
    ("a $(b $(c $(d)))", "a (b (c (d)))"),
    ("diff <(a $B) >(c)", "diff <(a $B) <(c)"),
    ("echo $(case $A in b) c;; esac)", "echo (case $A %maybe ; c %maybe)"),
    ("echo $( (a; b) )", "echo (a %apart ; b %apart)"),
    ("echo $(a # b\n)", "echo (a)"),
    // Assignments
    ("A=b C=\"$D\" run $E", "A:=b C:=\"$D\" run $E"),
    ("A=b", "A:=b"),
    ("A+=b", "A:=b"),
    ("A=(b c) D=e", "A:=[b c] D:=e"),
    ("export A=b", "export A=b"),
    ("run A=b", "run A=b"),
    ("\"A\"=b", "\"A\"=b"),
    // Separators and pipes
    ("a; b && c || d & e", "a ; b ; c %maybe ; d %maybe ; e"),
    ("a && b\nc", "a ; b %maybe ; c"),
    ("a | b | c", "a %pipe ; b %pipe %piped ; c %piped"),
    ("a |\n b", "a %pipe ; b %piped"),
    ("a |& b", "a %pipe ; b %piped"),
    ("a | while read x; do b; done", "a %group ; read x %maybe ; b %maybe"),
    ("a | { b; c; }", "a %group ; b ; c"),
    // Redirections
    ("a < b > c >> d 2> e 2>&1", "a <b >c >>d 2>e 2>&1"),
    ("a &> b &>> c >& d >|e", "a &>b &>c &>d >e"),
    ("a <<< \"$B\"", "a <<<\"$B\""),
    ("a>b<c", "a >c <c".replacing(">c", with: ">b")),
    ("> a", ">a"),
    ("a 2 > b", "a 2 >b"),
    ("exec > log\na", "exec >log ; a %captured"),
    ("exec 2>&1\na", "exec 2>&1 ; a"),
    // Heredocs
    ("cat <<EOF\n$A $(b)\nEOF\nc", "cat <<\"$A\"\" \"\"(b)\"\"\n\" ; c"),
    ("cat <<'EOF' | d\n$A\nEOF", "cat <<'$A\n' %pipe ; d %piped"),
    ("cat <<-EOF > f\n\t$A\n\tEOF", "cat <<\"\t\"\"$A\"\"\n\" >f"),
    ("a <<X <<Y\n1\nX\n2\nY\nb", "a <<\"1\n\" <<\"2\n\" ; b"),
    ("cat <<EOF\n\"$A\" 'b'\nEOF", "cat <<\"\"\"\"$A\"\"\" 'b'\n\""),
    // Groups
    ("if a; then b; else c; fi; d", "a %maybe ; b %maybe ; c %maybe ; d"),
    ("for x in $A b; do c $x; done", "for x in $A b %maybe ; c $x %maybe"),
    ("for ((i=0; i<3; i++)); do a; done; b", "a %maybe ; b"),
    ("while ! a; do b; done < $C", "a %maybe ; b %maybe ; <$C"),
    (
      "case \"$A\" in\n x|y) b ;;\n *) c;;\nesac\nd", "case \"$A\" %maybe ; b %maybe ; c %maybe ; d"
    ),
    ("(a; b) > c", "a %captured %apart ; b %captured %apart ; >c"),
    ("(a) | b", "a %captured %apart ; b %piped"),
    ("{ a; } 2>&1; b", "a ; 2>&1 ; b"),
    ("f() { a; }; f", "a %captured %apart ; f"),
    ("function f { a; }\nb", "a %captured %apart ; b"),
    ("[[ $A == \"b\" && -f $C ]] && d", "[[ $A == \"b\" && -f $C ]] ; d %maybe"),
    ("[ -n \"$A\" ] && b", "[ -n \"$A\" ] ; b %maybe"),
    ("! a", "a"),
    ("time a", "a"),
    ("((x++)); a", "a"),
    ("if a; then b", "a %captured %maybe ; b %captured %maybe"),
    ("fi; a", "a"),
    ("if a; then for x in b; do c; done fi; d", "a %maybe ; for x in b %maybe ; c %maybe ; d"),
    ("{ a; } >b 2>&1 | c", "a %captured ; >b 2>&1 %captured ; c %piped"),
    ("{ a; } &> b", "a %captured ; &>b"),
    ("if a; then for x in b; do c; done fi; d", "a %maybe ; for x in b %maybe ; c %maybe ; d"),
    ("{ a; } >b 2>&1 | c", "a %captured ; >b 2>&1 %captured ; c %piped"),
    ("{ a; } &> b", "a %captured ; &>b"),
    ("echo if then", "echo if then"),
    // Unknown
    ("a; echo \"b", "a ; ?"),
    ("a\necho 'b\nc", "a ; ?"),
    ("a $(b", "?"),
    ("a `b", "?"),
    ("a ${b", "?"),
    ("cat <<EOF\na", "?"),
    ("a )", "a ; ?"),
    ("a; if b; then (c; fi", "a ; ?"),
    ("$x = @{ a = 'b", "?"),
    ("echo `a \\`b\\` c`", "?"),
  ]

  @Test(arguments: cases)
  func reads(text: String, expected: String) {
    #expect(ShellOutline.text(ShellScript(Array(text.utf8)[...])) == expected)
  }

  @Test func namesFunctions() {
    let script = ShellScript(Array("f() { a; }; function g { b; }; h () ( c )".utf8)[...])
    #expect(script.functions == ["f", "g", "h"])
  }

  @Test func saysWhereVariablesStand() {
    let text = Array("é; echo \"a ${B:-c}\" $D".utf8)
    let words = ShellScript(text[...]).commands[1].words
    let places = words.flatMap(\.parts).compactMap { part -> String? in
      guard case .variable = part.content else { return nil }
      return String(decoding: text[part.range], as: UTF8.self)
    }
    #expect(places == ["${B:-c}", "$D"])
  }

  private static let script = """
    set -eu
    export A="$(cat "$B" | tr -d '\\n')" C=${D:-`date`}
    if [[ -n $E && ( $F == x ) ]]; then
      for i in $(seq 1 $((2 + 3))); do echo "$i" >> log 2>&1; done | tee out
    else case "$G" in a|b) f() { curl -u "u:$H" @x; } ;; *) g <(h) <<< "$I" ;; esac; fi
    cat <<-EOF > "$J" && k
    \t"$L" ${M:+"${N}"} $(o)
    \tEOF
    (p; { q; }) &> /dev/null &
    """

  @Test func readsAWholeScript() {
    let script = ShellScript(Array(Self.script.utf8)[...])
    #expect(script.uncertainFrom == nil)
    #expect(script.commands.count > 12)
  }

  /// A script cut off anywhere, or with any byte taken out, is read without a crash.
  @Test func survivesDamage() {
    let bytes = Array(Self.script.utf8)
    for length in bytes.indices {
      _ = ShellScript(bytes[..<length])
      var damaged = bytes
      damaged.remove(at: length)
      _ = ShellScript(damaged[...])
      for replacement in "`'\"()<>{}$\\|&;\n".utf8 {
        damaged = bytes
        damaged[length] = replacement
        _ = ShellScript(damaged[...])
      }
    }
  }

  @Test(arguments: [
    "$(", "`", "\"$(", "${a:-", "(", "{ ", "if a; then ", "case a in b) ", "<(", "$((", "a=(", "((",
    "<<a ", "'", "a|", "f() { ", "[[ (", "\"`", "for i in ", "\\", "<<<", ";;", "esac ", ") ",
  ])
  func staysLinear(piece: String) {
    let text = String(repeating: piece, count: 40_000)
    let clock = ContinuousClock()
    let time = clock.measure { _ = ShellScript(Array(text.utf8)[...]) }
    #expect(time < .seconds(5))
  }
}
