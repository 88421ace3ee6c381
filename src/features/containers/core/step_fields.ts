/** A container step as it may be written, in one form. Pure. Follows containers §2.1.
 *  Invariants: all three spellings say the same; what cannot be meant is refused before anything is called. */
import { ConfigError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";

/** What a step does. */
export type Action = "build" | "push" | "run" | "inspect" | "pull" | "tag";

/** The step in one form. */
export interface ContainerFields {
  readonly action: Action;
  /** Parameters of the action, as written. */
  readonly params: Tree;
  /** `auto` and nothing are undefined. */
  readonly provider: string | undefined;
  readonly autoStart: boolean;
}

/** Action → the keys of its block. */
const KEYS: Readonly<Record<Action, readonly string[]>> = {
  build: [
    ...[
      "context",
      "dockerfile",
      "tags",
      "build_args",
      "target",
      "no_cache",
      "pull",
      "engine",
      "load",
      "bake",
    ],
    ...[
      "driver",
      "cache",
      "provider",
      "runtime",
      "runtime_auto_start",
      "platforms",
      "secrets",
      "labels",
      "args",
    ],
  ],
  push: ["image", "tags", "provider", "runtime", "runtime_auto_start"],
  run: [
    ...[
      "image",
      "command",
      "shell",
      "pull",
      "workspace",
      "workspace_read_only",
      "cleanup",
      "user",
      "run_args",
    ],
    ...["mounts", "ports", "env", "restart", "healthcheck", "runtime", "provider", "runtime_auto_start"],
    ...["env_passthrough"],
  ],
  inspect: ["image", "provider", "runtime", "runtime_auto_start"],
  pull: ["image", "platform", "provider", "runtime", "runtime_auto_start"],
  tag: ["image", "tags", "provider", "runtime", "runtime_auto_start"],
};
const ACTIONS = Object.keys(KEYS) as Action[];
/** Keys that may stand on the step itself, for `run`. */
const FLAT = [
  ...["image", "command", "shell", "pull", "workspace", "workspace_read_only", "cleanup", "user", "run_args"],
  ...["mounts", "ports"],
];

/** @throws Config `containers/bad-step` */
export function containerFields(fields: Tree, name: string): ContainerFields {
  const blocks = ACTIONS.filter((action) => isTree(fields[action])), action = actionOf(fields, blocks, name);
  const other = blocks.find((block) => block !== action);
  if (other !== undefined) {
    throw bad(name, `\`${other}:\` is given but action is \`${action}\``);
  }
  const { with: withBlock, [action]: nested } = fields;
  if (isTree(withBlock) && isTree(nested) && JSON.stringify(withBlock) !== JSON.stringify(nested)) {
    throw bad(name, `\`${action}:\` and \`with:\` say different things`);
  }
  const block = isTree(withBlock) ? withBlock : isTree(nested) ? nested : {};
  checkKeys(block, action, name);
  const params = { ...flatFields(fields, action), ...block };
  return {
    action,
    params,
    provider: providerOf(params, fields, name),
    autoStart: params["runtime_auto_start"] === true || fields["runtime_auto_start"] === true,
  };
}

function actionOf(fields: Tree, blocks: readonly Action[], name: string): Action {
  const written = fields["action"] ?? "";
  if (written === "") return blocks.length === 1 ? blocks[0] ?? "run" : "run";
  const known = ACTIONS.find((action) => action === written);
  if (known !== undefined) return known;
  throw bad(
    name,
    `Action must be build, push, run, inspect, pull, tag, or empty for run (got ${String(written)})`,
  );
}

function checkKeys(block: Tree, action: Action, name: string): void {
  const unknown = Object.keys(block).find((key) => !KEYS[action].includes(key));
  if (unknown === undefined) return;
  const near = nearestNames(unknown, KEYS[action]);
  throw new ConfigError("containers/bad-step", `unknown key \`${unknown}\` for action \`${action}\``, {
    explanation: `Step \`${name}\`. Keys are ${KEYS[action].join(", ")}.`,
    hints: near.map((key) => `did you mean ${key}?`),
  });
}

function flatFields(fields: Tree, action: Action): Tree {
  const keys = action === "run" ? FLAT : ["push", "inspect", "pull", "tag"].includes(action) ? ["image"] : [];
  return Object.fromEntries(
    keys.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]]),
  );
}

function providerOf(params: Tree, fields: Tree, name: string): string | undefined {
  const words = [params["provider"], params["runtime"], fields["provider"], fields["runtime"]];
  const word = words.find((each) => typeof each === "string" && each !== "");
  const provider = String(word ?? "").trim().toLowerCase();
  if (["", "auto"].includes(provider)) return undefined;
  if (["docker", "podman"].includes(provider)) return provider;
  throw bad(
    name,
    `Provider must be auto, docker, podman, or empty for auto-detect (got ${provider})`,
  );
}

/** What is wrong with a container step. */
export function bad(name: string, title: string): ConfigError {
  return new ConfigError("containers/bad-step", title, { explanation: `Step \`${name}\`.` });
}

/** A field that must be there. @throws Config `containers/missing-field` */
export function requiredText(
  params: Tree,
  key: string,
  { name, action }: { name: string; action: Action },
): string {
  const value = params[key];
  if (value !== undefined && value !== null && String(value).trim() !== "") return String(value);
  throw new ConfigError(
    "containers/missing-field",
    `Step \`${name}\` (type \`container\`) is missing required field \`${action}.${key}\``,
  );
}

/** A word out of a few; nothing is the first. @throws Config `containers/bad-step` */
export function choice(
  value: unknown,
  { what, words, name }: { readonly what: string; readonly words: readonly string[]; readonly name: string },
): string {
  if (value === undefined || value === null || value === "") return words[0] ?? "";
  if (words.includes(String(value))) return String(value);
  throw bad(name, `${what} must be ${words.join(", ")}, or empty (got ${String(value)})`);
}

/** Items of a list as texts; a single value is a list of one. */
export function texts(value: unknown): readonly string[] {
  if (value === undefined || value === null || value === "") return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** Members of a map as texts, by key. */
export function sortedEntries(value: unknown): readonly (readonly [string, string])[] {
  const entries = isTree(value) ? Object.entries(value) : [];
  return entries.map(([key, member]) => [key, String(member ?? "")] as const)
    .sort(([a], [b]) => a < b ? -1 : Number(a > b));
}
