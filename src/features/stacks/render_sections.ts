/** Renders the templates of a component: every text by itself, as often as the settings say.
 *  Follows templates §1.4. Invariants: the data stays the same in all evaluations, only texts change; an error names the
 *  value, the component and its file. */
import { AtmosError, ConfigError } from "@/base/errors.ts";
import { dottedPath } from "@/base/schema/reading.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { withTextCalls } from "@/features/functions/core/text_calls.ts";
import { Waiting, whenAnswered } from "@/lang/gotemplate/waiting.ts";
import { isTagged, type Tagged, tagged } from "@/lang/yaml/parse.ts";
import { createDataSources } from "./datasources.ts";
import { mapScalars, type ScalarPath } from "./core/map_scalars.ts";
import { templateData, type Tree } from "./core/merge.ts";
import { plainReference, valueAt } from "./core/plain_reference.ts";
import { jointly } from "./core/joint_text.ts";
import { needsQuotes, scalarBody, scalarOf, textOf } from "./core/rendered_scalar.ts";
import { type StackTemplates, stackTemplates } from "./core/stack_templates.ts";
import type { Instance } from "./instances.ts";
import { identityOf } from "./instances.ts";
import type { Session } from "./session.ts";
import type { AtmosCalls, TemplateScope } from "./template_scope.ts";

/** What is rendered. */
export interface SectionRendering {
  readonly sections: Tree;
  readonly calls: AtmosCalls;
}

/** Sections that templates neither see nor change. */
const UNTOUCHED: readonly string[] = ["mocks"];

/** The sections with their templates done. @throws Config of templates, `templates/delimiters` */
export async function renderSections(
  session: Session,
  instance: Instance,
  { sections, calls }: SectionRendering,
): Promise<Tree> {
  const { delimiters = [], evaluations } = session.settings.config.templates.settings;
  const left = delimitersOf(delimiters)?.left ?? "{{";
  const data = withoutUntouched(identityOf(instance));
  const texts = new Set<string>();
  const render = (tree: Tree, own: StackTemplates) => {
    const pass: Pass = { session, instance, data, texts, scope: scopeOf(session, own, calls) };
    return whenAnswered(() => renderTree(pass, tree));
  };
  let current = sections, own = stackTemplates(data["settings"]);
  for (let pass = Math.max(1, evaluations ?? 1); pass > 0 && holds(current, left); pass--) {
    const settings = current["settings"] === undefined && pass > 1 ? { settings: data["settings"] } : {};
    const next = await render({ ...settings, ...current }, own);
    own = stackTemplates(templateData(next["settings"]));
    current = Object.fromEntries(Object.entries(next).filter(([key]) => !Object.hasOwn(settings, key)));
  }
  return current;
}

function withoutUntouched(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([key]) => !UNTOUCHED.includes(key)));
}

/** Whether a text that is rendered has an expression. */
function holds(tree: Tree, left: string): boolean {
  let found = false;
  const seen = (text: string) => void (found ||= text.includes(left));
  mapScalars(tree, { text: seen, key: (key) => (seen(key), key), call: ({ value }) => seen(String(value)) });
  return found;
}

function delimitersOf(
  pair: readonly string[],
): { readonly left: string; readonly right: string } | undefined {
  const [left = "", right = ""] = pair;
  if (pair.length === 0) return undefined;
  if (pair.length === 2 && left !== "" && right !== "") return { left, right };
  throw new ConfigError(
    "templates/delimiters",
    "templates.settings.delimiters must be two texts that are not empty",
    {
      hints: ['Write delimiters: ["{{", "}}"] below templates.settings in atmos.yaml.'],
      at: { file: "atmos.yaml" },
    },
  );
}

function scopeOf(session: Session, own: StackTemplates, atmos: AtmosCalls): TemplateScope {
  const { ctx, settings: { basePath, config } } = session, { gomplate, env = {} } = config.templates.settings;
  const texts = Object.entries(env).map(([name, value]) => [name, String(value)]);
  const scopeEnv = { ...Object.fromEntries(texts), ...own.env };
  return {
    atmos,
    env: scopeEnv,
    sources: createDataSources({
      ctx: Object.create(ctx, { env: { value: { ...ctx.env, ...scopeEnv } } }),
      answers: session.answers,
      basePath,
      timeoutSeconds: own.timeoutSeconds ?? gomplate.timeout,
      sources: { ...gomplate.datasources, ...own.datasources },
    }),
  };
}

interface Pass {
  readonly session: Session;
  readonly instance: Instance;
  readonly data: Tree;
  /** Paths of what was a text in the first evaluation and stays one. */
  readonly texts: Set<string>;
  readonly scope: TemplateScope;
}

/** Every text by itself, or all of them as one template where the settings say so or one needs another. */
function renderTree(pass: Pass, sections: Tree): Tree {
  const { mode } = pass.session.settings.config.templates.settings;
  if (mode === "document") return renderJointly(pass, sections);
  try {
    return renderSingly(pass, sections);
  } catch (error) {
    if (!(error instanceof ConfigError) || !NEEDS_OTHERS.test(error.title)) throw error;
    try {
      return renderJointly(pass, sections);
    } catch (second) {
      throw second instanceof Waiting ? second : error;
    }
  }
}

/** What Go says of a text that begins or ends something in another one. */
const NEEDS_OTHERS =
  /unexpected EOF|undefined variable|template "[^"]*" not defined|no template "|unexpected \{\{(?:end|else)/;

function renderSingly(pass: Pass, sections: Tree): Tree {
  const { session, data, texts, scope } = pass;
  const { settings } = session.settings.config.templates;
  const options = optionsOf(session, scope), left = options.delimiters?.left ?? "{{";
  const render = (text: string, path: ScalarPath) => {
    try {
      return session.render(text, data, options);
    } catch (error) {
      throw error instanceof AtmosError ? located(error, pass, path) : error;
    }
  };
  const call = ({ tag, value }: Tagged, path: ScalarPath) => tagged(tag, render(String(value), path));
  const text = (text: string, path: ScalarPath) => {
    if (!text.includes(left)) return text;
    const target = valueAt(data, plainReference(text) ?? []);
    if (isTagged(target)) return call(target, path);
    const key = JSON.stringify(path);
    if (needsQuotes(text)) texts.add(key);
    const rendered = render(scalarBody(text), path);
    const value = texts.has(key) ? textOf(text, rendered) : scalarOf(text, rendered);
    return settings.allow_rendered_functions ? withTextCalls(value) : value;
  };
  const change = { text, call, key: render };
  return Object.fromEntries(
    Object.entries(sections).map(([key, value]) =>
      UNTOUCHED.includes(key) ? [key, value] : [render(key, []), mapScalars(value, change, [key])]
    ),
  );
}

function optionsOf(session: Session, scope: TemplateScope) {
  const { settings } = session.settings.config.templates;
  return {
    name: "templates-all-atmos-sections",
    missing: "default",
    delimiters: delimitersOf(settings.delimiters ?? []),
    libraries: { sprig: settings.sprig.enabled ?? false, gomplate: settings.gomplate.enabled ?? false },
    scope,
  } as const;
}

function renderJointly({ session, data, scope }: Pass, sections: Tree): Tree {
  const options = optionsOf(session, scope);
  const rest = withoutUntouched(sections);
  const rendered = jointly(rest, {
    left: options.delimiters?.left ?? "{{",
    render: (text) => session.render(text, data, options),
  });
  return { ...sections, ...rendered };
}

const LITERAL = "Put !literal before the value if the braces are meant for another program.";

/** The error with the place that a person knows instead of one in a text that nobody has written. */
function located(error: AtmosError, { session, instance }: Pass, path: ScalarPath): AtmosError {
  const { name, stack, manifest } = instance;
  if (!error.code.startsWith("gotemplate/")) return error;
  const where = `In ${dottedPath(path)} of the component ${name} in the stack ${stack}.`;
  return new ConfigError(error.code, error.title, {
    explanation: [where, error.explanation].filter((line) => line !== undefined).join(" "),
    hints: [...hintsFor(error.title, session), ...error.hints],
    at: { file: manifest.parts.at(-1)?.file ?? "" },
    exitCode: error.exitCode,
    cause: error,
  });
}

function hintsFor(title: string, session: Session): readonly string[] {
  const unknown = /function "([^"]+)" not defined$/.exec(title)?.[1];
  if (unknown !== undefined) {
    const library = libraryOf(unknown, session);
    if (library !== undefined) {
      return [
        `Set \`templates.settings.${library}.enabled: true\` in atmos.yaml: it has ${unknown}.`,
        LITERAL,
      ];
    }
    const [near] = nearestNames(unknown, COMMON);
    return [...(near === undefined ? [] : [`Did you mean ${near}?`]), LITERAL];
  }
  if (/bad character U\+002D/.test(title)) {
    return ['Read a key with a hyphen by index: {{ index .vars "my-key" }}.'];
  }
  return [];
}

/** The library that has a function: with it, a text that calls the function can be read. */
function libraryOf(name: string, session: Session): "sprig" | "gomplate" | undefined {
  const isKnown = (library: string) => {
    const libraries = { sprig: library === "sprig", gomplate: library === "gomplate" };
    try {
      session.render(`{{ if false }}{{ ${name} }}{{ end }}`, {}, { name, missing: "default", libraries });
      return true;
    } catch {
      return false;
    }
  };
  return (["sprig", "gomplate"] as const).find(isKnown);
}

/** Functions that people mean when they mistype. */
const COMMON = (
  "add append atmos coalesce collectKeys contains datasource default dict env fromJson get has hasKey " +
  "hasPrefix hasSuffix index indent include join keys len list lower merge nindent pick print printf quote " +
  "range regexMatch replace sha256sum split splitList squote strings ternary title toJson toRawJson toString " +
  "trim trimPrefix trimSuffix trunc until upper values"
).split(" ");
