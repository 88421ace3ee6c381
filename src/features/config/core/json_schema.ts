/** The JSON Schema (draft 2020-12) of what a decoder takes. Pure. Follows config §9.5.
 *  Invariants: keys, types and words come from the definitions that the configuration is read with; a record that
 *  stands at several places, or inside itself, is written once. */
import type { Decoder, DescribedSetting, Form } from "@/base/schema/reading.ts";

/** A schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type RecordForm = Extract<Form, { kind: "record" }>;
type ScalarForm = Extract<Form, { kind: "scalar" }>;

/** What stands at the top of the document. */
export interface SchemaHead {
  readonly title: string;
  readonly description: string;
}

/** Writes the schema of a document. A decoder that does not say what it takes is a defect: TypeError. */
export function jsonSchema(decoder: Decoder<unknown>, head: SchemaHead): JsonSchema {
  const names = sharedRecords(decoder);
  const written = new Map<string, JsonSchema>();
  const { type, ...top } = schemaOf(decoder, { names, written });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...head,
    type,
    ...top,
    $defs: Object.fromEntries([...written].sort(([a], [b]) => a < b ? -1 : 1)),
  };
}

interface Writing {
  /** What is written apart, and its name. */
  readonly names: ReadonlyMap<RecordForm["settings"], string>;
  readonly written: Map<string, JsonSchema>;
}

/** Records that are met more than once, named after the place where they are met first. */
function sharedRecords(decoder: Decoder<unknown>): Writing["names"] {
  const met = new Map<RecordForm["settings"], string>(), shared = new Map<RecordForm["settings"], string>();
  const visit = (each: Decoder<unknown>, path: readonly string[]): void => {
    const form = formOf(each);
    switch (form.kind) {
      case "list":
      case "map":
        return visit(form.item, path);
      case "either":
        return form.of.forEach((one) => visit(one, path));
      case "record": {
        const name = met.get(form.settings);
        if (name !== undefined) return void shared.set(form.settings, name);
        met.set(form.settings, path.join("."));
        for (const [key, { decode }] of Object.entries(form.settings)) visit(decode, [...path, key]);
        if (typeof form.others === "function") visit(form.others, [...path, "*"]);
      }
    }
  };
  visit(decoder, []);
  return shared;
}

function formOf(decoder: Decoder<unknown>): Exclude<Form, { kind: "same" }> {
  const { form } = decoder;
  if (form === undefined) throw new TypeError("a decoder that does not say what it takes");
  return form.kind === "same" ? formOf(form.as()) : form;
}

function schemaOf(decoder: Decoder<unknown>, writing: Writing): JsonSchema {
  const form = formOf(decoder);
  switch (form.kind) {
    case "scalar":
      return scalarSchema(form);
    case "list":
      return { type: "array", items: schemaOf(form.item, writing) };
    case "map":
      return { type: "object", additionalProperties: schemaOf(form.item, writing) };
    case "either":
      return { anyOf: form.of.flatMap((one) => alternatives(schemaOf(one, writing))) };
    case "record":
      return namedRecord(form, writing);
    case "free":
      return {};
  }
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const { anyOf, ...rest } = schema;
  return Array.isArray(anyOf) && Object.keys(rest).length === 0 ? anyOf : [schema];
}

function namedRecord(form: RecordForm, writing: Writing): JsonSchema {
  const { names, written } = writing;
  const name = names.get(form.settings);
  if (name === undefined) return recordSchema(form, writing);
  if (!written.has(name)) {
    written.set(name, {}); // it may stand inside itself
    written.set(name, recordSchema(form, writing));
  }
  return { $ref: `#/$defs/${name}` };
}

function recordSchema({ settings, others }: RecordForm, writing: Writing): JsonSchema {
  const properties = Object.entries(settings).flatMap(([key, setting]) => [
    [key, settingSchema(setting, writing)],
    ...(setting.aliases ?? []).map((alias) => [
      alias,
      { ...settingSchema(setting, writing), description: `Other spelling of ${key}` },
    ]),
  ]);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...others === "warn"
      ? { patternProperties: { "^x-": true }, additionalProperties: false }
      : typeof others === "function"
      ? { additionalProperties: schemaOf(others, writing) }
      : {},
  };
}

function settingSchema(setting: DescribedSetting, writing: Writing): JsonSchema {
  const { summary, decode, flag, env = [] } = setting;
  const ways = [...flag === undefined ? [] : [`--${flag}`], ...env];
  const fallback = defaultOf(setting);
  return {
    description: ways.length === 0 ? summary : `${summary} (also ${ways.join(", ")})`,
    ...schemaOf(decode, writing),
    ...fallback === undefined ? {} : { default: fallback },
  };
}

/** What counts when nobody says anything, unless it is empty. */
function defaultOf({ decode, default: fallback }: DescribedSetting): unknown {
  const form = formOf(decode);
  if (form.kind !== "scalar" || typeof fallback !== "string" || fallback === "") return undefined;
  if (form.types.includes("string")) return fallback;
  return form.types.includes("boolean") ? fallback === "true" : Number(fallback);
}

function scalarSchema({ types, words, anyCase, least }: ScalarForm): JsonSchema {
  const type = types.length === 1 ? types[0] : types;
  if (words === undefined) return least === undefined ? { type } : { type, minimum: least };
  const known = words.filter((word) => !/^(true|false)$/.test(word));
  const enumerated = types.includes("boolean") ? [...known, true, false] : known;
  if (!anyCase) return { type, enum: enumerated };
  return {
    anyOf: [{ enum: enumerated }, { type: "string", pattern: `^(${known.map(inAnyCase).join("|")})$` }],
  };
}

function inAnyCase(word: string): string {
  return word.replace(
    /[-_]|[a-z]/gi,
    (char) => /[-_]/.test(char) ? "[-_]" : `[${char.toUpperCase()}${char.toLowerCase()}]`,
  );
}
