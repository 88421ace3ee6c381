/** Follows the symbolic links of an archive on paper, before any is made. Pure.
 *  Follows toolchain §10.5. Invariant: a link that is made leads nowhere outside, also through other links of the
 *  archive: `d -> .` and `e -> d/..` are harmless alone and lead out together. */
import { bomb } from "./faults.ts";
import { isRooted, isUp, parentOf } from "./member_path.ts";

const TARGET_LIMIT_BYTES = 4095; // Linux counts the NUL behind it too.
/** As many as Linux follows. */
const HOP_LIMIT = 40;
/** Characters of paths that are looked up for all links of an archive; a thousand for each of 200,000 links. */
const EFFORT_LIMIT = 200_000_000;

/** A symbolic link inside the folder. */
export interface Link {
  readonly path: string;
  readonly target: string;
}

/**
 * Why each link that must not be made leads astray; the others are absent.
 * @param links by the key of their path
 * @param keyOf the key of a path: paths that the target disk takes for one have one key
 * @throws Integrity `archive/bomb` when following them takes too long
 */
export function strayLinks(
  links: ReadonlyMap<string, Link>,
  keyOf: (path: string) => string,
): ReadonlyMap<string, string> {
  const stray = new Map<string, string>();
  let effort = 0;
  function reasonOf(path: string, target: string): string | undefined {
    const todo = target.split("/").reverse();
    let place = parentOf(path);
    for (let hops = 0, part = todo.pop(); part !== undefined; part = todo.pop()) {
      effort += place.length + part.length + 1;
      if (effort > EFFORT_LIMIT) throw bomb(path, "Its symbolic links take too long to follow.");
      if (part === "" || part === ".") continue;
      if (isUp(part)) {
        if (place === "") return "leads outside";
        place = parentOf(place);
        continue;
      }
      const at = place === "" ? part : `${place}/${part}`;
      const next = links.get(keyOf(at));
      if (next === undefined) {
        place = at;
        continue;
      }
      if (isRooted(next.target)) return "leads outside";
      if (++hops > HOP_LIMIT) return "leads in a circle";
      todo.push(...next.target.split("/").reverse());
    }
    return undefined;
  }
  for (const [key, { path, target }] of links) {
    // Only Windows reads backslashes as separators: the link must be harmless either way.
    const reason = faultOf(target) ?? reasonOf(path, target) ?? reasonOf(path, target.replaceAll("\\", "/"));
    if (reason !== undefined) stray.set(key, reason);
  }
  return stray;
}

function faultOf(target: string): string | undefined {
  if (target === "" || target.includes("\0")) return "has no usable target";
  if (new TextEncoder().encode(target).length > TARGET_LIMIT_BYTES) {
    return "has a target of more than 4095 bytes";
  }
  return isRooted(target) ? "leads outside" : undefined;
}
