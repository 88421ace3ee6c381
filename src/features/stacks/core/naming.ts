/** How a stack gets its name. Pure. Follows stacks §8.1.
 *  Invariant: the name in the manifest, the template, the pattern, the file key, in this order. */
import { ConfigError } from "@/base/errors.ts";
import { isTree, type Tree } from "./merge.ts";

/** What names are made of. */
export interface NamingRules {
  /** Empty when there is none. */
  readonly template: string;
  /** Empty when there is none. */
  readonly pattern: string;
  render(template: string, data: Tree): string;
}

/** A name, or why there is none: then the file key stands for it. */
export interface StackName {
  readonly name: string;
  readonly fault?: ConfigError;
}

/**
 * @param sections of a component: its own vars count
 * @throws ConfigError for a template that is none
 */
export function nameOf(
  { tree, key, sections }: { readonly tree: Tree; readonly key: string; readonly sections: Tree },
  rules: NamingRules,
): StackName {
  const { name } = tree;
  if (typeof name === "string" && name !== "") return { name };
  if (rules.template !== "") return byTemplate(rules, sections, key);
  if (rules.pattern !== "") return byPattern(rules.pattern, sections["vars"], key);
  return { name: key };
}

function byTemplate({ template, render }: NamingRules, sections: Tree, key: string): StackName {
  try {
    return { name: render(template, sections) || key };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (error.code === "gotemplate/parse") throw invalidTemplate(template, error);
    return { name: key, fault: fault(error.title, key, `stacks.name_template: ${template}`) };
  }
}

function invalidTemplate(template: string, { title, cause }: ConfigError): ConfigError {
  return new ConfigError("stacks/invalid-name-template", "stacks.name_template is no template", {
    explanation: `${title}: ${template}`,
    hints: ["Correct stacks.name_template in atmos.yaml."],
    cause,
  });
}

const TOKENS = ["namespace", "tenant", "environment", "stage"];

function byPattern(pattern: string, vars: unknown, key: string): StackName {
  const parts: string[] = [];
  for (const part of pattern.split("-")) {
    const token = /^\{(.*)\}$/.exec(part)?.[1];
    if (token === undefined || !TOKENS.includes(token)) continue;
    const value = isTree(vars) ? vars[token] : undefined;
    if (value === undefined || value === null || value === "") {
      const title = `the stack name pattern '${pattern}' needs the variable '${token}'`;
      return { name: key, fault: fault(title, key, "stacks.name_pattern") };
    }
    parts.push(String(value));
  }
  return parts.length === 0 ? { name: key } : { name: parts.join("-") };
}

function fault(title: string, key: string, setting: string): ConfigError {
  return new ConfigError("stacks/no-name", title, {
    explanation: `The manifest ${key} gets no name from ${setting}.`,
    hints: [`Set the variable in ${key} or what it imports.`],
    at: { file: key },
  });
}
