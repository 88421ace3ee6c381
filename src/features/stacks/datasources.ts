/** Data sources of templates: files, addresses, variables, and several of them merged. Follows templates §3.3.
 *  Invariants: a source is read once; a login that stands in an address is not shown; other schemes are refused. */
import type { Context } from "@/base/context.ts";
import { baseName, joinPath, resolvePath } from "@/base/path.ts";
import { redactText } from "@/io/net/core/redact.ts";
import { mergedData, readerOf } from "@/lang/gotemplate/funcs/gomplate/data.ts";
import { GoError } from "@/lang/gotemplate/function.ts";
import type { Value } from "@/lang/gotemplate/value.ts";
import type { Answers } from "@/lang/gotemplate/waiting.ts";
import { dataFormats } from "./core/data_formats.ts";
import { plainType, type SourceAddress, sourceAddress, typeOfName } from "./core/source_address.ts";
import type { DataSources } from "./template_scope.ts";

/** A data source of the settings. */
export interface SourceSettings {
  readonly url: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

/** What reading needs. */
export interface SourceNeeds {
  readonly ctx: Pick<Context, "cwd" | "disk" | "net" | "env">;
  readonly answers: Answers;
  /** Where files are looked for that are not in the current directory. */
  readonly basePath: string;
  readonly timeoutSeconds: number;
  readonly sources: Readonly<Record<string, SourceSettings>>;
}

/** A text and its type, when whoever has it says so. */
interface Content {
  readonly text: string;
  readonly type?: string | undefined;
}

/** The sources of one evaluation. */
export function createDataSources(needs: SourceNeeds): DataSources {
  const defined = new Map<string, SourceSettings>();
  const sourceOf = (alias: string): SourceSettings => {
    const known = Object.hasOwn(needs.sources, alias) ? needs.sources[alias] : defined.get(alias);
    if (known !== undefined) return known;
    if (/^[a-z][a-z0-9+.-]*:\/\//.test(alias)) return { url: alias, headers: {} };
    throw new GoError(`Undefined datasource '${alias}'`);
  };
  const contentOf = (alias: string, args: readonly string[]): Content & { readonly type: string } => {
    const source = sourceOf(alias), address = sourceAddress(source.url, args[0]);
    const { text, type } = read(needs, { alias, address, headers: source.headers });
    return { text, type: address.type ?? (type && plainType(type)) ?? typeOfName(address.path) };
  };
  const valueOf = (alias: string, args: readonly string[]): Value => {
    const { url } = sourceOf(alias);
    if (url.startsWith("merge:")) return merged(url.slice("merge:".length).split("|"), valueOf);
    const { text, type } = contentOf(alias, args), reader = readerOf(dataFormats, type);
    if (reader === undefined) throw new GoError(`Datasources of type ${type} not yet supported`);
    try {
      return reader(text);
    } catch (error) {
      throw error instanceof GoError
        ? new GoError(`Couldn't parse datasource '${alias}': ${error.message}`)
        : error;
    }
  };
  const has = (alias: string) => Object.hasOwn(needs.sources, alias) || defined.has(alias);
  return {
    read: valueOf,
    text: (alias, args) => contentOf(alias, args).text,
    has,
    isReachable: (alias, args) => isThere(() => valueOf(alias, args)),
    define: (alias, url) => {
      if (!has(alias)) defined.set(alias, { url, headers: {} });
    },
    aliases: () => [...Object.keys(needs.sources), ...defined.keys()].sort(),
    file: (what, path) => needs.answers.get(`file ${what} ${path}`, () => fileFact(needs, what, path)),
  };
}

function isThere(read: () => Value): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof GoError) return false;
    throw error;
  }
}

function merged(parts: readonly string[], valueOf: (alias: string, args: readonly string[]) => Value): Value {
  if (parts.length < 2) throw new GoError("need at least 2 datasources to merge");
  return parts.map((part) => valueOf(part, [])).reduceRight((right, left) => mergedData(left, right));
}

interface Reading {
  readonly alias: string;
  readonly address: SourceAddress;
  readonly headers: SourceSettings["headers"];
}

function read(needs: SourceNeeds, reading: Reading): Content {
  const { scheme, path, shown } = reading.address;
  if (scheme === "env") return { text: needs.ctx.env[path] ?? "" };
  const key = JSON.stringify([shown, reading.headers, needs.timeoutSeconds]);
  return needs.answers.get(key, async () => {
    try {
      return scheme === "file" ? await fileContent(needs, path) : await webContent(needs, reading);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new GoError(`Couldn't read datasource '${reading.alias}': ${redactText(`${shown}: ${reason}`)}`);
    }
  });
}

async function found({ ctx, basePath }: SourceNeeds, path: string): Promise<string> {
  const here = resolvePath(ctx.cwd, path), below = resolvePath(basePath, path);
  return await ctx.disk.stat(here) === undefined && await ctx.disk.stat(below) !== undefined ? below : here;
}

/** The text of a file; of a folder the names in it. */
async function fileContent(needs: SourceNeeds, path: string): Promise<Content> {
  const file = await found(needs, path);
  if (path.endsWith("/")) {
    const names = (await needs.ctx.disk.list(file)).map(({ name }) => name);
    return { text: JSON.stringify(names), type: "application/array+json" };
  }
  const text = await needs.ctx.disk.readText(file);
  if (text === undefined) throw new Error("no such file");
  return { text };
}

async function webContent(
  needs: SourceNeeds,
  { address: { scheme, path, shown }, headers }: Reading,
): Promise<Content> {
  if (scheme !== "http" && scheme !== "https") {
    throw new Error(`data sources of the scheme ${JSON.stringify(scheme)} are not supported`);
  }
  const pairs = Object.entries(headers).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value])
  );
  const signal = AbortSignal.timeout((needs.timeoutSeconds || DEFAULT_TIMEOUT) * 1000);
  const response = await needs.ctx.net.fetch(path, { headers: new Headers(pairs), signal });
  const text = await response.text();
  if (!response.ok) throw new Error(`HTTP status ${response.status} of ${baseName(shown)}`);
  return { text, type: response.headers.get("content-type")?.split(";")[0]?.trim() || undefined };
}

const DEFAULT_TIMEOUT = 5;

async function fileFact(
  needs: SourceNeeds,
  what: "exists" | "isDir" | "read" | "list",
  path: string,
): Promise<Value> {
  const file = await found(needs, path), { disk } = needs.ctx;
  if (what === "exists") return await disk.stat(file) !== undefined;
  if (what === "isDir") return (await disk.stat(file))?.kind === "directory";
  if (what === "list") return (await disk.list(file)).map(({ name }) => name);
  const text = await disk.readText(file);
  if (text === undefined) throw new GoError(`open ${joinPath(path)}: no such file or directory`);
  return text;
}
