/** Quotes a text so that a shell reads it back unchanged. Pure. Follows toolchain §13.6.
 *  Invariant: whatever the text holds, it stays one word and nothing in it is evaluated. */

/** For POSIX shells and dotenv files: single quotes, `'` written as `'\''`. */
export function quoteSh(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** For POSIX shells as people write it: bare when nothing needs quoting. */
export function quoteShWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quoteSh(text);
}

/** For fish: single quotes, `'` and `\` escaped by a backslash. */
export function quoteFish(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

/** For PowerShell: double quotes; backtick, `"` and `$` escaped by a backtick. */
export function quotePowerShell(text: string): string {
  return `"${text.replace(/[`"$]/g, "`$&")}"`;
}
