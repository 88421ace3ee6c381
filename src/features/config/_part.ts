/** A file that takes part in the configuration. Follows config §1. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { relativePath } from "@/base/path.ts";
import type { Reading, Texts } from "@/base/schema/reading.ts";
import type { ConfigFile } from "./_config_file.ts";
import type { ConfigContext } from "./_context.ts";
import { mergeLayers } from "./core/layer.ts";
import type { SourceReason } from "./discover.ts";

/** A file that takes part. */
export interface Part {
  /** Absolute. */
  readonly path: string;
  readonly reason: SourceReason | "import" | "folder" | "profile";
  readonly content: ConfigFile;
}

/** What a look at keys of parts needs. */
export interface TopReading {
  readonly ctx: ConfigContext;
  readonly report: Reading["report"];
}

/** Reads a file that must be there. Throws Config `config/gone`, `yaml/syntax`, `config/not-a-map`. */
export async function readPart(ctx: ConfigContext, path: string, reason: Part["reason"]): Promise<Part> {
  const content = await readConfigFile(ctx, path);
  if (content !== undefined) return { path, reason, content };
  throw new ConfigError("config/gone", `${shownPath(ctx, path)} is not there any more`, {
    at: { file: path },
  });
}

/** Reads a file; undefined when there is none. Throws Config `yaml/syntax`, `config/not-a-map`. */
export async function readConfigFile(ctx: ConfigContext, path: string): Promise<ConfigFile | undefined> {
  const text = await ctx.disk.readText(path);
  if (text === undefined) return undefined;
  const { parseConfigFile } = await import("./_config_file.ts");
  return parseConfigFile(text, { path, shown: shownPath(ctx, path) });
}

/** A path as users know it: relative where it lies below the working directory. */
export function shownPath(ctx: Pick<Context, "cwd">, path: string): string {
  const relative = relativePath(ctx.cwd, path);
  return relative === ".." || relative.startsWith("../") ? path : relative;
}

/** What a part alone says under a key at the top; null when it says nothing. */
export async function topValue(
  { content }: Part,
  key: string,
  { ctx, report }: TopReading,
): Promise<Texts> {
  const { value } = mergeLayers([await content.layer(ctx, [key], report)]);
  return Object.values(value)[0] ?? null;
}
