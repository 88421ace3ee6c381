/** `version` of a tool, without any component. Follows components §2 (step 3), §5.4. */
import type { Context } from "@/base/context.ts";

/** @returns the exit code of the tool */
export async function runVersion(ctx: Context, type: "terraform" | "packer" | "helmfile"): Promise<number> {
  const { runToolVersion } = await import("@/features/components/version.ts");
  return await runToolVersion(ctx, type);
}
