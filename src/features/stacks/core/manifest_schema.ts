/** The JSON Schema of manifests, made of what the loader reads. Pure. Follows stacks §16.1.
 *  Invariants: a key that the loader reads is allowed; where a function or template may stand for a scalar, it may here. */
import { FREE_KEYS, GLOBAL_MAPS, isRunnable, type Layer, type Section, SECTIONS } from "./section.ts";

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Members = Readonly<Record<string, JsonSchema>>;

const text: JsonSchema = { type: "string" };
const texts: JsonSchema = { type: ["string", "array"], items: text };
const anything: JsonSchema = {};

/** A text that is no value yet. */
const later: JsonSchema = { type: "string", pattern: "^!|\\{\\{" };

/** What may also be an include that nothing has replaced. */
function included(schema: JsonSchema): JsonSchema {
  return { anyOf: [{ type: "string", pattern: "^!include" }, schema] };
}

function section(members: Members = {}, rest: JsonSchema | boolean = true): JsonSchema {
  return included({
    type: "object",
    properties: members,
    patternProperties: { "^x-": anything },
    additionalProperties: rest,
  });
}

function scalar(type: "boolean" | "integer" | "number"): JsonSchema {
  return { anyOf: [{ type }, later] };
}

function words(known: readonly string[]): JsonSchema {
  return { type: "string", anyOf: [{ enum: known }, later] };
}

const BACKENDS = ["local", "s3", "remote", "vault", "static", "azurerm", "gcs", "cloud", "http"];

const legacyDependency: JsonSchema = {
  type: "object",
  properties: Object.fromEntries(
    ["component", "namespace", "tenant", "environment", "stage", "stack", "file", "folder"].map((key) => [
      key,
      text,
    ]),
  ),
};

const settings = section({
  depends_on: {
    type: ["object", "array"],
    additionalProperties: legacyDependency,
    items: legacyDependency,
  },
  validation: section({}, section({ schema_type: text, schema_path: text, description: text })),
  spacelift: section(),
});

const metadata = section({
  type: text,
  enabled: scalar("boolean"),
  locked: scalar("boolean"),
  component: text,
  component_folder_prefix: text,
  name: text,
  inherits: texts,
  description: text,
  custom: section(),
  labels: anything,
  tags: anything,
  terraform_workspace: text,
  terraform_workspace_pattern: text,
  terraform_workspace_template: text,
}, false);

const dependencies = section({
  components: { type: ["string", "array"] },
  files: texts,
  folders: texts,
  tools: section(),
  commands: anything,
  workflows: anything,
}, false);

const retry = section({
  max_attempts: scalar("integer"),
  initial_delay: anything,
  max_delay: anything,
  backoff_strategy: text,
  multiplier: scalar("number"),
  random_jitter: anything,
  max_elapsed_time: anything,
});

/** What is known of a section beyond that it is a map or a text. */
const DETAILS: Members = {
  settings,
  metadata,
  dependencies,
  retry,
  backend_type: words(BACKENDS),
  remote_state_backend_type: words(BACKENDS),
};

const IMPORT = included({
  type: "array",
  items: {
    type: ["string", "object"],
    required: ["path"],
    properties: {
      path: text,
      context: section(),
      skip_templates_processing: scalar("boolean"),
      ignore_missing_template_values: scalar("boolean"),
      skip_if_missing: scalar("boolean"),
      nested_imports: { enum: ["local", "remote"] },
      ttl: anything,
    },
    additionalProperties: false,
  },
});

/** Read, although no section of a component: keys of a section of a type, and of a component. */
const BESIDE: Readonly<Record<"type" | "own", Members>> = {
  type: { locals: section(), depends_on: anything, retry, dependencies },
  own: { metadata, component: text, depends_on: anything },
};

/** The schema of one manifest, draft 2020-12. Keys of the root are open. */
export function manifestSchema(): JsonSchema {
  const types = Object.keys(SECTIONS);
  const components = types.map((type) => [type, section({}, bodyOf(type))]);
  const ofTypes = types.filter(isRunnable).map((type) => [type, typeSection(type)]);
  const maps = [...GLOBAL_MAPS, "locals", "compositions", "workflows"];
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: {
      name: text,
      import: IMPORT,
      ...Object.fromEntries(maps.map((key) => [key, section()])),
      settings,
      dependencies,
      metadata,
      overrides: overridesOf(types.flatMap((type) => SECTIONS[type] ?? [])),
      ...Object.fromEntries(ofTypes),
      components: section(Object.fromEntries(components)),
    },
  };
}

function typeSection(type: string): JsonSchema {
  const sections = SECTIONS[type] ?? [];
  return section({
    ...membersIn(sections, "type"),
    ...BESIDE.type,
    ...freeKeys(type),
    overrides: overridesOf(sections),
  }, false);
}

function bodyOf(type: string): JsonSchema {
  const sections = membersIn(SECTIONS[type] ?? [], "own");
  if (!isRunnable(type) || type === "ansible") return section(sections);
  return section({ ...sections, ...BESIDE.own, ...freeKeys(type) }, false);
}

function overridesOf(sections: readonly Section[]): JsonSchema {
  return section(membersIn(sections, "overrides"), false);
}

function freeKeys(type: string): Members {
  return Object.fromEntries((FREE_KEYS[type] ?? []).map((key) => [key, anything]));
}

function membersIn(sections: readonly Section[], layer: Layer): Members {
  return Object.fromEntries(
    sections.filter(({ layers }) => layers.includes(layer)).map((each) => [each.key, memberOf(each)]),
  );
}

function memberOf({ key, kind }: Section): JsonSchema {
  const known = DETAILS[key];
  if (known !== undefined) return known;
  if (kind === "text") return text;
  return kind === "source" ? { type: ["string", "object"] } : section();
}
