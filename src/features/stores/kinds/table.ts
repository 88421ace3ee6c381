/** Kinds of stores: one row a kind, loaded when a store of it is used. Follows vendor-stores §4.1.
 *  Invariant: literal specifiers only, so that the compiled program holds every kind. */
import type { OpenStore } from "../store.ts";

/** Kind → what opens it. */
export const kinds: Readonly<Record<string, () => Promise<{ readonly default: OpenStore }>>> = {
  redis: () => import("./redis.ts"),
  artifactory: () => import("./artifactory.ts"),
};
