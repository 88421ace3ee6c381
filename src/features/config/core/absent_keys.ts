/** Keys that people expect to be on, but that are off as soon as there is an atmos.yaml without them. Pure.
 *  Follows config §6.1 and its trap 4. Invariant: all of them are on where no file is found (§6.2). */
import type { KeyPath } from "@/base/schema/reading.ts";

/** Settings, and the section that one does not write without expecting them. */
const EXPECTED = [
  {
    section: ["components", "terraform"],
    keys: ["deploy_run_init", "init_run_reconfigure", "auto_generate_backend_file"].map((key) => [
      "components",
      "terraform",
      key,
    ]),
  },
  { section: ["stacks", "included_paths"], keys: [["templates", "settings", "enabled"]] },
] as const;

/** A section and what nobody said. */
export interface AbsentKeys {
  readonly section: KeyPath;
  readonly keys: readonly KeyPath[];
}

/** What is absent; `has`: whether any file says something at a path. */
export function absentKeys(has: (path: KeyPath) => boolean): readonly AbsentKeys[] {
  return EXPECTED.filter(({ section }) => has(section))
    .map(({ section, keys }) => ({ section, keys: keys.filter((key) => !has(key)) }))
    .filter(({ keys }) => keys.length > 0);
}
