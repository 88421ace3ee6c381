/** Go templates in manifests: which functions they have, and how a missing value is met. Follows templates §1.1, §1.2, §2.
 *  The only door from here to the engine. Invariants: functions of YAML in the data are the texts that somebody wrote;
 *  functions that change maps get copies. */
import type { Context } from "@/base/context.ts";
import { syncHash } from "@/io/host/sync_hash.ts";
import { execute } from "@/lang/gotemplate/execute.ts";
import type { FunctionSet } from "@/lang/gotemplate/function.ts";
import { builtins } from "@/lang/gotemplate/funcs/builtins.ts";
import { columnFunctions } from "@/lang/gotemplate/funcs/columns.ts";
import { collecting } from "@/lang/gotemplate/funcs/collect_keys.ts";
import { gomplateFunctions } from "@/lang/gotemplate/funcs/gomplate/functions.ts";
import { envFunction } from "@/lang/gotemplate/funcs/gomplate/machine.ts";
import { sprigFunctions } from "@/lang/gotemplate/funcs/sprig/functions.ts";
import { parseTemplate, type Template } from "@/lang/gotemplate/parse_template.ts";
import type { Value } from "@/lang/gotemplate/value.ts";
import { compileRe2 } from "@/lang/regexp/re2.ts";
import { parseRange } from "@/lang/semver/range.ts";
import { dataFormats } from "./core/data_formats.ts";
import { templateData, type Tree } from "./core/merge.ts";
import { atmosFunctions, sourceFunctions, type TemplateScope } from "./template_scope.ts";

/** How a text is rendered. */
export interface RenderOptions {
  /** Shown in errors. */
  readonly name: string;
  /** What a reference to nothing does: an error, or the text `<no value>`. */
  readonly missing: "error" | "default";
  /** Other strings than `{{` and `}}`. */
  readonly delimiters?: { readonly left: string; readonly right: string } | undefined;
  /** Whether only Go's own functions are there. */
  readonly isPlain?: boolean;
  /** Which libraries are there; both unless given. */
  readonly libraries?: Libraries | undefined;
  /** What functions may ask about; those that need it fail where it is not given. */
  readonly scope?: TemplateScope | undefined;
}

/** Which libraries there are; `columns` lies over the others. */
export interface Libraries {
  readonly sprig: boolean;
  readonly gomplate: boolean;
  readonly columns?: boolean;
}

/** The libraries of columns of lists. */
export const COLUMNS: Libraries = { sprig: true, gomplate: false, columns: true };
/** The libraries of locals. */
export const LOCALS = { sprig: true, gomplate: false };

/** Renders texts. @throws Config `gotemplate/parse`, `gotemplate/execute`, `gotemplate/limit` */
export type RenderText = (text: string, data: Tree, options: RenderOptions) => string;

/** Makes a renderer; what it has parsed lives as long as it does. */
export function createRenderer(ctx: Pick<Context, "env" | "clock" | "random">): RenderText {
  let scope: TemplateScope | undefined;
  const functionsOf = functionSets(ctx, () => scope);
  const known = new Map<string, Template>();
  const seen = new WeakMap<Tree, Value>();
  const dataOf = (tree: Tree): Value => {
    const data = seen.get(tree) ?? templateData(tree) as Value;
    seen.set(tree, data);
    return data;
  };
  return (text, data, options) => {
    const { name, missing, delimiters, isPlain = false, libraries = BOTH } = options;
    if (!text.includes(delimiters?.left ?? "{{")) return text;
    const key = JSON.stringify([text, name, delimiters, isPlain, libraries]);
    const template = known.get(key) ??
      parseTemplate(text, { name, functions: isPlain ? builtins : functionsOf(libraries), delimiters });
    known.set(key, template);
    scope = options.scope;
    try {
      return execute(template, dataOf(data), { missingKey: missing });
    } finally {
      scope = undefined;
    }
  };
}

const BOTH = { sprig: true, gomplate: true };

/** The functions of each choice of libraries, made when they are first asked for. */
function functionSets(
  { env, clock, random }: Pick<Context, "env" | "clock" | "random">,
  scope: () => TemplateScope | undefined,
): (libraries: Libraries) => FunctionSet {
  const own = (from: Readonly<Record<string, string>>, name: string) =>
    Object.hasOwn(from, name) ? from[name] : undefined;
  const host = {
    variable: (name: string) => own(scope()?.env ?? {}, name) ?? own(env, name),
    hash: syncHash,
    random: (count: number) => Uint8Array.fromHex(random.hex(count * 2).slice(0, count * 2)),
    now: () => clock.now(),
  };
  const needs = { host, compileRegexp: compileRe2, parseRange, formats: dataFormats };
  const sets = new Map<string, FunctionSet>();
  return ({ sprig, gomplate, columns = false }) => {
    const key = `${sprig} ${gomplate} ${columns}`;
    const functions = sets.get(key) ?? {
      ...builtins,
      ...(gomplate ? { ...gomplateFunctions(needs), ...sourceFunctions(scope) } : {}),
      ...(sprig ? sprigFunctions(needs) : {}),
      ...(sprig && gomplate ? envFunction(host) : {}),
      ...collecting,
      ...atmosFunctions(scope),
      ...(columns ? columnFunctions : {}),
    };
    sets.set(key, functions);
    return functions;
  };
}
