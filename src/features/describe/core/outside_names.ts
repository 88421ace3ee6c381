/** What an instance is called in Spacelift and Atlantis. Pure. Follows stacks §12. */
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";

/** An instance, as far as it matters here. */
export interface Named {
  readonly stack: string;
  readonly component: string;
  readonly vars: Tree;
  /** Evaluated. */
  readonly settings: Tree;
  /** `integrations.atlantis.project_templates` of atmos.yaml. */
  readonly projectTemplates: Tree;
}

/** Absent where the settings say nothing. */
export interface OutsideNames {
  readonly spacelift_stack?: string;
  readonly atlantis_project?: string;
}

/** @returns both names, as far as there are any */
export function outsideNames(named: Named): OutsideNames {
  const spacelift = spaceliftStack(named), atlantis = atlantisProject(named);
  return {
    ...(spacelift === undefined ? {} : { spacelift_stack: spacelift }),
    ...(atlantis === undefined ? {} : { atlantis_project: atlantis }),
  };
}

function spaceliftStack(named: Named): string | undefined {
  const { spacelift } = named.settings;
  if (!isTree(spacelift) || spacelift["workspace_enabled"] !== true) return undefined;
  const { stack_name_pattern: pattern, stack_name: name } = spacelift;
  if (typeof pattern === "string") return filled(pattern, named);
  return typeof name === "string" ? name : `${named.stack}-${named.component}`.replaceAll("/", "-");
}

function atlantisProject(named: Named): string | undefined {
  const { atlantis } = named.settings;
  if (!isTree(atlantis)) return undefined;
  const { project_template: own, project_template_name: name } = atlantis;
  const template = isTree(own) ? own : typeof name === "string" ? named.projectTemplates[name] : undefined;
  const text = isTree(template) ? template["name"] : undefined;
  return typeof text === "string" && text !== "" ? filled(text, named) : undefined;
}

const TOKENS = ["namespace", "tenant", "environment", "region", "stage", "attributes"];

function filled(pattern: string, { component, vars }: Named): string {
  const tokens = TOKENS.map((key) => [`{${key}}`, textOf(vars[key])] as const);
  return [["{component}", component.replaceAll("/", "-")] as const, ...tokens].reduce(
    (text, [token, value]) => text.replaceAll(token, () => value),
    pattern,
  );
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join("-");
  return value === undefined || value === null ? "" : String(value);
}
