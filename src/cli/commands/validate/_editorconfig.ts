/** Checks files with `.editorconfig` and shows what was found. Follows stacks §16.3. */
import type { Context } from "@/base/context.ts";
import { loadWhole } from "@/features/config/whole.ts";
import { validateEditorconfig } from "@/features/validate/editorconfig.ts";
import { tellFindings } from "./_findings.ts";

/** @returns the number of mistakes; undefined when there is no `.editorconfig` */
export async function checkEditorconfig(ctx: Context): Promise<number | undefined> {
  const whole = await loadWhole(ctx, ctx.flags.typed ?? {});
  const findings = await validateEditorconfig(ctx, whole);
  return findings === undefined ? undefined : await tellFindings(ctx, findings, "text");
}
