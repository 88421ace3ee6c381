/** Prints a component together with the places of its values. Follows stacks §10.3. */
import type { Context } from "@/base/context.ts";
import { jsonText } from "@/base/text/json_text.ts";
import { dottedPath } from "@/base/schema/reading.ts";
import { annotatedYaml, pathsOf } from "@/features/describe/core/provenance.ts";
import { sortedKeys } from "@/features/stacks/core/sorted_keys.ts";
import { write } from "./_print.ts";
import { originsOf } from "@/features/describe/provenance.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { Instance } from "@/features/stacks/instances.ts";
import type { Session } from "@/features/stacks/session.ts";

/** Where comments begin away from a terminal. */
const COLUMN = 50;

/** In YAML comments; in JSON path → where it was written. */
export async function printProvenance(
  ctx: Context,
  { session, instance, record }: {
    readonly session: Session;
    readonly instance: Instance;
    readonly record: Tree;
  },
  { format, file }: { readonly format: string; readonly file: string | undefined },
): Promise<void> {
  const { imports, ...sections } = record;
  const shown: Tree = {
    ...sections,
    ...(Array.isArray(imports) && imports.length > 0 ? { import: imports } : {}),
  };
  const originOf = originsOf(instance, session.settings.stacksDir);
  if (format === "json") {
    const entries = Object.keys(shown).flatMap((key) => pathsOf(shown[key], [key])).flatMap((path) => {
      const { isComputed, ...origin } = originOf(path) ?? {};
      return Object.keys(origin).length === 0
        ? []
        : [[dottedPath(path), [{ ...origin, type: isComputed ? "computed" : "written" }]]];
    });
    return await write(ctx, `${jsonText(Object.fromEntries(entries))}\n`, file);
  }
  const column = ctx.term.stdoutIsTty ? Math.max(40, ctx.term.columns() - 60) : COLUMN;
  const text = annotatedYaml(sortedKeys(shown) as Tree, { stack: instance.key, column, originOf });
  await write(ctx, `${text}\n`, file);
}
