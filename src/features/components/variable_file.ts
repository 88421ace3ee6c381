/** A file of variables that is there as long as a tool runs. Follows components §4.
 *  Invariant: it is gone afterwards, also after a failure or a signal. */
import type { Context } from "@/base/context.ts";
import { joinPath } from "@/base/path.ts";
import { tellFile } from "./child.ts";
import type { Prepared } from "./prepare.ts";

/** @param file its bare name, in the directory of the component */
export async function withVariableFile(
  ctx: Context,
  { directory, request }: Prepared,
  file: { readonly name: string; readonly text: string; work(): Promise<number> },
): Promise<number> {
  const path = joinPath(directory, file.name);
  if (request.dryRun) {
    tellFile(ctx, path);
    return await file.work();
  }
  const undo = ctx.defer(() => ctx.disk.remove(path));
  try {
    await ctx.disk.writeAtomic(path, file.text, 0o644);
    return await file.work();
  } finally {
    await undo();
  }
}
