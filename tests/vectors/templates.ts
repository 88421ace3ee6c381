/** Recorded answers of Go's text/template: the member `cases` of `template-vectors.json`, for the function sets that
 *  exist. Follows templates §2, aqua-registry §9. Errors: the text behind the place, and line and column. */
import { createHash } from "node:crypto";
import { AtmosError } from "@/base/errors.ts";
import { execute } from "@/lang/gotemplate/execute.ts";
import { aquaFunctions } from "@/lang/gotemplate/funcs/aqua.ts";
import type { TemplateHost } from "@/lang/gotemplate/funcs/host.ts";
import { collecting } from "@/lang/gotemplate/funcs/collect_keys.ts";
import { gomplateFunctions } from "@/lang/gotemplate/funcs/gomplate/functions.ts";
import { sprigFunctions } from "@/lang/gotemplate/funcs/sprig/functions.ts";
import { builtins } from "@/lang/gotemplate/funcs/builtins.ts";
import type { FunctionSet } from "@/lang/gotemplate/function.ts";
import { parseTemplate } from "@/lang/gotemplate/parse_template.ts";
import { Float, Struct, typed, type Value } from "@/lang/gotemplate/value.ts";
import { compileRe2 } from "@/lang/regexp/re2.ts";
import { parseRange } from "@/lang/semver/range.ts";
import { readData } from "../support/test_data.ts";
import type { VectorSubject } from "../support/vector_subject.ts";

interface Case {
  readonly name: string;
  readonly template: string;
  readonly data?: unknown;
  readonly nodata?: boolean;
  readonly struct?: boolean;
  readonly funcs: string;
  readonly missingkey?: "default" | "zero" | "error";
  readonly delims?: readonly [string, string];
  readonly expected?: string;
  readonly error?: string;
}

const ENVIRONMENT: Readonly<Record<string, string>> = { TMPL_TEST_A: "val" };
const host: TemplateHost = {
  variable: (name) => ENVIRONMENT[name],
  hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest("hex"),
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  now: () => Date.now(),
};
const needs = { host, compileRegexp: compileRe2, parseRange };
const noFormat = () => {
  throw new Error("not recorded");
};
const formats = { parseYaml: noFormat, writeYaml: noFormat, parseToml: noFormat, writeToml: noFormat };
const gomplate = { ...builtins, ...gomplateFunctions({ ...needs, formats }) };
const SETS: Readonly<Record<string, FunctionSet>> = {
  sprig: { ...builtins, ...sprigFunctions(needs) }, none: builtins, gomplate, atmos: { ...gomplate, ...sprigFunctions(needs), ...collecting }, aqua: aquaFunctions({ compileRegexp: compileRe2, parseRange }) };
/** Cases of functions that are not there, and why. */
const LATER: Readonly<Record<string, string>> = {
  "sprig-enc/derivePassword": "passwords, certificates and AES come later, templates §3.1",
};
/** The fields of the struct that the recorded program hands to templates of definitions. */
const FIELDS = ["Version", "SemVer", "OS", "Arch", "GOOS", "GOARCH", "RepoOwner", "RepoName", "Format", "Asset", "AssetWithoutExt"];

const subject: VectorSubject = {
  subject: "templates",
  matches: (path) => path.endsWith("template-vectors.json"),
  async run(path) {
    const file: Record<string, unknown> = JSON.parse(await readData(path));
    const cases = (file["cases"] ?? []) as readonly Case[];
    const notBuilt: Record<string, number> = {};
    const add = (name: string, count: number) => notBuilt[name] = (notBuilt[name] ?? 0) + count;
    for (const name of ["documents", "args"]) if (Array.isArray(file[name])) add(name, file[name].length);
    const failures: string[] = [];
    let run = 0;
    for (const one of cases) {
      if (one.name in LATER) {
        add(`${one.name} (${LATER[one.name]})`, 1);
        continue;
      }
      const functions = SETS[one.funcs];
      if (!functions) {
        add(`functions ${one.funcs}`, 1);
        continue;
      }
      run++;
      const actual = answer(one, functions), wanted = one.error ?? one.expected;
      if (actual !== wanted) failures.push(`${one.name}: ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
    }
    return { passed: run - failures.length, failed: failures.length, notBuilt, failures };
  },
};
export default subject;

function answer(one: Case, functions: FunctionSet): string {
  try {
    const [left, right] = one.delims ?? [];
    const delimiters = left && right ? { left, right } : undefined;
    const template = parseTemplate(one.template, { name: "t", functions, delimiters });
    return execute(template, one.nodata ? undefined : dataOf(one), { missingKey: one.missingkey });
  } catch (error) {
    if (error instanceof AtmosError) return error.title;
    throw error;
  }
}

function dataOf({ data, struct }: Case): Value {
  if (!struct) return valueOf(data);
  const given = data as Readonly<Record<string, string>>;
  return new Struct("*Asset", Object.fromEntries(FIELDS.map((name) => [name, given[name] ?? ""])));
}

/** Decodes the marks of the file: `$float64`, `$int`, `$strings`, `$stringmap`. */
function valueOf(data: unknown): Value {
  if (Array.isArray(data)) return data.map(valueOf);
  if (typeof data !== "object" || data === null) return data as Value;
  const [[mark = "", held] = []] = Object.entries(data);
  if (mark === "$float64") return new Float(held);
  if (mark === "$int") return BigInt(held);
  if (mark === "$strings") return typed(held as Value[], "[]string");
  if (mark === "$stringmap") return typed({ ...(held as Record<string, string>) }, "map[string]string");
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, valueOf(value)]));
}
