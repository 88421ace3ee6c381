/** A Context that notes which variables and files somebody looks at, so that what he concluded can be checked later
 *  without concluding it again. Follows toolchain §16. Invariant: whatever cannot be checked makes the whole note void. */
import type { Context } from "@/base/context.ts";
import { createMemo } from "@/base/memo.ts";
import { isOpenVariable } from "@/base/open_variables.ts";
import { type Look, watchedDisk } from "@/io/disk/watched_disk.ts";
import { watchedEnv } from "@/base/watched_env.ts";
import { type Condition, isShellName } from "./core/answer.ts";

/** The Context to hand on, and what was looked at through it. */
export interface Observation {
  readonly ctx: Context;
  /** What must stay as it is; undefined when something was looked at that no shell can check, or whose value is not to
   *  be written down. */
  conditions(): readonly Condition[] | undefined;
}

interface Notes {
  readonly variables: Map<string, string | undefined>;
  readonly files: Map<string, Look>;
  isVoid: boolean;
}

/** Begins to watch; the derived Context has memos of its own. */
export function observe(ctx: Context): Observation {
  const notes: Notes = { variables: new Map(), files: new Map(), isVoid: false };
  const derived: Context = Object.create(ctx, {
    env: { value: watchedEnv(ctx.env, notes.variables, () => notes.isVoid = true) },
    disk: { value: watchedDisk(ctx.disk, { files: notes.files, onOther: () => notes.isVoid = true }) },
    once: { value: createMemo() },
  });
  return { ctx: derived, conditions: () => conditionsOf(notes) };
}

function conditionsOf({ variables, files, isVoid }: Notes): readonly Condition[] | undefined {
  const isTold = ([name, value]: readonly [string, string | undefined]) =>
    isShellName(name) && (value === undefined || isOpenVariable(name));
  if (isVoid || ![...variables].every(isTold)) return undefined;
  return [
    ...[...variables].map(([name, value]): Condition => ({ kind: "variable", name, value })),
    ...[...files].flatMap(([path, look]) => conditionOf(path, look)),
  ];
}

function conditionOf(path: string, { info, isRead }: Look): readonly Condition[] {
  if (info === undefined) return [{ kind: "absent", path }];
  if (isRead) return [{ kind: "unchanged", path, modifiedAt: info.modifiedAt }];
  return info.kind === "directory" || info.kind === "file" ? [{ kind: info.kind, path }] : [];
}
