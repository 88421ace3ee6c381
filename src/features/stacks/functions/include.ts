/** An `!include` whose words hold a template: the file is read when the template is known. Follows templates §4.4.
 *  Invariant: where templates are not rendered, the words stay as they are. */
import { includePlace } from "../include_place.ts";
import type { StackFunction } from "./stack_call.ts";

const include: StackFunction = async ({ tag, text, path, place, session, options }) => {
  if (!options.templates && text.includes("{{")) return `${tag} ${text}`;
  const run = (await import("@/features/functions/types/include.ts")).default;
  return await run(session.ctx, { tag, text, path, place: includePlace(session, place) });
};

export default include;
