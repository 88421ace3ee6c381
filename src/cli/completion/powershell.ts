/** The completion script for PowerShell 5 and later. Follows config §9.9.
 *  Invariant: what is typed is read, never run; where files may stand it answers nothing, so that PowerShell itself
 *  offers them. */

/** The script for PowerShell. */
export const powershellScript = `# PowerShell completion for atmos

Register-ArgumentCompleter -Native -CommandName 'atmos' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $program = $words[0]
    if (-not (Get-Command $program -CommandType Application -ErrorAction Ignore)) { $program = 'atmos' }
    $last = $wordToComplete.Trim('"', "'")
    # Before PowerShell 7.3 an empty argument is lost unless it is quoted.
    $passes = $PSNativeCommandArgumentPassing -and "$PSNativeCommandArgumentPassing" -ne 'Legacy'
    if ($last -eq '' -and -not $passes) { $last = '""' }
    $typed = @($words | Select-Object -Skip 1)

    $out = @(& $program __complete @typed $last 2>$null)
    if ($LASTEXITCODE -ne 0 -or $out.Count -eq 0) { return }
    $directive = $out[-1]

    # Answers are values: put --flag= back in front.
    $lead = if ($wordToComplete -match '^-[^=]*=') { $Matches[0] } else { '' }
    $offered = @($out | Select-Object -SkipLast 1 | ForEach-Object {
        $value, $summary = $_ -split "\`t", 2
        if (-not $summary) { $summary = $value }
        [System.Management.Automation.CompletionResult]::new("$lead$value", $value, 'ParameterValue', $summary)
    })
    # With an empty text no files are offered.
    if ($offered.Count -gt 0) { $offered } elseif ($directive -notin ':0', ':16') { '' }
}
`;
