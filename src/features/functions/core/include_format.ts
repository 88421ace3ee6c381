/** Decides by its name how an included file is read, and whether it lies on this machine. Pure.
 *  Follows config §4.3 and templates §4.4 (`!include`). */
import { baseName } from "@/base/path.ts";

/** How the text of a file becomes a value. */
export type IncludeFormat = "dotenv" | "hcl" | "json" | "text" | "yaml";

const EXTENSIONS: Readonly<Record<string, IncludeFormat>> = {
  hcl: "hcl",
  json: "json",
  tf: "hcl",
  tfvars: "hcl",
  yaml: "yaml",
  yml: "yaml",
};

/** The format of a file by its name, in any case: `.env`, `.env.*` and `*.env` are dotenv, unknown extensions text. */
export function includeFormat(path: string): IncludeFormat {
  const name = baseName(path.replace(/[?#].*$/s, "")).toLowerCase();
  if (/^\.env(?:\.|$)|\.env$/.test(name)) return "dotenv";
  const extension = /\.([^.]+)$/.exec(name)?.[1] ?? "";
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] ?? "text" : "text";
}

/** Whether a path is an address on another machine: `https://…`, `git::…`, `git@host:path`. Drives are not. */
export function isRemote(path: string): boolean {
  return /^[A-Za-z][\w+.-]*:\/\/|^[\w+.-]+::|^[^/\\:@\s]+@[^/\\:\s]+:/.test(path);
}
