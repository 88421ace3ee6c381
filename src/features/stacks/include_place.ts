/** Where an `!include` of manifests searches, and what it may do there. Follows templates §4.4, §5.
 *  Invariant: queries see maps with their keys in order. */
import type { FunctionPlace } from "@/features/functions/resolve_functions.ts";
import { sortedKeys } from "./core/sorted_keys.ts";
import type { Session } from "./session.ts";

/** @param from the manifest that the words stand in */
export function includePlace(
  session: Session,
  from: Pick<FunctionPlace, "file" | "positionOf">,
): FunctionPlace {
  const { settings } = session;
  return {
    file: from.file,
    positionOf: from.positionOf,
    root: settings.basePath,
    async compileQuery(text) {
      const { compileQuery } = await import("@/lang/query/query.ts");
      const query = compileQuery(text);
      return (value) => query(sortedKeys(value));
    },
    async readRemote(address) {
      const { remoteText } = await import("./remote_text.ts");
      return await remoteText(session, address);
    },
    waits: (text) => settings.templates && text.includes("{{"),
  };
}
