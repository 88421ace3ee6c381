/** Where other names of commands come from. Follows config §9.6. */
import type { CommandGroup } from "@/cli/command.ts";
import type { ListColumn } from "@/ui/list_columns.ts";

/** Another name of a command. */
export interface Alias {
  /** With the words before it: `config del`. */
  readonly alias: string;
  readonly command: string;
  readonly type: "built-in" | "configured" | "custom";
}

/** The columns by their names in `--columns`. */
export const aliasColumns: Readonly<Record<keyof Alias, ListColumn<Alias>>> = {
  alias: { title: "Alias", cell: ({ alias }) => alias },
  command: { title: "Command", cell: ({ command }) => command },
  type: { title: "Type", cell: ({ type }) => type },
};

/** Those of the program, hidden commands left out. */
export async function builtInAliases(group: CommandGroup, before = ""): Promise<readonly Alias[]> {
  const found: Alias[] = [];
  for (const [name, entry] of Object.entries(group.commands)) {
    if (entry.hidden) continue;
    const command = before + name;
    for (const alias of entry.aliases ?? []) found.push({ alias: before + alias, command, type: "built-in" });
    if (!("loadGroup" in entry)) continue;
    found.push(...await builtInAliases((await entry.loadGroup()).default, `${command} `));
  }
  return found;
}

/** What the configuration says of them. */
export interface AliasConfig {
  readonly aliases: Readonly<Record<string, string>> | undefined;
  /** Custom commands. */
  readonly commands: readonly unknown[] | undefined;
}

/** Those of a project. */
export function projectAliases({ aliases = {}, commands = [] }: AliasConfig): readonly Alias[] {
  const configured = Object.entries(aliases).map(([alias, command]) =>
    ({ alias, command, type: "configured" }) as const
  );
  return [...configured, ...customAliases(commands, "")];
}

/** A custom command, as far as its names go. */
interface CustomCommand {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly commands?: readonly unknown[];
}

function customAliases(commands: readonly unknown[], before: string): readonly Alias[] {
  // the schema has read them, but says no more of a list that holds itself
  return (commands as readonly CustomCommand[]).flatMap(({ name, aliases = [], commands: below = [] }) => [
    ...aliases.map((alias) => ({ alias: before + alias, command: before + name, type: "custom" }) as const),
    ...customAliases(below, `${before}${name} `),
  ]);
}
