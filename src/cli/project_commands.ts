/** The commands of the program with what a project adds to them. Follows config §9.9, §9.10, §10.7.
 *  Invariants: a command of the program keeps its name, a group of the project adds to it; an alias hides a command of
 *  the project. */
import type { Context } from "@/base/context.ts";
import type { CommandEntry, CommandGroup, GroupEntry } from "@/cli/command.ts";
import type { AliasTarget } from "@/cli/aliases.ts";

/** What a project adds. */
export interface ProjectCommands {
  /** Its custom commands. */
  readonly commands: CommandGroup["commands"];
  readonly aliases: ReadonlyMap<string, AliasTarget>;
}

/** Reads them. @throws Config as the loader of the configuration */
export async function loadProjectCommands(ctx: Context): Promise<ProjectCommands> {
  const { loadAliases } = await import("@/features/config/aliases.ts");
  const aliases = await loadAliases(ctx);
  const { loadCustomGroup } = await import("@/cli/custom_group.ts");
  return { aliases, commands: (await loadCustomGroup(ctx)).commands };
}

/** A table of the program with them. */
export function withProject(root: CommandGroup, { commands, aliases }: ProjectCommands): CommandGroup {
  const shown = Object.entries(commands).filter(([name]) => !aliases.has(name));
  const names = new Map([...aliases].map(([name, { target }]) => [name, target]));
  return { ...merged(root, { summary: "", commands: Object.fromEntries(shown) }), names };
}

function merged(own: CommandGroup, more: CommandGroup): CommandGroup {
  const commands: Record<string, CommandEntry | GroupEntry> = { ...own.commands };
  for (const [name, row] of Object.entries(more.commands)) {
    const known = commands[name];
    commands[name] = known ? mergedRow(known, row) : row;
  }
  return { ...own, commands };
}

function mergedRow(
  own: CommandEntry | GroupEntry,
  more: CommandEntry | GroupEntry,
): CommandEntry | GroupEntry {
  if (!("loadGroup" in own) || !("loadGroup" in more)) return own;
  const loadGroup = async () => ({
    default: merged((await own.loadGroup()).default, (await more.loadGroup()).default),
  });
  return { ...own, loadGroup };
}
