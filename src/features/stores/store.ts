/** Values that stores of atmos.yaml keep. Follows vendor-stores §4, templates §4.4.
 *  Invariants: a store is opened when it is used; a value is read once in a run; secret stores are only read by `!secret`. */
import { type Context, slot } from "@/base/context.ts";
import { ConfigError, LookupError } from "@/base/errors.ts";
import type { AtmosConfig } from "@/features/config/schema/atmos.ts";
import type { ValueName } from "./core/store_key.ts";
import { kinds } from "./kinds/table.ts";

/** What is read: the value of a component, or of a key as it is. */
export type Wanted = ValueName | { readonly key: string };

/** A store that is open. */
export interface Store {
  /** The text of a value; undefined when there is none. @throws Network, Auth */
  read(wanted: Wanted): Promise<string | undefined>;
}

/** Opens a store. @throws Config for options that are missing */
export type OpenStore = (ctx: Context, options: Readonly<Record<string, unknown>>) => Store;

/** Whether a value has been asked for is the matter of one run. */
const memo = slot<Map<string, Promise<string | undefined>>>("values of stores");

/**
 * The value behind a name, undefined when there is none: what was written as JSON, or the text as it is.
 * @throws Config `stores/unknown`, `stores/secret`, `stores/unsupported`; Network
 */
export async function readStored(
  ctx: Context,
  stores: AtmosConfig["stores"],
  { store, wanted }: { readonly store: string; readonly wanted: Wanted },
): Promise<string | undefined> {
  const known = await ctx.once(memo, () => Promise.resolve(new Map()));
  const key = JSON.stringify([store, wanted]);
  const value = known.get(key) ?? openStore(ctx, stores, store).then((open) => open.read(wanted));
  known.set(key, value);
  return await value;
}

async function openStore(ctx: Context, given: AtmosConfig["stores"], name: string): Promise<Store> {
  const stores = given ?? {};
  const settings = Object.hasOwn(stores, name) ? stores[name] : undefined;
  if (settings === undefined) {
    throw new LookupError("stores/unknown", `store '${name}' not found`, {
      explanation: `${name} not found among the stores: ${
        Object.keys(stores).join(", ") || "none is defined"
      }.`,
      hints: ["Define it below stores in atmos.yaml."],
    });
  }
  if (settings.secret === true) {
    throw new ConfigError(
      "stores/secret",
      `store is a secret store; use !secret instead of !store: "${name}"`,
    );
  }
  const kind = settings.kind || settings.type || "";
  const module = await kinds[kind]?.();
  if (module !== undefined) return module.default(ctx, settings.options);
  throw new ConfigError(
    "stores/unsupported",
    `store '${name}' is of the kind ${kind}, which cannot be read yet`,
    {
      explanation: `Kinds that can be read: ${Object.keys(kinds).join(", ")}.`,
    },
  );
}
