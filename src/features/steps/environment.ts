/** The environment of a step. Follows workflows §3.4. Invariants: later entries see earlier ones; directories of tools stay in
 *  front of what was inherited, and are never there twice. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import type { StepList } from "./step_call.ts";

/** Entries of an `env` section in their order, as texts; what is null is none. */
export function envEntries(section: unknown): readonly (readonly [string, string])[] {
  const entries = isTree(section) ? Object.entries(section) : [];
  return entries.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => [
    name,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
}

/** What `layers` set on top of the environment of the list; `render` does the templates of a value. */
export function layeredEnv(
  list: Pick<StepList, "baseEnv" | "toolDirs">,
  layers: readonly (readonly (readonly [string, string])[])[],
  render: (text: string, env: Readonly<Record<string, string>>, name: string) => string,
): { readonly env: Readonly<Record<string, string>>; readonly set: Readonly<Record<string, string>> } {
  const env: Record<string, string> = { ...list.baseEnv }, set: Record<string, string> = {};
  for (const [name, text] of layers.flat()) {
    const value = render(text, env, name);
    set[name] = value;
    env[name] = name === "PATH" ? withToolDirs(value, list) : value;
  }
  return { env, set };
}

/** A PATH that somebody wrote: tools come after its own beginning and before what was inherited. */
function withToolDirs(path: string, { baseEnv, toolDirs }: Pick<StepList, "baseEnv" | "toolDirs">): string {
  if (toolDirs.length === 0) return path;
  const own = path.split(":").filter((each) => !toolDirs.includes(each));
  const inherited = (baseEnv["PATH"] ?? "").split(":").filter((each) => !toolDirs.includes(each));
  const begin = own.findIndex((each) => inherited.includes(each));
  const cut = begin < 0 ? own.length : begin;
  return [...own.slice(0, cut), ...toolDirs, ...own.slice(cut)].join(":");
}

/** Deeper is a program that calls itself. */
const MOST_LEVELS = 10;

/** One level deeper than whoever called us. @throws Config `steps/too-deep` */
export function nextShellLevel({ env }: Pick<Context, "env">): number {
  const level = Number(env["ATMOS_SHLVL"] ?? 0);
  if (level >= MOST_LEVELS) {
    throw new ConfigError(
      "steps/too-deep",
      `ATMOS_SHLVL exceeds maximum allowed depth: current=${level + 1}, max=${MOST_LEVELS}`,
      {
        explanation: "A step starts what started it.",
        hints: ["Break the circle, or unset ATMOS_SHLVL."],
      },
    );
  }
  return Number.isSafeInteger(level) ? level + 1 : 1;
}
