/** `stacks`, `workflows`, `imports`, `schemas`: where manifests are and what they must look like.
 *  Follows config §10.1, §10.3, §10.15. */
import { setting } from "@/base/schema/record.ts";
import { type Decoder, formed, textOf, withShown } from "@/base/schema/reading.ts";
import { bool, duration, free, listOf, string, strings } from "@/base/schema/weak.ts";
import { blank, listing, noItems, quiet, section } from "./_section.ts";

/** `stacks`. */
export const stacksSection = section({
  base_path: setting("Directory of the manifests", string, { ...blank, env: ["ATMOS_STACKS_BASE_PATH"] }),
  included_paths: setting("Manifests that are stacks, seen from that directory", strings, {
    ...noItems,
    env: ["ATMOS_STACKS_INCLUDED_PATHS"],
  }),
  excluded_paths: setting("Those of them that are not", strings, {
    ...noItems,
    env: ["ATMOS_STACKS_EXCLUDED_PATHS"],
  }),
  name_pattern: setting("Name of a stack; use name_template instead", string, {
    ...blank,
    env: ["ATMOS_STACKS_NAME_PATTERN"],
  }),
  name_template: setting("Template of the name of a stack", string, {
    ...blank,
    env: ["ATMOS_STACKS_NAME_TEMPLATE"],
  }),
  list: setting("How lists of stacks look", listing, quiet),
  inherit: setting(
    "What components take from those that they inherit",
    section({
      metadata: setting("metadata", bool, { default: "true" }),
      source: setting("source and provision; unset means yes", bool),
    }),
    { default: {} },
  ),
});

/** `workflows`. */
export const workflowsSection = section({
  base_path: setting("Directory of the workflows", string, { ...blank, env: ["ATMOS_WORKFLOWS_BASE_PATH"] }),
  list: setting("How lists of workflows look", listing, { default: {} }),
});

const importEntry = orText(section({
  path: setting("Path or address", string),
  optional: setting("Whether it may be missing", bool),
  ttl: setting("How long it is fresh once fetched", duration),
}));

/** `import`: paths and addresses, each a text or a map. */
export const importList: Decoder<readonly unknown[]> = formed(
  { kind: "either", of: [listOf(importEntry), string] },
  (value, place, reading) =>
    textOf(value) === undefined ? listOf(importEntry)(value, place, reading) : strings(value, place, reading),
);

/** `imports`. */
export const importsSection = section({
  ttl: setting("How long what was fetched is fresh", duration),
});

const base = (kind: string) =>
  orText(section({
    base_path: setting("Directory of the schemas", string, { env: [`ATMOS_SCHEMAS_${kind}_BASE_PATH`] }),
  }));

const files = {
  schema: setting("Path or address of the schema", string),
  matches: setting("Files that it is for", strings),
};

/** `schemas`. */
export const schemasSection = section({
  jsonschema: setting("JSON Schema", base("JSONSCHEMA"), { default: {} }),
  opa: setting("Policies of OPA", base("OPA"), { default: {} }),
  cue: setting("Read for older projects, without effect", base("CUE"), { default: {} }),
  atmos: setting(
    "Manifests",
    orText(section({
      manifest: setting("Path or address of their schema", string, { env: ["ATMOS_SCHEMAS_ATMOS_MANIFEST"] }),
      ...files,
    })),
    { default: {} },
  ),
  config: setting("atmos.yaml", orText(section(files))),
}, free);

/** A text may stand for the map. */
function orText(decode: Decoder<unknown>): Decoder<unknown> {
  const either = (map: Decoder<unknown>): Decoder<unknown> => (value, place, reading) =>
    textOf(value) === undefined ? map(value, place, reading) : string(value, place, reading);
  const form = { kind: "either", of: [decode, string] } as const;
  return withShown(formed(form, either(decode)), either(decode.shown ?? decode));
}
