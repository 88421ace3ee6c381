/** Stacks whose functions may run terraform for outputs. Follows templates §4.4 (`!terraform.output`). */
import type { Context } from "@/base/context.ts";
import { openSession, type Session } from "@/features/stacks/session.ts";

/** Begins. @throws Config of atmos.yaml */
export function openProject(ctx: Context): Promise<Session> {
  return openSession(ctx, async (session, instance, sections) => {
    const { readQuietly } = await import("./terraform_output.ts");
    return await readQuietly(session, instance, sections);
  });
}
