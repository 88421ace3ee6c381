/** `stores` and `secrets`: places outside that keep values. Follows config §10.10.
 *  Invariant: a store that could never work is an error that names it. */
import { dottedPath, formed, refuse, shownBy, withShown } from "@/base/schema/reading.ts";
import type { Decoder } from "@/base/schema/reading.ts";
import { setting } from "@/base/schema/record.ts";
import { bool, freeMap, map, string } from "@/base/schema/weak.ts";
import { blank, noEntries, secretMap, section } from "./_section.ts";

interface StoreKind {
  readonly olderNames: readonly string[];
  /** Options that must be there, each with its other names. */
  readonly required: readonly (readonly string[])[];
  readonly keepsSecrets: boolean;
}

const KINDS: Readonly<Record<string, StoreKind>> = {
  "aws/ssm": { olderNames: ["aws-ssm-parameter-store"], required: [["region"]], keepsSecrets: true },
  "aws/asm": { olderNames: ["aws-secrets-manager"], required: [["region"]], keepsSecrets: true },
  "azure/keyvault": {
    olderNames: ["azure-key-vault"],
    required: [["vault_url", "endpoint"]],
    keepsSecrets: true,
  },
  "gcp/secretmanager": {
    olderNames: ["google-secret-manager", "google/secretmanager", "gsm"],
    required: [["project_id"]],
    keepsSecrets: true,
  },
  "redis": { olderNames: [], required: [], keepsSecrets: false },
  "artifactory": { olderNames: [], required: [["repo_name"]], keepsSecrets: false },
  "github/actions": { olderNames: ["github-actions"], required: [], keepsSecrets: true },
};

const settings = section({
  type: setting("Older name of the kind", string),
  kind: setting("Kind", string),
  secret: setting("Whether it keeps secrets", bool),
  identity: setting("Who reads and writes", string),
  options: setting("What the kind needs", secretMap, noEntries),
});

const checked: Decoder<ReturnType<typeof settings>> = formed(
  { kind: "same", as: () => settings },
  (value, place, reading) => {
    const read = settings(value, place, reading);
    if (read === undefined) return undefined;
    const name = dottedPath(place.path);
    const wanted = read.kind || read.type || "";
    if (reading.exact && wanted === "") return read;
    const kind = kindOf(wanted);
    const fault = kind === undefined
      ? `${name} is of the unknown kind "${wanted}"; known are ${Object.keys(KINDS).join(", ")}`
      : reading.exact
      ? undefined
      : faultOf(kind, read);
    if (fault === undefined) return read;
    const title = kind === undefined ? fault : `${name} (${wanted}) ${fault}`;
    return refuse({ code: "config/bad-store", title, place, reading });
  },
);

const store = withShown(checked, shownBy(settings));

function kindOf(name: string): StoreKind | undefined {
  return Object.entries(KINDS).find(([kind, { olderNames }]) => kind === name || olderNames.includes(name))
    ?.[1];
}

function faultOf(
  { required, keepsSecrets }: StoreKind,
  { secret, options }: NonNullable<ReturnType<typeof settings>>,
): string | undefined {
  if (secret && !keepsSecrets) return "cannot keep secrets (secret: true)";
  const missing = required.filter((names) => !names.some((name) => options[name]));
  return missing.length === 0
    ? undefined
    : `needs options.${missing.map(([name]) => name).join(", options.")}`;
}

/** `stores`. */
export const storesMap = map(store);

/** `secrets`. */
export const secretsSection = section({
  providers: setting(
    "Providers by name",
    map(section({
      kind: setting("Kind", string, blank),
      identity: setting("Who reads and writes", string),
      spec: setting("What the kind needs", freeMap),
    })),
  ),
});
