/** The `env` section: variables for everything that runs below. Follows config §4.6. */
import { dottedPath, type Issue, isTextMap, textOf } from "@/base/schema/reading.ts";
import type { ConfigContext } from "./_context.ts";
import { openReading, projectOf, warningsOf } from "./_project.ts";

/**
 * The variables by name, sorted; nulls are left out.
 * @throws Config `config/bad-value` for what is no text, with its place; as `projectOf`
 */
export async function loadEnvSection(ctx: ConfigContext): Promise<Readonly<Record<string, string>>> {
  const reading = openReading(ctx, await projectOf(ctx));
  const { env = null } = await reading.texts(["env"]);
  const refuse = (path: readonly string[], wanted: string) =>
    reading.report(
      {
        severity: "error",
        code: "config/bad-value",
        title: `${dottedPath(path)} must be ${wanted}`,
        at: reading.positionOf(path),
      } satisfies Issue,
    );
  if (env !== null && !isTextMap(env)) refuse(["env"], "a map of variables");
  const entries = isTextMap(env) ? Object.entries(env) : [];
  const variables = entries.flatMap(([name, value]) => {
    if (value === null) return [];
    const text = textOf(value);
    if (text === undefined) refuse(["env", name], "a text, a number, true or false");
    return text === undefined ? [] : [[name, text] as const];
  });
  warningsOf(reading.issues);
  return Object.fromEntries(variables.sort(([a], [b]) => a < b ? -1 : 1));
}
