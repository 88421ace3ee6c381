/** `!include <path> [query]` and `!include.raw`: the content of another file. Follows config §4.3, templates §4.4.
 *  Invariants: the working directory plays no part; functions in an included file are text. */
import { AtmosError, CancelledError } from "@/base/errors.ts";
import { dirName, isAbsolute, resolvePath } from "@/base/path.ts";
import { variable } from "@/base/schema/reading.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { redactUrl } from "@/io/net/core/redact.ts";
import { argumentsOf, oneArgument } from "../core/arguments.ts";
import { parseDotenv } from "../core/dotenv.ts";
import { badArguments, failed, failedBy } from "../core/failure.ts";
import { type IncludeFormat, includeFormat, isRemote } from "../core/include_format.ts";
import { parseJson } from "../core/json_text.ts";
import { dropTags } from "../core/tagged_tree.ts";
import type { FunctionCall, FunctionContext, FunctionPlace, YamlFunction } from "../resolve_functions.ts";

/** More would not be a setting. */
const LIMIT_BYTES = 64 * 1024 * 1024;

const include: YamlFunction = async (ctx, call) => {
  const [path] = argumentsOf(call);
  if (path === undefined) throw badArguments(call, "Expected arguments: a path and a query.");
  const format = call.tag === "!include.raw" ? "text" : includeFormat(path.value);
  const { file, read } = isRemote(path.value)
    ? remoteFile(call, path.value)
    : await localFile(ctx, call, path.value);
  return await attempt(call, file, async () => {
    const value = await decode(ctx, format, { text: await read(), file });
    return path.rest === "" ? value : await select(call, oneArgument(path.rest), value);
  });
};

export default include;

/** A file by the name that errors have. */
interface Source {
  readonly file: string;
  read(): Promise<string>;
}

function remoteFile(call: FunctionCall, address: string): Source {
  const { readRemote } = call.place;
  const isKnown = /^https?:\/\//i.test(address);
  if (isKnown && readRemote !== undefined) {
    return {
      file: redactUrl(address),
      read: () => readRemote(address),
    };
  }
  const explanation = isKnown
    ? "Files on other machines cannot be included here."
    : "Of files on other machines only those at http and https addresses can be included.";
  throw failed(call, explanation, {
    code: "functions/remote-include",
    hints: ["Download the file and include the copy."],
  });
}

async function localFile(ctx: FunctionContext, call: FunctionCall, written: string): Promise<Source> {
  const file = await findFile(ctx, call, written);
  return { file, read: async () => await ctx.disk.readText(file) ?? "" };
}

/** Absolute path of the file. Beside what holds the call, but a bare path of a manifest is first looked up in the base path. */
async function findFile(ctx: FunctionContext, call: FunctionCall, written: string): Promise<string> {
  const path = ctx.host.os === "windows" ? written.replaceAll("\\", "/") : written;
  const tried = candidates(path, call.place);
  for (const file of tried) {
    const info = await ctx.disk.stat(file);
    if (info?.kind !== "file") continue;
    if (info.sizeBytes <= LIMIT_BYTES) return file;
    throw failed(call, `${file} is larger than ${LIMIT_BYTES / 1024 / 1024} MiB.`);
  }
  throw failed(
    call,
    `The function references a file that does not exist: could not find local file '${written}' ` +
      `(tried ${tried.join(", ")}).`,
  );
}

function candidates(path: string, { file, root }: FunctionPlace): readonly string[] {
  const beside = resolvePath(dirName(file), path);
  if (root === undefined || isAbsolute(path) || /^\.\.?\//.test(path)) return [beside];
  return [resolvePath(root, path), beside];
}

async function decode(
  { env, host }: FunctionContext,
  format: IncludeFormat,
  { text, file }: { readonly text: string; readonly file: string },
): Promise<unknown> {
  switch (format) {
    case "yaml": {
      const document = parseYaml(text, { file, documents: "first" });
      return dropTags(document.value, document);
    }
    case "json":
      return parseJson(text);
    case "hcl":
      return (await import("../core/hcl_values.ts")).hclValues(text, file);
    case "dotenv":
      return parseDotenv(text, {
        file,
        variable: (name) => variable({ env, windows: host.os === "windows" }, name),
      });
    case "text":
      return text;
  }
}

/** One result is the value, none is null, several are a list. */
async function select(call: FunctionCall, query: string, value: unknown): Promise<unknown> {
  const { compileQuery } = call.place;
  if (compileQuery === undefined) {
    throw unsupported(call, "Queries are not understood here.", "Include the whole file.");
  }
  const results = (await compileQuery(query))(value);
  return results.length > 1 ? results : results[0] ?? null;
}

/** Does what reads the file; what is wrong in there, or in the query, becomes a failure of the call. */
async function attempt<T>(call: FunctionCall, file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SyntaxError) throw failed(call, `${file}: ${error.message}`, { cause: error });
    const isToldAsItIs = error instanceof CancelledError ||
      error instanceof AtmosError && error.code === UNSUPPORTED;
    if (error instanceof AtmosError && !isToldAsItIs) throw failedBy(call, error);
    throw error;
  }
}

const UNSUPPORTED = "functions/unsupported-include";

function unsupported(call: FunctionCall, explanation: string, hint: string): Error {
  return failed(call, explanation, { code: UNSUPPORTED, hints: [hint] });
}
