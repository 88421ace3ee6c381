/** Texts of other programs without their colours. Pure. Follows ECMA-48 §8.3.117 (SGR). */

/** The text without sequences that set colours and weights; others stay, for `harmless` to show. */
export function withoutStyles(text: string): string {
  // deno-lint-ignore no-control-regex -- they are what is looked for
  return text.replace(/\x1b\[[0-9;:]*m/g, "");
}
