/** What the definition of atmos.yaml says of a path. Pure. Follows config §9.4.
 *  Invariant: case of keys that are settings does not count, case of keys that users choose does. */
import type { Decoder, DescribedSetting, Form, KeyPath, ScalarType } from "@/base/schema/reading.ts";

/** What is known of a path. */
export interface SettingForm {
  /** Scalars of these types, none of them for a collection, or undefined where nobody knows. */
  readonly wanted: readonly ScalarType[] | undefined;
  /** Whether its value is secret. */
  readonly isSecret: boolean;
}

/** A setting as records have it. */
type RecordSetting = DescribedSetting & { readonly secret?: boolean };

type Known = Exclude<Form, { kind: "same" }>;

const SECRET_NAME = /token|secret|passw|credential|private_?key|api_?key|access_?key|dsn/i;

/** What is known of a path below a decoder. */
export function settingForm(decoder: Decoder<unknown>, path: KeyPath): SettingForm {
  const isNamed = path.some((step) => typeof step === "string" && SECRET_NAME.test(step));
  let forms = formsOf(decoder), isSecret = isNamed;
  for (const step of path) {
    isSecret ||= forms.some((form) => settingIn(form, step)?.[1].secret === true);
    forms = forms.flatMap((form) => below(form, step));
  }
  const isKnown = forms.length > 0 && !forms.some(({ kind }) => kind === "free");
  // A text for a list is short for one, which is not what somebody means who sets a list.
  const isList = forms.some(({ kind }) => kind === "list");
  const scalars = isList ? [] : forms.flatMap((form) => form.kind === "scalar" ? form.types : []);
  return { wanted: isKnown ? [...new Set(scalars)] : undefined, isSecret };
}

/**
 * The path in the spelling of the file, else of the definition.
 * @param keysAt the keys that the file has in a map
 */
export function spelledPath(
  decoder: Decoder<unknown>,
  path: KeyPath,
  keysAt: (path: KeyPath) => readonly string[],
): KeyPath {
  let forms = formsOf(decoder);
  const spelled: (string | number)[] = [];
  for (const step of path) {
    const known = forms.map((form) => settingIn(form, step)?.[0]).find((name) => name !== undefined);
    const keys = keysAt(spelled);
    const isOwn = typeof step === "number" || known === undefined || keys.includes(step);
    spelled.push(isOwn ? step : keys.find((key) => isAlike(key, step)) ?? known);
    forms = forms.flatMap((form) => below(form, step));
  }
  return spelled;
}

function formsOf(decoder: Decoder<unknown>): readonly Known[] {
  const { form } = decoder;
  if (form === undefined) return [{ kind: "free" }];
  if (form.kind === "same") return formsOf(form.as());
  return form.kind === "either" ? form.of.flatMap(formsOf) : [form];
}

function below(form: Known, step: string | number): readonly Known[] {
  switch (form.kind) {
    case "free":
      return [form];
    case "list":
      return typeof step === "number" ? formsOf(form.item) : [];
    case "map":
      return typeof step === "string" ? formsOf(form.item) : [];
    case "record": {
      const setting = settingIn(form, step)?.[1];
      if (setting) return formsOf(setting.decode);
      return typeof form.others === "function" ? formsOf(form.others) : [];
    }
    default:
      return [];
  }
}

/** The setting that a key means, with the spelling that it has there. */
function settingIn(form: Known, step: string | number): readonly [name: string, RecordSetting] | undefined {
  if (form.kind !== "record" || typeof step !== "string") return undefined;
  for (const [key, setting] of Object.entries<RecordSetting>(form.settings)) {
    const name = [key, ...setting.aliases ?? []].find((each) => isAlike(each, step));
    if (name !== undefined) return [name, setting];
  }
  return undefined;
}

function isAlike(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
