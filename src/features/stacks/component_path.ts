/** A component that is named by its directory. Follows stacks §8.2.
 *  Invariant: mistakes exit with 2, as only people who stand in a directory make them. */
import { LookupError } from "@/base/errors.ts";
import { isAbsolute, relativePath, resolvePath } from "@/base/path.ts";
import { isRunnable, SECTIONS } from "./core/section.ts";
import { type Instance, typeDirectory } from "./instances.ts";
import type { Session } from "./session.ts";

/** Whether the word is a path whatever components there are. */
export function isPath(word: string): boolean {
  return /^\.{1,2}(\/|$)/.test(word) || isAbsolute(word);
}

/**
 * @param instances of the stack
 * @throws Lookup `stacks/path-outside`, `stacks/path-unknown`, `stacks/path-ambiguous` (exit 2)
 */
export function instanceAt(
  session: Session,
  { path, stack, instances }: {
    readonly path: string;
    readonly stack: string;
    readonly instances: readonly Instance[];
  },
): Instance {
  const { settings, ctx } = session, place = resolvePath(ctx.cwd, path);
  const within = Object.keys(SECTIONS).filter(isRunnable).flatMap((type) => {
    const below = relativePath(typeDirectory(settings, type), place);
    return below === "." || below.startsWith("..") || isAbsolute(below) ? [] : [{ type, below }];
  }).filter(({ type }) => typeDirectory(settings, type) !== settings.basePath);
  if (within.length === 0) throw outside(session, place);
  if (instances.length === 0) throw unknown(`the stack '${stack}' was not found`, ["atmos list stacks"]);
  const found = instances.filter(({ type, directory }) =>
    within.some((each) => each.type === type && each.below === directory)
  );
  const [first] = found;
  if (first === undefined) {
    const hints = [`atmos list components -s ${stack}`];
    throw unknown(`no component of the stack '${stack}' is in the directory ${within[0]?.below}`, hints);
  }
  const names = [...new Set(found.map(({ name }) => name))];
  if (names.length === 1) return first;
  throw new LookupError("stacks/path-ambiguous", `the directory is ambiguous in the stack '${stack}'`, {
    explanation: `These components are there: ${names.join(", ")}.`,
    hints: names.map((name) => `Name one: ${name}`),
    exitCode: 2,
  });
}

function unknown(title: string, hints: readonly string[]): LookupError {
  return new LookupError("stacks/path-unknown", title, { hints, exitCode: 2 });
}

function outside({ settings }: Session, place: string): LookupError {
  const isStacks = place === settings.stacksDir || place.startsWith(`${settings.stacksDir}/`);
  const roots = Object.keys(SECTIONS).filter(isRunnable).map((type) => typeDirectory(settings, type));
  const known = [...new Set(roots)].filter((root) => root !== settings.basePath);
  return new LookupError("stacks/path-outside", "path is not within Atmos component directories", {
    explanation: isStacks
      ? `${place} is in the directory of the stacks manifests (stacks.base_path).`
      : `${place} is in none of ${known.join(", ")}.`,
    hints: ["Name the component, or go to its directory."],
    exitCode: 2,
  });
}
