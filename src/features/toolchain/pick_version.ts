/** Lets a person pick one of a tool's releases. Follows toolchain §13.18. Invariant: the newest stands first. */
import type { Context } from "@/base/context.ts";
import { LookupError } from "@/base/errors.ts";
import { localIdOf } from "./core/names.ts";
import { parseToolSpec } from "./core/tool_spec.ts";
import { openServices } from "./open_services.ts";
import type { ReleasedVersion } from "./services.ts";
import type { Toolchain } from "./settings.ts";

/** What is offered: one page of a list of releases. */
const MOST_VERSIONS = 100;

/**
 * @param name as typed, without a version
 * @throws Lookup `toolchain/unknown-tool`, `toolchain/no-versions`; Network; Cancelled `prompt/cancelled`
 */
export async function pickVersion(ctx: Context, toolchain: Toolchain, name: string): Promise<string> {
  const services = await openServices(ctx, toolchain);
  const id = localIdOf(parseToolSpec(name).name, toolchain.names)?.id ?? await services.idOf(name);
  const released = await services.releases(id, { limit: MOST_VERSIONS });
  if (released.length === 0) {
    throw new LookupError("toolchain/no-versions", `${id} has no releases to pick from`, {
      hints: [`atmos toolchain set ${name} VERSION`],
    });
  }
  const width = Math.max(...released.map(({ version }) => version.length));
  const { pick } = await import("@/io/prompt/prompts.ts");
  return await pick(ctx, {
    message: `Version of ${id}`,
    choices: released.map((release) => ({ value: release.version, label: labelOf(release, width) })),
  });
}

/** Titles are texts of others: they must not steer the terminal. */
function labelOf({ version, tag, title, publishedAt }: ReleasedVersion, width: number): string {
  const name = title === tag || title === version ? "" : title.replace(/[\p{Cc}\p{Cf}]/gu, " ").slice(0, 50);
  return [version.padEnd(width), publishedAt?.slice(0, 10) ?? "", name].join("  ").trimEnd();
}
