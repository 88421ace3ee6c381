/** Checks stacks and shows what was found. Follows stacks §16.1. */
import type { Context } from "@/base/context.ts";
import { openProject } from "@/features/components/open_project.ts";
import { validateStacks, type ValidateStacksOptions } from "@/features/validate/stacks.ts";
import { tellFindings } from "./_findings.ts";

/**
 * @param format as `--format`; what atmos.yaml says unless given
 * @returns the number of mistakes; undefined when nothing has changed
 * @throws as `validateStacks`
 */
export async function checkStacks(
  ctx: Context,
  options: ValidateStacksOptions & { readonly format?: string | undefined },
): Promise<number | undefined> {
  const session = await openProject(ctx);
  const findings = await validateStacks(session, options);
  if (findings === undefined) return undefined;
  const format = options.format ?? session.settings.config.validate.format;
  const count = await tellFindings(ctx, findings, format === "rich" ? "rich" : "text");
  if (count === 0) ctx.out.talk("✓ All stacks validated successfully\n");
  return count;
}
