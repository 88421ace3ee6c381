/** One manifest file: read, rendered where it has to be, parsed, its `!include`s put in. Follows stacks §3, §4.
 *  Invariant: the file is never looked at twice in a run; of a file without context that cannot be rendered the text stays,
 *  a component may know more. */
import { AtmosError, ConfigError } from "@/base/errors.ts";
import { relativePath } from "@/base/path.ts";
import { withTextCalls } from "@/features/functions/core/text_calls.ts";
import { resolveIncludes } from "@/features/functions/resolve_includes.ts";
import { parseYaml, type YamlDocument } from "@/lang/yaml/parse.ts";
import { type FileContext, fileContext } from "./core/file_context.ts";
import { isTemplate } from "./core/manifest_path.ts";
import { callFunction } from "./call_function.ts";
import { isTree } from "./core/merge.ts";
import { includePlace } from "./include_place.ts";
import { markReferences, unmark } from "./core/plain_reference.ts";
import type { Part, Route } from "./manifest.ts";
import { invalidManifest } from "./manifest_errors.ts";
import { readOnce, type Session } from "./session.ts";
import { LOCALS } from "./templates.ts";

/** What a file says. */
export type ManifestFile = Pick<Part, "tree" | "positionOf" | "locals">;

/** @throws Config `stacks/invalid-manifest`, with what is wrong as explanation */
export async function readManifestFile(session: Session, file: string, route: Route): Promise<ManifestFile> {
  try {
    return await read(session, file, route);
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code.startsWith("stacks/")) throw error;
    const { title, explanation, hints, at } = error;
    throw invalidManifest(session, route, {
      explanation: explanation === undefined ? title : `${title}\n${explanation}`,
      hints,
      at,
      cause: error,
    });
  }
}

async function read(session: Session, file: string, route: Route): Promise<ManifestFile> {
  const { ctx, settings } = session;
  const text = await readOnce(session, file) ?? "";
  const name = relativePath(settings.stacksDir, file);
  const parse = parserOf(session, file);
  const written = withTemplateHint(parsedOrFault(parse, text), text, name);
  const original = written instanceof AtmosError ? undefined : written.value;
  const context = route.skipTemplates ? undefined : await contextOf(session, written, { file, name, route });
  const document = route.skipTemplates || context !== undefined
    ? orThrow(written)
    : rendered(session, { text, file, name, written, parse, route });
  const value = await resolveIncludes(
    ctx,
    withTextCalls(context?.tree ?? document.value, original),
    includePlace(session, { file, positionOf: document.positionOf }),
  );
  if (value !== null && !isTree(value)) {
    throw invalidManifest(session, route, {
      explanation: "A manifest is a map.",
      at: document.positionOf([]),
    });
  }
  return { tree: value ?? {}, positionOf: document.positionOf, locals: context };
}

type Parsed = YamlDocument | ConfigError;

type Parse = (text: string) => YamlDocument;

function parserOf({ settings: { config } }: Session, file: string): Parse {
  const keyDelimiter = config.settings.yaml?.key_delimiter;
  return (text) => parseYaml(text, { file, keyDelimiter });
}

function parsedOrFault(parse: Parse, text: string): Parsed {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

function orThrow(parsed: Parsed): YamlDocument {
  if (parsed instanceof AtmosError) throw parsed;
  return parsed;
}

/** A text with templates that is no YAML was perhaps meant to be rendered first. */
function withTemplateHint(parsed: Parsed, text: string, name: string): Parsed {
  if (!(parsed instanceof ConfigError) || !text.includes("{{") || isTemplate(name)) return parsed;
  const { code, title, explanation, facts, at, hints } = parsed;
  const hint = `If it is a template, rename it to ${
    name.replace(/\.ya?ml$/, "")
  }.yaml.tmpl, or put quotes around {{ }}.`;
  return new ConfigError(code, title, { explanation, facts, at, hints: [...hints, hint] });
}

async function contextOf(
  session: Session,
  written: Parsed,
  { file, name, route }: { readonly file: string; readonly name: string; readonly route: Route },
): Promise<FileContext | undefined> {
  if (written instanceof AtmosError || !isTree(written.value)) return undefined;
  const { locals: _, ...given } = route.context;
  const { ctx, render } = session;
  const place = includePlace(session, { file, positionOf: written.positionOf });
  return await fileContext(written.value, {
    owner: name,
    data: given,
    render: (text, data, of) =>
      render(text, data, { name: of, missing: "error", libraries: of === name ? undefined : LOCALS }),
    call: ({ tag, value }) => callFunction(ctx, { tag, text: String(value), path: ["locals"], place }),
    onFailure(text, error) {
      if (Object.keys(given).length > 0) throw error;
      return text; // a component may know more
    },
  });
}

interface Rendering {
  readonly text: string;
  readonly file: string;
  readonly name: string;
  readonly written: Parsed;
  readonly parse: Parse;
  readonly route: Route;
}

function rendered(session: Session, rendering: Rendering): Pick<YamlDocument, "value" | "positionOf"> {
  const { text, file, name, written, parse, route } = rendering;
  const { locals: _, ...data } = route.context;
  const isGiven = Object.keys(data).length > 0;
  const isWanted = isTemplate(file) || isGiven;
  if (!isWanted || !text.includes("{{")) return orThrow(written);
  const isLenient = route.ignoreMissing ||
    session.settings.config.templates.settings.ignore_missing_template_values;
  const render = (text: string) =>
    session.render(text, data, { name, missing: isLenient ? "default" : "error" });
  const isYaml = !(written instanceof AtmosError);
  const marked = isYaml ? markReferences(text, data) : { text, marks: [] };
  try {
    const { value, positionOf } = parse(render(marked.text));
    const places = isYaml ? written.positionOf : positionOf;
    return { value: unmark(value, marked.marks, render), positionOf: places };
  } catch (error) {
    if (isGiven || !(error instanceof ConfigError) || !isYaml) throw error;
    const { value } = parse(marked.text);
    return { value: unmark(value, marked.marks, (source) => source), positionOf: written.positionOf };
  }
}
