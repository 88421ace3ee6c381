/** Where a file stands in the house: floor, room, pure or not. Follows house §2 and §4.
 *  Invariant: paths are relative to the checkout, with forward slashes. */

/** The folders directly below `src`. */
export type Floor = "app" | "cli" | "features" | "ui" | "io" | "lang" | "base";

/** How high a floor lies. A file imports from its own floor or from one with a smaller number. */
export const FLOOR_HEIGHT: Readonly<Record<Floor, number>> = {
  app: 5,
  cli: 4,
  features: 3,
  ui: 3,
  io: 2,
  lang: 1,
  base: 0,
};

/** Where a file stands. `floor` and `room` are undefined outside `src`. */
export interface Place {
  readonly path: string;
  readonly floor: Floor | undefined;
  /** `floor/room`; a file directly on its floor is a room of its own: `base/errors`. */
  readonly room: string | undefined;
  readonly isTest: boolean;
  /** In `base`, in `lang` or in a `core` folder, and not a test. */
  readonly isPure: boolean;
}

/** Finds the place of a file; the path is taken as it is, also when nothing is there. */
export function placeOf(path: string): Place {
  const [top, floor, room] = path.split("/");
  const isTest = path.endsWith("_test.ts") || top === "tests";
  if (top !== "src" || !isFloor(floor)) {
    return { path, floor: undefined, room: undefined, isTest, isPure: false };
  }
  return {
    path,
    floor,
    room: `${floor}/${room?.replace(/(_test)?\.ts$/, "") ?? ""}`,
    isTest,
    isPure: !isTest && (floor === "base" || floor === "lang" || path.includes("/core/")),
  };
}

/**
 * Resolves an import to a path of the checkout.
 * @param from path of the importing file
 * @returns undefined for packages, `node:` and anything else that is not a file of ours
 */
export function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("@/")) return `src/${specifier.slice(2)}`;
  if (!specifier.startsWith("./") && !specifier.startsWith("../")) return undefined;
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function isFloor(name: string | undefined): name is Floor {
  return name !== undefined && Object.hasOwn(FLOOR_HEIGHT, name);
}
