/** Adds tools to the versions file after making sure that they exist. Follows toolchain §13.1, §13.18.
 *  Invariant: a name that nobody knows never reaches the file. */
import type { Context } from "@/base/context.ts";
import { localIdOf } from "./core/names.ts";
import { parseToolSpec, type ToolSpec } from "./core/tool_spec.ts";
import type { Placement } from "./core/versions_file.ts";
import { addToFile, type VersionEdit } from "./edit.ts";
import type { InstallServices } from "./services.ts";
import { servicesLater } from "./services_later.ts";
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
  const services = servicesLater(ctx, toolchain);
  for (const spec of specs) {
    const edit = await editOf(services, spec);
    if (!edits.some(({ id, version }) => id === edit.id && version === edit.version)) edits.push(edit);
  }
  const changed = await addToFile(ctx, toolchain, { edits, placement: request.placement });
  if (!changed) ctx.out.say("info", `Nothing to change in ${toolchain.versionsFileName}`);
  for (const { name, version } of changed ? edits : []) {
    const done = request.placement === "last" ? `Added ${name} ${version} to` : `Set ${name} ${version} in`;
    ctx.out.say("info", `${done} ${toolchain.versionsFileName}`);
  }
}

async function editOf(services: InstallServices, spec: ToolSpec): Promise<VersionEdit> {
  const { toolchain } = services;
  const named = localIdOf(spec.name, toolchain.names);
  const id = named?.id ?? await services.idOf(spec.name);
  // Names that ship with the program and definitions of the project need no registry's word.
  const known = named?.source === "builtin" ||
    toolchain.names.local.flat().some((local) => local.id === id) ||
    Object.values(toolchain.names.builtin).includes(id);
  if (!known) await services.requireTool(id, spec.text);
  const version = spec.version ?? await services.latestVersion(id);
  return { name: spec.name, id, version };
}
