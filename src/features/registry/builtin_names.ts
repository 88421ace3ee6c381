/** The short names that ship with the program, so that common tools need no index. Follows toolchain §6.2.
 *  Invariant: hot commands load this file, so it imports nothing but the table. */
import names from "../../../registry/names.json" with { type: "json" };

/** Short name or older id → id, sorted by name. Users' aliases win over it. */
export const builtinNames: Readonly<Record<string, string>> = names;
