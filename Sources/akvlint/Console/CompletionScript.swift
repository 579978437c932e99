/// The script with which a shell completes akvlint's words.
enum CompletionScript {
  /// A script of the argument parser, completed; any other text stays as it is.
  static func completed(_ text: String) -> String {
    text.hasPrefix("#!/bin/bash\n")
      ? text.replacing("complete -o filenames -F _akvlint akvlint", with: wholeWords) : text
  }

  /// A function that joins words which Bash splits, such as `child.yml:deploy` and `AKV202=error`, before
  /// they are completed, and takes off the answers what Bash has of the last one.
  private static let wholeWords = #"""
    _akvlint_whole_words() {
        local -a whole=()
        local rest="${COMP_LINE}" prefix='' character before
        local -i index current=0
        for ((index = 0; index < ${#COMP_WORDS[@]}; index++)); do
            if ((index > 0)) && [[ "${rest}" != [[:space:]]* && -n "${COMP_WORDS[index]}" ]]; then
                whole[${#whole[@]} - 1]+="${COMP_WORDS[index]}"
            else
                rest="${rest#"${rest%%[![:space:]]*}"}"
                whole+=("${COMP_WORDS[index]}")
            fi
            rest="${rest#"${COMP_WORDS[index]}"}"
            ((index == COMP_CWORD)) && current=$((${#whole[@]} - 1))
        done
        local -a COMP_WORDS=("${whole[@]}")
        local -i COMP_CWORD="${current}"
        local word="${whole[current]}"
        _akvlint "${1}" "${word}" "${whole[current - 1]}"
        for character in : = @; do
            [[ "${COMP_WORDBREAKS}" == *"${character}"* && "${word}" == *"${character}"* ]] || continue
            before="${word%"${word##*"${character}"}"}"
            ((${#before} > ${#prefix})) && prefix="${before}"
        done
        COMPREPLY=("${COMPREPLY[@]#"${prefix}"}")
    }

    complete -o filenames -F _akvlint_whole_words akvlint
    """#
}
