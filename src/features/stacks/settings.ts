/** What resolving stacks needs from atmos.yaml, weighed once. Follows stacks §2, §6, §8.1, config §3.3.
 *  Invariant: paths are absolute. */
import { resolvePath } from "@/base/path.ts";
import { UsageError } from "@/base/errors.ts";
import type { Context } from "@/base/context.ts";
import type { AtmosConfig } from "@/features/config/schema/atmos.ts";
import { loadWhole, type Whole } from "@/features/config/whole.ts";
import { tellIssues } from "@/features/config/tell_issues.ts";
import type { ListStrategy } from "./core/merge.ts";

/** The settings of one run. */
export interface StackSettings {
  readonly config: AtmosConfig;
  readonly whole: Whole;
  /** Root of stacks and components. */
  readonly basePath: string;
  /** Directory of the manifests. */
  readonly stacksDir: string;
  readonly listStrategy: ListStrategy;
}

/** Tells the warnings of atmos.yaml. @throws Config as `loadWhole` */
export async function loadStackSettings(ctx: Context): Promise<StackSettings> {
  const whole = await loadWhole(ctx, ctx.flags.typed ?? {});
  tellIssues(ctx, whole.issues);
  const { config, basePath: { absolute: basePath } } = whole;
  return {
    config,
    whole,
    basePath,
    stacksDir: resolvePath(basePath, config.stacks.base_path),
    listStrategy: listStrategy(config.settings.list_merge_strategy),
  };
}

const STRATEGIES: readonly string[] = ["replace", "append", "merge"];

/** The strategy that a text names; nothing means `replace`. @throws Usage `stacks/list-strategy` */
export function listStrategy(text: unknown): ListStrategy {
  const word = text || "replace";
  if (typeof word === "string" && isStrategy(word)) return word;
  throw new UsageError("stacks/list-strategy", `invalid list merge strategy: ${String(word)}`, {
    explanation: `It is one of ${STRATEGIES.join(", ")}.`,
    exitCode: 1,
  });
}

function isStrategy(word: string): word is ListStrategy {
  return STRATEGIES.includes(word);
}
