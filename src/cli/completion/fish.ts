/** The completion script for fish 3.1 and later. Follows config §9.9.
 *  Invariant: what is typed is read, never run; the order of the answers is kept. */

/** The script for fish. */
export const fishScript = `# fish completion for atmos

function __atmos_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    type -fq -- "$program"; or set program atmos
    set -l out ($program __complete $words "$last" 2>/dev/null); or return
    set -l directive $out[-1]
    set -e out[-1]

    # Answers are values: put --flag= back in front.
    set -l lead ''
    if string match -q -- '-*=*' "$last"
        set lead (string replace -r '=.*' '=' -- "$last")
        set last (string replace -r '^[^=]*=' '' -- "$last")
    end
    switch $directive
        case :0
            test (count $out) -gt 0; or set out (__fish_complete_path "$last")
        case :16
            set out (__fish_complete_directories "$last" '')
    end
    for line in $out
        printf '%s%s\\n' $lead $line
    end
end

complete -c atmos -e
complete -c atmos -f -k -a '(__atmos_complete)'
`;
