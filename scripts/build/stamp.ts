/** What the binary says about its own making: version, commit, date. Follows house §9.2.
 *  Invariant: the same commit gives the same stamp, whoever builds it and when. */
import { readText } from "../checkout.ts";
import { run } from "./program.ts";

/** The facts of one build, named as in `src/base/build_info.ts`. */
export interface Stamp {
  readonly version: string;
  readonly commit: string;
  readonly builtAt: string;
}

/** Reads the stamp of the checkout. Without git, or outside a git checkout, commit and time are "unknown". */
export async function readStamp(): Promise<Stamp> {
  const { version } = JSON.parse(await readText("deno.json"));
  try {
    // Named outright: a copy of the sources inside another repository has no commit of its own.
    const line = await run("git", ["--git-dir", ".git", "log", "-1", "--format=%H %ct"]);
    const [commit = "", seconds] = line.split(" ");
    return { version, commit, builtAt: isoTime(Number(seconds)) };
  } catch {
    return { version, commit: "unknown", builtAt: "unknown" };
  }
}

/** The moment that every file of the bundle carries: the build time, or the epoch when that is unknown. */
export function modificationTime({ builtAt }: Stamp): Date {
  return builtAt === "unknown" ? new Date(0) : new Date(builtAt);
}

/**
 * Puts the stamp into the text of `src/base/build_info.ts`.
 * Throws when the text has no place for one of the facts.
 */
export function stampInto(source: string, stamp: Stamp): string {
  return Object.entries(stamp).reduce((text, [name, value]) => {
    const place = new RegExp(`^export const ${name}: string = ".*";$`, "m");
    if (!place.test(text)) throw new Error(`build_info.ts has no line for ${name}`);
    return text.replace(place, () => `export const ${name}: string = ${JSON.stringify(value)};`);
  }, source);
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
