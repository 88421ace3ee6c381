/** Whether what is installed is what the lock file recorded. Follows toolchain §12.2. */
import type { Context } from "@/base/context.ts";
import { IntegrityError } from "@/base/errors.ts";
import { findLocked } from "./core/lock_file.ts";
import { platformKeyOf, wantedPlatform } from "./core/platform.ts";
import type { InstalledTool } from "./installed.ts";
import { readLock } from "./lock.ts";
import type { Toolchain } from "./settings.ts";

/** @throws Integrity `toolchain/lock-mismatch` when the tool came from another download */
export function checkAgainstLock(tool: InstalledTool, checksum: string | undefined, spec: string): void {
  const actual = tool.receipt?.sha256;
  if (
    checksum === undefined || actual === undefined || checksum.length !== actual.length || checksum === actual
  ) return;
  throw new IntegrityError("toolchain/lock-mismatch", `lock mismatch for ${spec}`, {
    explanation: "What is installed came from another download than the lock file recorded.",
    hints: [
      `Install it again: atmos toolchain install --reinstall ${spec}`,
      `If the lock file is out of date: atmos toolchain lock ${spec}`,
    ],
    facts: { expected: checksum, actual },
  });
}

/**
 * Before tools are run: a frozen lock file is the last word on what they are. One that is not frozen is not even read.
 * @throws Integrity `toolchain/lock-mismatch`; Config of the lock file
 */
export async function checkFrozen(
  ctx: Context,
  toolchain: Toolchain,
  tools: readonly InstalledTool[],
): Promise<void> {
  if (toolchain.config.lockMode !== "frozen") return;
  const lock = await readLock(ctx, toolchain), platform = platformKeyOf(wantedPlatform(ctx));
  for (const tool of tools) {
    checkAgainstLock(tool, findLocked(lock, tool, platform)?.checksum, `${tool.id}@${tool.version}`);
  }
}
