/** The text of a shim: a script that becomes the tool without starting this program when nothing changed. Pure.
 *  Follows toolchain §16. Invariants: nothing on the fast way starts a process; the answer is read only when it is a
 *  file of the caller's own. */
import { UsageError } from "@/base/errors.ts";
import { quoteSh } from "@/base/text/quote.ts";

/** A shim. */
export interface ShimPlan {
  readonly name: string;
  /** This program. */
  readonly program: string;
  /** Tells the shims of one install root from those of others; a name of a file. */
  readonly id: string;
  readonly windows: boolean;
}

const MARK = "Made by atmos toolchain proxy";

/** Renders a shim. */
export function renderShim({ name, program, id, windows }: ShimPlan): string {
  if (windows) return `@rem ${MARK}\r\n@"${program}" toolchain proxy exec ${name} -- %*\r\n`;
  return `#!/bin/sh
# ${MARK}. Changes are lost.
_atmos_home=\${ATMOS_XDG_CACHE_HOME:-\${XDG_CACHE_HOME:-\${HOME:+$HOME/.cache}}}
_atmos_answer=
case $_atmos_home in
/*)
  _atmos_answer=$_atmos_home/${answerFolder(id, name)}$PWD/answer
  if [ -f "$_atmos_answer" ] && [ -O "$_atmos_answer" ]; then . "$_atmos_answer"; fi
  ;;
esac
_atmos_program=${quoteSh(program)}
if [ ! -x "$_atmos_program" ]; then
  _atmos_program=$(command -v atmos) || {
    echo ${quoteSh(`${name}: atmos is not at ${program} any more, and not on PATH`)} >&2
    exit 127
  }
fi
exec "$_atmos_program" toolchain proxy exec --answer="$_atmos_answer" ${quoteSh(name)} -- "$@"
`;
}

/** Folder of a shim's answers, below the cache directory. */
export function answerFolder(id: string, name: string): string {
  return `atmos/proxies/${id}/${name}`;
}

/** Whether a text is that of a shim. */
export function isShim(text: string): boolean {
  return text.slice(0, 200).includes(MARK);
}

/** Names that Windows keeps for devices, whatever follows their first dot. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Checks the name of a shim.
 * @throws Usage `proxies/bad-name` (exit 1)
 */
export function checkShimName(name: string): void {
  const isPlain = /^[\p{L}\p{N}_+@%][\p{L}\p{N}_.+@%-]*$/u.test(name) && !name.endsWith(".");
  if (isPlain && name !== "atmos" && !DEVICES.test(name)) return;
  throw new UsageError("proxies/bad-name", `"${name}" cannot be the name of a proxy`, {
    explanation: name === "atmos" ? "It would stand before this program." : undefined,
    hints: ["Choose another name in toolchain.proxies of atmos.yaml."],
    exitCode: 1,
  });
}
