/** The text of a shim: a script that becomes the tool without starting this program when nothing changed. Pure.
 *  Follows toolchain §16. Invariants: nothing on the fast way starts a process; an answer is read only when it is a
 *  file of the caller's own; the tool gets the caller's environment, with one variable more. */
import { PROXY_WORD } from "@/base/invoked_proxy.ts";
import { quoteSh } from "@/base/text/quote.ts";
import { DEPTH_VARIABLE } from "./depth.ts";
import { MARKS_ABOVE, MARKS_HERE } from "./marks.ts";

/** A shim. */
export interface ShimPlan {
  readonly name: string;
  /** This program. */
  readonly program: string;
}

const MARK = "Made by atmos toolchain proxy";

/** Renders a shim. */
export function renderShim({ name, program }: ShimPlan): string {
  const none = MARKS_HERE.map((mark) => `[ ! -e "$_atmos_dir/${mark}" ]`).join(" && ");
  const some = MARKS_ABOVE.map((mark) => `[ -e "$_atmos_dir/${mark}" ]`).join(" || ");
  const complain = (what: string) => `echo ${quoteSh(`${name}: ${what}`)} >&2`;
  // What is exported stays so when it is set: only names that nobody else uses.
  return `#!/bin/sh
# ${MARK}. Changes are lost.
_atmos_depth=\${${DEPTH_VARIABLE}:-0}
case $_atmos_depth in
*[!0-9]* | 0?*) _atmos_depth=0 ;;
???*)
  ${complain("proxies of several programs call each other in a circle: take one of them off PATH")}
  exit 1
  ;;
esac
export ${DEPTH_VARIABLE}=$((_atmos_depth + 1))

_atmos_home=\${ATMOS_XDG_CACHE_HOME:-\${XDG_CACHE_HOME:-\${HOME:+$HOME/.cache}}}
_atmos_pwd=$PWD _atmos_old=\${OLDPWD-} _atmos_had=\${OLDPWD+x}
command cd -P . && [ -d "$PWD" ] || _atmos_home=
_atmos_dir=\${PWD%/}
case $PWD in
/*) ;;
*) _atmos_home= _atmos_dir= ;;
esac
PWD=$_atmos_pwd
if [ "$_atmos_had" ]; then OLDPWD=$_atmos_old; else unset OLDPWD; fi

_atmos_kind=here
if ${none}; then
  _atmos_kind=above
  while [ "$_atmos_dir" ]; do
    _atmos_dir=\${_atmos_dir%/*}
    if ${some}; then break; fi
  done
fi
case $_atmos_home in
/*)
  _atmos_answer=$_atmos_home/${ANSWERS}/${name}$_atmos_dir/=$_atmos_kind
  if [ -f "$_atmos_answer" ] && [ -O "$_atmos_answer" ] && command . "$_atmos_answer"; then :; fi
  ;;
esac

if [ ! -d "$_atmos_pwd" ]; then
  ${complain("the working directory does not exist any more")}
  exit 1
fi
if [ -x ${quoteSh(program)} ]; then exec ${quoteSh(program)} ${PROXY_WORD} ${quoteSh(name)} "$@"; fi
if command -v atmos >/dev/null; then exec atmos ${PROXY_WORD} ${quoteSh(name)} "$@"; fi
${complain(`atmos is not at ${program} any more, and not on PATH: install it, or remove this file`)}
exit 127
`;
}

/** Folder of all answers, below the user's cache directory; it goes when the cache is cleaned. */
export const ANSWERS = "atmos/toolchain-cache/proxies";

/** Whether a text is that of a shim. */
export function isShim(text: string): boolean {
  return text.slice(0, 200).includes(MARK);
}

/** Names that Windows keeps for devices, whatever follows their first dot. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Whether a text can be the name of a shim on every system: one plain word, not a device, not this program. */
export function isShimName(name: string): boolean {
  const isPlain = /^[\p{L}\p{N}_+@%][\p{L}\p{N}_.+@%-]*$/u.test(name) && !name.endsWith(".");
  return isPlain && !/^atmos(\.exe)?$/i.test(name) && !DEVICES.test(name);
}
