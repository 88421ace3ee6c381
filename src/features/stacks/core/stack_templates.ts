/** What the settings of a component say about its templates. Pure. Follows templates §1.4.
 *  Invariant: only what stacks may say: `env`, and data sources and their time limit. */
import { isTree } from "./merge.ts";

/** `settings.templates.settings` of a component. */
export interface StackTemplates {
  readonly env: Readonly<Record<string, string>>;
  readonly datasources: Readonly<
    Record<string, { readonly url: string; readonly headers: Readonly<Record<string, readonly string[]>> }>
  >;
  readonly timeoutSeconds: number | undefined;
}

/** Reads plain `settings`; what has another form is left out. */
export function stackTemplates(settings: unknown): StackTemplates {
  const own = member(member(settings, "templates"), "settings"), gomplate = member(own, "gomplate");
  const timeout = member(gomplate, "timeout");
  return {
    env: textsOf(member(own, "env")),
    datasources: Object.fromEntries(
      entriesOf(member(gomplate, "datasources")).flatMap(([alias, source]) => {
        const url = member(source, "url");
        return typeof url === "string"
          ? [[alias, { url, headers: headersOf(member(source, "headers")) }]]
          : [];
      }),
    ),
    timeoutSeconds: typeof timeout === "number" ? timeout : undefined,
  };
}

function member(value: unknown, key: string): unknown {
  return isTree(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return isTree(value) ? Object.entries(value) : [];
}

/** Numbers and bools become text. */
function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf(value).flatMap(([name, each]) =>
      each === null || typeof each === "object" ? [] : [[name, String(each)]]
    ),
  );
}

function headersOf(value: unknown): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    entriesOf(value).map(([name, values]) => [name, (Array.isArray(values) ? values : [values]).map(String)]),
  );
}
