/** Prints what a describe command found. Follows stacks §10.1. */
import type { Context } from "@/base/context.ts";
import { resolvePath } from "@/base/path.ts";
import { withoutNulls } from "@/features/describe/core/without_nulls.ts";
import { sortedKeys } from "@/features/stacks/core/sorted_keys.ts";
import { printed } from "./_printed.ts";

/** How. */
export interface PrintOptions {
  readonly format: string;
  readonly query: string | undefined;
  readonly file: string | undefined;
}

/** @throws Config of the query; Host when the file cannot be written */
export async function print(
  ctx: Context,
  value: unknown,
  { format, query, file }: PrintOptions,
): Promise<void> {
  const sorted = sortedKeys(value);
  const find = query ? (await import("@/lang/query/query.ts")).compileQuery(query) : undefined;
  const text = printed(find ? find(sorted) : [sorted], format, true);
  await write(ctx, text, file);
}

/** Items whose keys keep their order; those that nobody filled are null in plain JSON only. @throws as `print` */
export async function printItems(
  ctx: Context,
  items: readonly object[],
  { format, query, file }: PrintOptions,
): Promise<void> {
  if (!query && format === "json") return await write(ctx, printed([items], format), file);
  const filled = withoutNulls(items);
  const find = query ? (await import("@/lang/query/query.ts")).compileQuery(query) : undefined;
  await write(ctx, printed(find ? find(filled) : [filled], format), file);
}

/** To a file, or to stdout when none is named. @throws Host when it cannot be written */
export async function write(ctx: Context, text: string, file: string | undefined): Promise<void> {
  if (!file) ctx.out.data(text);
  else await ctx.disk.writeAtomic(resolvePath(ctx.cwd, file), text, 0o644);
}
