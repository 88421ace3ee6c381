/** Expressions of CEL. The only door to its library. Follows workflows §5.2.
 *  Invariants: what is wrong is told before anything runs; an expression sees the variables that were named and nothing else. */
import { Environment } from "@marcbachmann/cel-js";
import { ConfigError } from "@/base/errors.ts";

/** Types of variables: scalars, `map` and `dyn` for anything. */
export type CelTypes = Readonly<Record<string, "bool" | "string" | "map" | "list" | "dyn">>;

/** An expression that answers true or false. @throws Config `cel/failed`, such as for a key that is not there */
export type CelCondition = (values: Readonly<Record<string, unknown>>) => boolean;

/**
 * @throws Config `cel/invalid` for bad syntax, an unknown variable, another result than true or false
 */
export function compileCondition(text: string, variables: CelTypes): CelCondition {
  let environment = new Environment({ unlistedVariablesAreDyn: false });
  for (const [name, type] of Object.entries(variables)) {
    environment = environment.registerVariable(name, type);
  }
  const invalid = (error: unknown) =>
    new ConfigError("cel/invalid", `when: the condition is no expression: ${text}`, {
      explanation: firstLine(error),
      cause: error,
    });
  try {
    const parsed = environment.parse(text), checked = parsed.check();
    if (!checked.valid) throw invalid(checked.error);
    if (checked.type !== "bool" && checked.type !== "dyn") {
      throw invalid(new Error(`it is of type ${checked.type}, not bool`));
    }
    return (values) => truth(text, () => parsed(values));
  } catch (error) {
    throw error instanceof ConfigError ? error : invalid(error);
  }
}

function truth(text: string, evaluate: () => unknown): boolean {
  try {
    const result = evaluate();
    if (typeof result === "boolean") return result;
    throw new Error("it is neither true nor false");
  } catch (error) {
    throw new ConfigError("cel/failed", `the condition cannot be decided: ${text}`, {
      explanation: firstLine(error),
      cause: error,
    });
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
