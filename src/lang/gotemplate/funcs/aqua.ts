/** The functions that definitions of a registry may call: those that the public registry uses.
 *  Follows aqua-registry §9. Argument order is sprig's: the subject comes last. */
import { func, type FunctionSet, GoError, variadic } from "../function.ts";
import { intOf, isInteger, isList, Struct, typed, type Value } from "../value.ts";
import { toTitle } from "../_text.ts";

/** The functions of definitions. */
export function aquaFunctions(
  compile: (pattern: string) => { findSubmatch(text: string): readonly (string | undefined)[] | undefined },
): FunctionSet {
  return {
    ...texts,
    regexFind: func(["string", "string"], (pattern, text) => compile(pattern).findSubmatch(text)?.[0] ?? ""),
  };
}

const texts: FunctionSet = {
  trimV: func(["string"], (text) => text.replace(/^v/, "")),
  trimPrefix: func(
    ["string", "string"],
    (prefix, text) => text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  trimSuffix: func(
    ["string", "string"],
    (suffix, text) => suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  replace: func(
    ["string", "string", "string"],
    (old, replacement, text) => text.replaceAll(old, () => replacement),
  ),
  title: func(["string"], toTitle),
  splitList: func(["string", "string"], (separator, text) => typed(text.split(separator), "[]string")),
  semver: func(["string"], semver),
  index: variadic(["value"], "value", (container, ...keys) => keys.reduce(elementAt, container)),
  eq: variadic(["value"], "value", (first, ...others) => others.some((other) => other === first)),
};

function elementAt(container: Value | undefined, key: Value | undefined): Value | undefined {
  if (!isList(container) || !isInteger(key)) throw new GoError("can't index item");
  const at = Number(intOf(key));
  if (at < 0 || at >= container.length) throw new GoError(`error calling index: index out of range: ${at}`);
  return container[at];
}

/** Masterminds' lenient reading: one to three numbers. */
function semver(text: string): Struct {
  const parts = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/.exec(text);
  if (!parts) throw new GoError("invalid semantic version");
  const [, major = "0", minor = "0", patch = "0", prerelease = "", metadata = ""] = parts;
  const numbers = { Major: Number(major), Minor: Number(minor), Patch: Number(patch) };
  const shown = `${numbers.Major}.${numbers.Minor}.${numbers.Patch}${prerelease && `-${prerelease}`}${
    metadata && `+${metadata}`
  }`;
  const fields = { ...numbers, Prerelease: prerelease, Metadata: metadata, Original: text };
  return new Struct("*semver.Version", fields, {}, shown);
}
