/** Go templates in manifests: which functions they have, and how a missing value is met. Follows templates §1.2, §2.
 *  The only door from here to the engine. */
import { execute } from "@/lang/gotemplate/execute.ts";
import { builtins } from "@/lang/gotemplate/funcs/builtins.ts";
import { parseTemplate } from "@/lang/gotemplate/parse_template.ts";
import type { Value } from "@/lang/gotemplate/value.ts";
import type { Tree } from "./core/merge.ts";

/** How a text is rendered. */
export interface RenderOptions {
  /** Shown in errors. */
  readonly name: string;
  /** What a reference to nothing does: an error, or the text `<no value>`. */
  readonly missing: "error" | "default";
}

/** @throws Config `gotemplate/parse`, `gotemplate/execute`, `gotemplate/limit` */
export function renderText(text: string, data: Tree, { name, missing }: RenderOptions): string {
  if (!text.includes("{{")) return text;
  return execute(parseTemplate(text, { name, functions: builtins }), data as Value, { missingKey: missing });
}
