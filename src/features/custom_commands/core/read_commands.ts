/** The custom commands of atmos.yaml, as far as they can be run so far: a name and steps of the shell. Pure.
 *  Follows workflows §12.1 and §12.6. Invariant: a command that says more than is understood is never run in part. */
import { isTextMap, type Texts } from "@/base/schema/reading.ts";

/** A command of a project. */
export interface CustomCommand {
  readonly name: string;
  /** Texts for the shell, in order. */
  readonly steps: readonly string[];
  /** What it says that is not understood yet, as keys or words. */
  readonly unknown: readonly string[];
}

const KEYS = new Set(["name", "description", "steps", "internal", "verbose"]);
const STEP_KEYS = new Set(["name", "command", "type"]);

/** Reads the value of `commands`; what is no command is left out. */
export function readCommands(commands: Texts | undefined): readonly CustomCommand[] {
  if (!Array.isArray(commands)) return [];
  return commands.flatMap((value: Texts) => {
    if (!isTextMap(value) || typeof value["name"] !== "string") return [];
    const listed = value["steps"], steps: string[] = [];
    const unknown = Object.keys(value).filter((key) => !KEYS.has(key));
    for (const step of Array.isArray(listed) ? listed as readonly Texts[] : []) {
      const { text, more } = readStep(step);
      steps.push(text);
      unknown.push(...more);
    }
    return [{ name: value["name"], steps, unknown: [...new Set(unknown)] }];
  });
}

function readStep(step: Texts): { readonly text: string; readonly more: readonly string[] } {
  const record = isTextMap(step) ? step : { command: step };
  const text = typeof record["command"] === "string" ? record["command"] : "";
  const more = Object.keys(record).filter((key) => !STEP_KEYS.has(key)).map((key) => `steps.${key}`);
  const type = record["type"];
  if (typeof type === "string" && type !== "shell") more.push(`type ${type}`);
  if (text.includes("{{")) more.push("templates in steps");
  return { text, more };
}
