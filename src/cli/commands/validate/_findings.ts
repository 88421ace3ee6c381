/** How `atmos validate` shows findings. Follows stacks §16.1.
 *  Invariant: mistakes are shown whatever the log level is: they are what was asked for. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { type Finding, findingExcerpt, findingLine } from "@/features/validate/core/finding.ts";
import { harmless } from "@/ui/text.ts";

/** Prints warnings and mistakes. @returns the number of mistakes */
export async function tellFindings(
  ctx: Context,
  findings: readonly Finding[],
  format: "text" | "rich",
): Promise<number> {
  const mistakes = findings.filter(({ severity }) => severity === "error");
  for (const finding of findings) {
    if (format === "rich") {
      const text = await ctx.disk.readText(resolvePath(ctx.cwd, finding.at.file)).catch(() => undefined);
      ctx.out.data(`${findingExcerpt(finding, text).split("\n").map(harmless).join("\n")}\n`);
    } else if (finding.severity === "warning") ctx.out.say("warning", findingLine(finding));
    else ctx.out.talk(`- ${harmless(findingLine(finding))}\n`);
  }
  return mistakes.length;
}

/** How findings look: flag, variable, atmos.yaml, in this order. */
export const formatFlag = {
  type: "string",
  summary: "How findings look; rich shows the line of the file, on stdout",
  choices: ["text", "rich"],
  choiceExit: 1,
  env: "ATMOS_VALIDATE_FORMAT",
} as const;

/** Config `validate/invalid`: `what` has so many mistakes. */
export function invalid(what: string, count: number): ConfigError {
  return new ConfigError("validate/invalid", `${what}: ${count === 1 ? "1 mistake" : `${count} mistakes`}`);
}
