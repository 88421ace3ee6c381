/** Go templates in manifests: which functions they have, and how a missing value is met. Follows templates §1.1, §1.2, §2.
 *  The only door from here to the engine. Invariants: functions of YAML in the data are the texts that somebody wrote;
 *  functions that change maps get copies. */
import type { Context } from "@/base/context.ts";
import { syncHash } from "@/io/host/sync_hash.ts";
import { execute } from "@/lang/gotemplate/execute.ts";
import type { FunctionSet } from "@/lang/gotemplate/function.ts";
import { builtins } from "@/lang/gotemplate/funcs/builtins.ts";
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
}

/** Renders texts. @throws Config `gotemplate/parse`, `gotemplate/execute`, `gotemplate/limit` */
export type RenderText = (text: string, data: Tree, options: RenderOptions) => string;

/** Makes a renderer; what it has parsed lives as long as it does. */
export function createRenderer(ctx: Pick<Context, "env" | "clock" | "random">): RenderText {
  const functions = allFunctions(ctx);
  const known = new Map<string, Template>();
  const seen = new WeakMap<Tree, Value>();
  const dataOf = (tree: Tree): Value => {
    const data = seen.get(tree) ?? templateData(tree) as Value;
    seen.set(tree, data);
    return data;
  };
  return (text, data, { name, missing, delimiters, isPlain = false }) => {
    if (!text.includes(delimiters?.left ?? "{{")) return text;
    const key = JSON.stringify([text, name, delimiters, isPlain]);
    const template = known.get(key) ??
      parseTemplate(text, { name, functions: isPlain ? builtins : functions, delimiters });
    known.set(key, template);
    return execute(template, dataOf(data), { missingKey: missing });
  };
}

function allFunctions({ env, clock, random }: Pick<Context, "env" | "clock" | "random">): FunctionSet {
  const host = {
    variable: (name: string) => Object.hasOwn(env, name) ? env[name] : undefined,
    hash: syncHash,
    random: (count: number) => Uint8Array.fromHex(random.hex(count * 2).slice(0, count * 2)),
    now: () => clock.now(),
  };
  const needs = { host, compileRegexp: compileRe2, parseRange, formats: dataFormats };
  return {
    ...builtins,
    ...gomplateFunctions(needs),
    ...sprigFunctions(needs),
    ...envFunction(host),
    ...collecting,
  };
}
