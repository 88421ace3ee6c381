/** Adds tools to the versions file after making sure that they exist. Follows toolchain §13.1, §13.18.
 *  Invariant: a name that nobody knows never reaches the file. */
import type { Context } from "@/base/context.ts";
import { localIdOf } from "./core/names.ts";
import { parseToolSpec, type ToolSpec } from "./core/tool_spec.ts";
import type { Placement } from "./core/versions_file.ts";
import { addToFile, type VersionEdit } from "./edit.ts";
import type { InstallServices } from "./services.ts";
import type { Toolchain } from "./settings.ts";

/**
 * Adds every spec, or none when one of them is wrong. Without a version the newest one is written.
 * @throws Usage `toolchain/invalid-spec`; Lookup `toolchain/unknown-tool`
 */
export async function addTools(
  ctx: Context,
  toolchain: Toolchain,
  request: { readonly specs: readonly string[]; readonly placement: Placement },
): Promise<void> {
  const specs = request.specs.map(parseToolSpec);
  const edits: VersionEdit[] = [];
  for (const spec of specs) edits.push(await editOf(ctx, toolchain, spec));
  const changed = await addToFile(ctx, toolchain, { edits, placement: request.placement });
  if (!changed) ctx.out.say("info", `Nothing to change in ${toolchain.versionsFileName}`);
  for (const { name, version } of changed ? edits : []) {
    const done = request.placement === "last" ? `Added ${name} ${version} to` : `Set ${name} ${version} in`;
    ctx.out.say("info", `${done} ${toolchain.versionsFileName}`);
  }
}

async function editOf(ctx: Context, toolchain: Toolchain, spec: ToolSpec): Promise<VersionEdit> {
  const services = lazily(async (): Promise<InstallServices> => {
    const { openServices } = await import("./open_services.ts");
    return await openServices(ctx, toolchain);
  });
  const named = localIdOf(spec.name, toolchain.names);
  const id = named?.id ?? await (await services()).idOf(spec.name);
  // Names that ship with the program and definitions of the project need no registry's word.
  const known = named?.source === "builtin" || toolchain.names.local.some((local) => local.id === id) ||
    Object.values(toolchain.names.builtin).includes(id);
  if (!known) await (await services()).requireTool(id, spec.text);
  const version = spec.version ?? await (await services()).latestVersion(id);
  return { name: spec.name, id, version };
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => made ??= make();
}
