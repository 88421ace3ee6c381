/** What `update` and `outdated` show. Pure. Follows toolchain §13.20. */
import { AtmosError } from "@/base/errors.ts";
import type { UpdateOffer } from "@/features/toolchain/update.ts";

/** `[{tool, current, latest, updated, outdated, error}]`; what is not known is null. */
export function updateJson(offers: readonly UpdateOffer[], isDry: boolean): string {
  const rows = offers.map(({ tool, current, latest, isNewer, error }) => ({
    tool: tool.id,
    current,
    latest: latest ?? null,
    updated: isNewer && !isDry && error === undefined,
    outdated: isNewer && (isDry || error !== undefined),
    error: error === undefined ? null : titleOf(error),
  }));
  return JSON.stringify(rows, null, 2) + "\n";
}

/** One line a tool; those that failed are told by the error at the end. */
export function updateLines(offers: readonly UpdateOffer[]): readonly string[] {
  return offers.flatMap(({ tool, current, latest, isNewer, skipped, error }) => {
    if (error !== undefined) return [];
    if (skipped !== undefined) return [`${tool.name} ${current} is left alone: ${skipped}`];
    return [isNewer ? `${tool.name}: ${current} -> ${latest}` : `${tool.name} is up to date (${current})`];
  });
}

/** A summary of two and more tools, without what there is none of. */
export function updateSummary(offers: readonly UpdateOffer[], isDry: boolean): readonly string[] {
  if (offers.length < 2) return [];
  const failed = offers.filter(({ error }) => error !== undefined).length;
  const skipped = offers.filter(({ skipped }) => skipped !== undefined).length;
  const newer = offers.filter(({ isNewer, error }) => isNewer && error === undefined).length;
  const parts = [
    [newer, isDry ? "would be updated" : "updated"],
    [offers.length - newer - failed - skipped, "up to date"],
    [skipped, "left alone"],
    [failed, "failed"],
  ] as const;
  return [parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`).join(", ")];
}

function titleOf(error: unknown): string {
  return error instanceof AtmosError ? error.title : error instanceof Error ? error.message : String(error);
}
