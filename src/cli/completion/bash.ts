/** The completion script for bash 3.2 and later, which needs nothing beside bash. Follows config §9.9.
 *  Invariants: what is typed is read, never run; an answer leaves out what readline keeps in front of the word that it
 *  replaces. The function has the name that people's own files know from the real program. */

/** The script for bash. */
export const bashScript = `# bash completion for atmos

__start_atmos() {
  local line=\${COMP_LINE:0:COMP_POINT} lead='' kept='' piece raw cur breaks program out value i
  local -a words=()
  COMPREPLY=()

  # Bash cuts words at COMP_WORDBREAKS: join what has no space between, up to the cursor.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    piece=\${COMP_WORDS[i]}
    if ((i > 0)) && [[ $line != [[:space:]]* ]]; then
      ((i < COMP_CWORD)) || piece=$line
      words[\${#words[@]} - 1]+=$piece
    else
      line=\${line#"\${line%%[![:space:]]*}"}
      ((i < COMP_CWORD)) || piece=$line
      words+=("$piece")
    fi
    line=\${line#"$piece"}
  done

  # Read quotes and ~ as the shell will, but nothing that would run something.
  raw=\${words[\${#words[@]} - 1]}
  for ((i = 0; i < \${#words[@]}; i++)); do
    [[ \${words[i]} == *[\\$\\\`\\<\\>\\(\\)\\;\\&\\|]* ]] || eval "words[i]=\${words[i]}" 2> /dev/null
  done
  cur=\${words[\${#words[@]} - 1]}
  [[ $raw != [\\"\\']* ]] || cur=\${cur#[\\"\\']}

  program=\${words[0]}
  type -P "$program" > /dev/null || program=atmos
  out=$("$program" __completeNoDesc "\${words[@]:1:\${#words[@]} - 2}" "$cur" 2> /dev/null) || return 0

  # Answers are values: put --flag= back in front, and leave out what readline keeps: up to a = or :, before an @.
  [[ $cur != -*=* ]] || lead=\${cur%%=*}=
  breaks=\${COMP_WORDBREAKS//[!@=:]/}
  if [[ -n $breaks && $raw != [\\"\\']* ]]; then
    kept=\${cur%"\${cur##*["$breaks"]}"}
    kept=\${kept%@}
  fi
  while IFS= read -r value; do
    [[ -n $value ]] || continue
    value=$lead$value
    COMPREPLY+=("\${value#"$kept"}")
  done <<< "\${out%:*}"

  case \${out##*:} in
    0) ;;
    16) compopt +o default -o dirnames 2> /dev/null ;;
    *) compopt +o default -o nosort 2> /dev/null || compopt +o default 2> /dev/null ;;
  esac
  return 0
}

complete -o default -F __start_atmos atmos
`;
