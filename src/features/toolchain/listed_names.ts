/** Names of the versions file that only a registry knows, such as those of tools that are not installed yet.
 *  Follows toolchain §4.1 (merged by id), §6.1 rows 6 and 7. Invariant: a name that no registry explains stays as it is;
 *  unless the caller wants it nobody is asked, and what is kept of the registries answers. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { localIdOf } from "./core/names.ts";
import { servicesLater } from "./services_later.ts";
import type { Toolchain } from "./settings.ts";
import { readVersionsFile } from "./toolset.ts";

/** The same toolchain, knowing those names. @param asks whether the network may be asked */
export async function withListedNames(
  ctx: Context,
  toolchain: Toolchain,
  asks: "asks" | "kept" = "kept",
): Promise<Toolchain> {
  const file = await readVersionsFile(ctx, toolchain), { names } = toolchain;
  const unknown = new Set(
    file?.content.tools.map(({ name }) => name).filter((name) =>
      !name.includes("/") && localIdOf(name, names) === undefined
    ),
  );
  if (unknown.size === 0) return toolchain;
  const offline = asks === "kept" || toolchain.config.offline;
  const reading = { ...toolchain, config: { ...toolchain.config, offline } };
  const found = await idsOf(ctx, reading, [...unknown]);
  return { ...toolchain, names: { ...names, installed: { ...found, ...names.installed } } };
}

async function idsOf(
  ctx: Context,
  toolchain: Toolchain,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const quiet = Object.create(ctx, { out: { value: { ...ctx.out, say() {} } } });
  const services = servicesLater(quiet, toolchain);
  const ids: [string, string][] = [];
  for (const name of names) {
    const id = await services.idOf(name).catch((error) => {
      if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
      return undefined;
    });
    if (id !== undefined) ids.push([name, id]);
  }
  return Object.fromEntries(ids);
}
