/** Gomplate's functions that need neither files nor network: namespaces, and names without one. Pure.
 *  Follows templates §3.2. Invariant: where sprig has the same name, sprig's is put over these by whoever joins them. */
import { type FunctionSet, type TemplateFunction, variadic } from "../../function.ts";
import type { TemplateHost } from "../host.ts";
import { paths as sprigPaths } from "../sprig/paths.ts";
import type { CompileRegexp } from "../sprig/regexps.ts";
import { coll, test } from "./coll.ts";
import { data, type DataFormats } from "./data.ts";
import { crypto, env, random, uuid } from "./machine.ts";
import { namespace, toText } from "./namespace.ts";
import { net } from "./net.ts";
import { conv, math } from "./numbers.ts";
import { flatStrings, strings } from "./strings.ts";
import { base64, filepath, path, regexp } from "./texts.ts";
import { layouts, times } from "./times.ts";

/** What other languages and the machine give to the functions. */
export interface GomplateNeeds {
  readonly host: TemplateHost;
  readonly compileRegexp: CompileRegexp;
  readonly formats: DataFormats;
}

/** The functions by name. `env` is only a namespace here; see `envFunction`. */
export function gomplateFunctions({ host, compileRegexp, formats }: GomplateNeeds): FunctionSet {
  const formatted = data(formats);
  return {
    strings: namespace(strings),
    conv: namespace(conv),
    coll: namespace(coll),
    math: namespace(math),
    regexp: namespace(regexp(compileRegexp)),
    base64: namespace(base64),
    crypto: namespace(crypto(host)),
    time: namespace(times(host), layouts),
    path: namespace(path),
    filepath: namespace(filepath),
    test: namespace(test),
    uuid: namespace(uuid(host)),
    random: namespace(random(host)),
    net: namespace(net),
    data: namespace(formatted),
    env: namespace(env(host)),
    getenv: variadic(["any"], "any", (name, fallback) => {
      return host.variable(toText(name)) || (fallback === undefined ? "" : toText(fallback));
    }),
    ...flatStrings,
    ...renamed(conv, { bool: "Bool", has: "Has", slice: "Slice", join: "Join", default: "Default" }),
    ...renamed(coll, {
      dict: "Dict",
      keys: "Keys",
      values: "Values",
      append: "Append",
      prepend: "Prepend",
      uniq: "Uniq",
      reverse: "Reverse",
      merge: "Merge",
      sort: "Sort",
      jsonpath: "JSONPath",
      flatten: "Flatten",
    }),
    ...renamed(math, { add: "Add", sub: "Sub", mul: "Mul", div: "Div", rem: "Rem", pow: "Pow", seq: "Seq" }),
    ...renamed(test, {
      assert: "Assert",
      fail: "Fail",
      required: "Required",
      ternary: "Ternary",
      kind: "Kind",
      isKind: "IsKind",
    }),
    ...renamed(formatted, {
      json: "JSON",
      jsonArray: "JSONArray",
      yaml: "YAML",
      yamlArray: "YAMLArray",
      toml: "TOML",
      csv: "CSV",
      csvByRow: "CSVByRow",
      csvByColumn: "CSVByColumn",
      toJSON: "ToJSON",
      toJSONPretty: "ToJSONPretty",
      toYAML: "ToYAML",
      toTOML: "ToTOML",
      toCSV: "ToCSV",
    }),
    ...renamed(sprigPaths, { urlParse: "urlParse" }),
  };
}

function renamed(functions: FunctionSet, names: Readonly<Record<string, string>>): FunctionSet {
  return Object.fromEntries(
    Object.entries(names).flatMap(([flat, name]): [string, TemplateFunction][] => {
      const found = functions[name];
      return found === undefined ? [] : [[flat, found]];
    }),
  );
}
