/** The variables of a component as a tool takes them. Pure. Follows components §4 (variable files), §6.
 *  Invariants: every digit of a whole number stays; the same variables are always the same text. */
import { ConfigError } from "@/base/errors.ts";
import { jsonLine, jsonText } from "@/base/text/json_text.ts";
import { sortedKeys } from "@/features/stacks/core/sorted_keys.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";

/** The text of a variable file in JSON. */
export function variablesJson(vars: Tree): string {
  return `${jsonText(sortedKeys(vars))}\n`;
}

/** What stands for a value that could not be determined. */
const COMPUTED = "(computed)";

/** @throws Config `components/computed-value`: such a value must never reach a tool */
export function checkVariables(vars: Tree, owner: string): void {
  const visit = (value: unknown, path: string): void => {
    if (value === COMPUTED) {
      throw new ConfigError(
        "components/computed-value",
        "terraform variable contains an unresolved computed value",
        {
          explanation: `${path} of ${owner} depends on what is not there yet.`,
          hints: ["Apply the component that it is read from first."],
        },
      );
    }
    if (Array.isArray(value)) value.forEach((item, index) => visit(item, `${path}[${index}]`));
    else if (isTree(value)) {
      for (const [key, member] of Object.entries(value)) visit(member, `${path}.${key}`);
    }
  };
  visit(vars, "vars");
}

/** Variables of the environment as texts; what is null is not set. */
export function environmentTexts(env: unknown): Readonly<Record<string, string>> {
  const entries = isTree(env) ? Object.entries(env) : [];
  return Object.fromEntries(
    entries.filter(([, value]) => value !== null && value !== "null").map(([name, value]) => [
      name,
      typeof value === "object" ? jsonLine(value) : String(value),
    ]),
  );
}
