/** What functions of templates see of the world around a rendering, and the functions that need it.
 *  Follows templates §3.3, §3.4. Invariant: executions never overlap, so that the functions can be made once. */
import { func, type FunctionSet, GoError, variadic } from "@/lang/gotemplate/function.ts";
import { namespaceValue } from "@/lang/gotemplate/funcs/gomplate/namespace.ts";
import { printValue } from "@/lang/gotemplate/format.ts";
import type { Value } from "@/lang/gotemplate/value.ts";

/** The world of one rendering. Members may stop the execution until a value is there. */
export interface TemplateScope {
  /** Counts before the environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  readonly sources: DataSources;
  readonly atmos: AtmosCalls;
}

/** Data sources by alias. */
export interface DataSources {
  read(alias: string, args: readonly string[]): Value;
  text(alias: string, args: readonly string[]): string;
  has(alias: string): boolean;
  isReachable(alias: string, args: readonly string[]): boolean;
  define(alias: string, url: string): void;
  aliases(): readonly string[];
  file(what: "exists" | "isDir" | "read" | "list", path: string): Value;
}

/** What `atmos.…` does. */
export interface AtmosCalls {
  component(component: string, stack: string): Value;
  store(store: string, stack: string, component: string, key: string): Value;
  resolve(text: string): Value;
}

/** `atmos`. `scope` answers the world of the rendering under way; undefined where there is none. */
export function atmosFunctions(scope: () => TemplateScope | undefined): FunctionSet {
  const needed = neededIn(scope);
  const members = namespaceValue({
    Component: func(["string", "string"], (component, stack) => {
      return needed("atmos.Component").atmos.component(component, stack);
    }),
    Store: func(["string", "string", "string", "any"], (store, stack, component, key) => {
      return needed("atmos.Store").atmos.store(store, stack, component, printValue(key));
    }),
    Resolve: func(["any"], (text) => {
      return typeof text === "string" ? needed("atmos.Resolve").atmos.resolve(text) : text;
    }),
    GomplateDatasource: variadic(["string"], "string", (alias, ...args) => {
      return needed("atmos.GomplateDatasource").sources.read(alias, args);
    }),
  });
  return { atmos: func([], () => members) };
}

/** `datasource` and what belongs to it, and `file`. */
export function sourceFunctions(scope: () => TemplateScope | undefined): FunctionSet {
  const needed = neededIn(scope), sources = (name: string) => needed(name).sources;
  const datasource = variadic(
    ["string"],
    "string",
    (alias, ...args) => sources("datasource").read(alias, args),
  );
  const file = (what: Parameters<DataSources["file"]>[0]) =>
    func(["any"], (path) => sources("file").file(what, printValue(path)));
  const files = namespaceValue({
    Exists: file("exists"),
    IsDir: file("isDir"),
    Read: file("read"),
    ReadDir: file("list"),
    Write: variadic([], "any", () => {
      throw new GoError("templates must not write files");
    }),
  });
  return {
    datasource,
    ds: datasource,
    include: variadic(["string"], "string", (alias, ...args) => sources("include").text(alias, args)),
    datasourceExists: func(["string"], (alias) => sources("datasourceExists").has(alias)),
    datasourceReachable: variadic(["string"], "string", (alias, ...args) => {
      return sources("datasourceReachable").isReachable(alias, args);
    }),
    defineDatasource: func(["string", "string"], (alias, url) => {
      sources("defineDatasource").define(alias, url);
      return "";
    }),
    listDatasources: func([], () => sources("listDatasources").aliases()),
    file: func([], () => files),
  };
}

function neededIn(scope: () => TemplateScope | undefined): (name: string) => TemplateScope {
  return (name) => {
    const found = scope();
    if (found === undefined) throw new GoError(`${name} can only be used in the sections of components`);
    return found;
  };
}
