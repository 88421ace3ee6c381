/** The short names of command lines that a project gives. Follows config §10.7. */
import type { SourcePosition } from "@/base/errors.ts";
import { record, setting } from "@/base/schema/record.ts";
import { map, string } from "@/base/schema/weak.ts";
import type { ConfigContext } from "./_context.ts";
import { openReading, projectOf, warningsOf } from "./_project.ts";

/** A command line with a short name. */
export interface CommandAlias {
  /** Words as a shell reads them. */
  readonly target: string;
  readonly at: SourcePosition | undefined;
}

const aliasSettings = record(
  { aliases: setting("Short names of command lines", map(string), { default: {} }) },
  { others: "ignore" },
);

/** Those of the project, by name, in its order. A name of several words can be no command and is left out.
 *  @throws Config `config/…` (`config/invalid` when there are several), `yaml/syntax` */
export async function loadAliases(ctx: ConfigContext): Promise<ReadonlyMap<string, CommandAlias>> {
  const reading = openReading(ctx, await projectOf(ctx));
  const read = aliasSettings(await reading.texts(["aliases"]), { path: [] }, reading);
  warningsOf(reading.issues);
  const named = Object.entries(read?.aliases ?? {}).filter(([name]) => !/\s/.test(name));
  return new Map(
    named.map(([name, target]) => [name, { target, at: reading.positionOf(["aliases", name], "key") }]),
  );
}
