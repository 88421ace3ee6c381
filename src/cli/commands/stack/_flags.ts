/** What the commands of `atmos stack` have in common. Follows stacks §17. */
import type { Context } from "@/base/context.ts";
import { UsageError } from "@/base/errors.ts";
import type { FlagSpecs } from "@/cli/command.ts";
import type { Instance } from "@/features/stacks/instances.ts";
import type { Session } from "@/features/stacks/session.ts";

/** Which component of which stack. */
export const PLACE_FLAGS = {
  stack: {
    type: "string",
    short: "s",
    summary: "The stack",
    placeholder: "stack",
    env: "ATMOS_STACK",
    complete: "none",
  },
  component: {
    type: "string",
    short: "c",
    summary: "The component",
    placeholder: "component",
    complete: "none",
  },
} as const satisfies FlagSpecs;

/** Which manifest is changed. */
export const FILE_FLAG = {
  file: {
    type: "string",
    summary: "The manifest to change, instead of the one that says the value",
    placeholder: "file",
    complete: "file",
  },
} as const satisfies FlagSpecs;

/** Finds the component. Throws Usage `stacks/no-component`, `stacks/no-stack` (exit 1), and what `findInstance` throws. */
export async function instanceOf(
  ctx: Context,
  { stack, component }: { readonly stack: string | undefined; readonly component: string | undefined },
): Promise<{ readonly session: Session; readonly instance: Instance }> {
  if (!component) throw missing("component", "-c COMPONENT");
  if (!stack) throw missing("stack", "-s STACK");
  const { openProject } = await import("@/features/components/open_project.ts");
  const { findInstance } = await import("@/features/stacks/find_instance.ts");
  const session = await openProject(ctx);
  return { session, instance: await findInstance(session, { component, stack }) };
}

function missing(what: "component" | "stack", flag: string): UsageError {
  return new UsageError(`stacks/no-${what}`, `the ${what} is missing: ${flag}`, {
    exitCode: 1,
    hints: [what === "stack" ? "atmos list stacks" : "atmos list components"],
  });
}
