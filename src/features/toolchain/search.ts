/** Finds tools in the registries. Follows toolchain §13.15. */
import type { Context } from "@/base/context.ts";
import { packageName } from "@/features/registry/core/record.ts";
import { searchPackages } from "@/features/registry/core/search.ts";
import { throwErrors } from "./failures.ts";
import { listInstalled } from "./installed.ts";
import { registryNamed, requireRegistry } from "./registries.ts";
import type { InstallServices } from "./services.ts";

/** A tool that fits. Keys are those of the output. */
export interface SearchHit {
  readonly tool: string;
  readonly type: string;
  readonly registry: string;
  readonly description: string;
  readonly installed: boolean;
}

/** The most that anybody reads. */
const MOST_HITS = 500;

/**
 * Tools that fit a word, the best first; a tool of several registries counts for the first.
 * @throws Lookup `toolchain/unknown-registry`; when nothing fits, what kept registries from being read
 */
export async function searchTools(
  ctx: Pick<Context, "disk">,
  services: InstallServices,
  query: { readonly word: string; readonly registry?: string | undefined },
): Promise<readonly SearchHit[]> {
  const known = new Map<string, string>();
  const all = await services.packages();
  const wanted = query.registry === undefined ? undefined : registryNamed(query.registry, services.toolchain);
  if (wanted !== undefined) requireRegistry(all, wanted);
  const records = all
    .filter(({ registry }) => wanted === undefined || registry === wanted)
    .flatMap(({ registry, packages }) =>
      packages.filter((record) => {
        const id = packageName(record) ?? "";
        if (id === "" || known.has(id)) return false;
        known.set(id, registry);
        return true;
      })
    );
  const hits = searchPackages(records, query.word).slice(0, MOST_HITS);
  // What was not found may well be in a registry that could not be read.
  if (hits.length === 0) throwErrors(all.flatMap(({ error }) => error ?? []));
  return await Promise.all(hits.map(async (record) => {
    const tool = packageName(record) ?? "";
    const installed = await listInstalled(ctx, services.toolchain.installRoot, tool);
    return {
      tool,
      type: record.type ?? "",
      registry: known.get(tool) ?? "",
      description: record.description ?? "",
      installed: installed.length > 0,
    };
  }));
}
