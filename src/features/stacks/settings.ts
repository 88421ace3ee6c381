/** What resolving stacks needs from atmos.yaml, weighed once. Follows stacks §2, §6, §8.1, config §3.3.
 *  Invariant: paths are absolute. */
import { resolvePath } from "@/base/path.ts";
import { ConfigError, UsageError } from "@/base/errors.ts";
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
  /** Whether templates of components are rendered. */
  readonly templates: boolean;
}

/** Tells the warnings of atmos.yaml. @throws Config as `loadWhole` */
export async function loadStackSettings(ctx: Context): Promise<StackSettings> {
  const whole = await loadWhole(ctx, ctx.flags.typed ?? {});
  tellIssues(ctx, whole.issues);
  const { config, basePath: { absolute: basePath } } = whole;
  requireSettings(config);
  return {
    config,
    whole,
    basePath,
    stacksDir: resolvePath(basePath, config.stacks.base_path),
    templates: config.templates.settings.enabled ?? false,
    listStrategy: listStrategy(config.settings.list_merge_strategy),
  };
}

/** Without these nobody knows what a stack is. */
function requireSettings({ stacks }: AtmosConfig): void {
  const wanted = stacks.base_path === ""
    ? ["stacks.base_path", "ATMOS_STACKS_BASE_PATH", "the directory of the manifests"]
    : stacks.included_paths.length === 0
    ? ["stacks.included_paths", "ATMOS_STACKS_INCLUDED_PATHS", "the manifests that are stacks"]
    : undefined;
  if (wanted === undefined) return;
  const [key, variable, what] = wanted;
  throw new ConfigError("stacks/no-setting", `${key} is missing: ${what}`, {
    hints: [`Set ${key} in atmos.yaml, or the variable ${variable}.`],
    at: { file: "atmos.yaml" },
  });
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
