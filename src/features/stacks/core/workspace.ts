/** The terraform workspace of an instance. Pure. Follows stacks §8.4.
 *  Invariant: one rule for every command. */
import { isTree, type Tree } from "./merge.ts";

/** What the name is made of. */
export interface WorkspaceFacts {
  readonly stack: string;
  readonly component: string;
  /** Of the component, below the base path of its type. */
  readonly directory: string;
  readonly metadata: Tree;
  readonly vars: Tree;
  /** Of the backend; empty when there is none. */
  readonly backendType: string;
  /** Undefined means yes. */
  readonly enabled: boolean | undefined;
  /** Renders `terraform_workspace_template`. */
  render(template: string): string;
}

/** Backends that know one state only. */
const WITHOUT: readonly string[] = ["http"];

/** @throws what rendering throws */
export function workspaceOf(facts: WorkspaceFacts): string {
  const { enabled, backendType, metadata, stack, component, directory } = facts;
  if (enabled === false || WITHOUT.includes(backendType)) return "default";
  const template = textOf(metadata["terraform_workspace_template"]);
  const pattern = textOf(metadata["terraform_workspace_pattern"]);
  const name = template !== ""
    ? facts.render(template)
    : pattern !== ""
    ? filled(pattern, facts)
    : textOf(metadata["terraform_workspace"]) || (directory === component ? stack : `${stack}-${component}`);
  return name.replaceAll("/", "-");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

const FROM_VARS = ["namespace", "tenant", "environment", "region", "stage", "attributes"];

function filled(pattern: string, { component, directory, vars }: WorkspaceFacts): string {
  const known: Record<string, string> = {
    "component": component,
    "base-component": directory === component ? "" : directory,
    "component-path": "",
    "workspace": "",
  };
  for (const name of FROM_VARS) known[name] = shown(vars[name]);
  return pattern.replace(
    /\{([a-z-]+)\}/g,
    (token, name) => Object.hasOwn(known, name) ? known[name] ?? "" : token,
  );
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join("-");
  return value === undefined || value === null || isTree(value) ? "" : String(value);
}
