/** Colours, and when they are allowed. Pure. Follows config §7, §8 and toolchain §14.
 *  Invariant: without colours every function answers its text unchanged. */

/** Puts colours around texts. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** Who may have asked for colours or against them. */
export interface ColorWish {
  readonly noColor: boolean;
  readonly forceColor: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Makes the functions for one stream. */
export function styleOf(color: boolean): Style {
  const paint = (on: number, off: number) => (text: string) =>
    color && text !== "" ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  };
}

/**
 * Whether a stream gets colours: flags, then variables that forbid, then variables that force, then the terminal.
 * An empty variable counts as unset. NO_COLOR forbids with any value (no-color.org), the others mean false with
 * `0`, `false` or `no`.
 */
export function wantsColor(wish: ColorWish, isTty: boolean): boolean {
  const { env } = wish;
  if (wish.noColor) return false;
  if (wish.forceColor) return true;
  if (env["NO_COLOR"] || isOn(env["ATMOS_NO_COLOR"])) return false;
  const forced = [env["ATMOS_FORCE_COLOR"], env["FORCE_COLOR"], env["CLICOLOR_FORCE"]].find((text) => text);
  if (forced !== undefined) return isOn(forced);
  for (const name of ["ATMOS_COLOR", "COLOR", "CLICOLOR"]) if (env[name] && !isOn(env[name])) return false;
  return isTty && env["TERM"] !== "dumb";
}

/** Whether this is an automatic run: no live drawing, no prompts, no advice for shells. */
export function isCi(env: Readonly<Record<string, string | undefined>>): boolean {
  return isOn(env["CI"]);
}

function isOn(text: string | undefined): boolean {
  return text !== undefined && !/^(|0|false|no|off)$/i.test(text);
}
