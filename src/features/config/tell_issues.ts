/** Shows what the configuration only warns of. Follows config §11. */
import type { Context } from "@/base/context.ts";
import type { Issue } from "@/base/schema/reading.ts";

/** Each with its place, as `atmos.yaml:3:5: …`. */
export function tellIssues({ out }: Pick<Context, "out">, issues: readonly Issue[]): void {
  for (const { title, at } of issues) {
    out.say("warning", at ? `${at.file}:${at.line}:${at.column}: ${title}` : title);
  }
}
