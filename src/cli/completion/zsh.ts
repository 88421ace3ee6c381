/** The completion script for zsh, to be read with `source` or to be put into fpath as `_atmos`. Follows config §9.9.
 *  Invariant: what is typed is read, never run; the order of the answers is kept. */

/** The script for zsh. */
export const zshScript = `#compdef atmos
# zsh completion for atmos

_atmos() {
  local program=\${(Q)words[1]} out line value summary
  local -a typed offered

  typed=("\${(@Q)words[2,CURRENT - 1]}")
  (( CURRENT > 2 )) || typed=()
  whence -p -- "$program" > /dev/null || program=atmos
  out=$("$program" __complete "\${typed[@]}" "\${(Q)PREFIX}" 2> /dev/null) || return 1

  # Answers are values: --flag= stays as it is.
  [[ $PREFIX != -*=* ]] || compset -P '*='
  for line in "\${(@f)out%:*}"; do
    value=\${line%%$'\\t'*}
    summary=\${line#"$value"}
    [[ -z $value ]] || offered+=("\${value//:/\\\\:}\${summary:+:\${summary#$'\\t'}}")
  done

  case \${out##*:} in
    0) (( $#offered )) && _describe -V atmos offered || _files ;;
    16) _files -/ ;;
    *) _describe -V atmos offered ;;
  esac
}

compdef _atmos atmos
# As a file in fpath this is the body of the function itself.
[[ $funcstack[1] != _atmos ]] || _atmos "$@"
`;
