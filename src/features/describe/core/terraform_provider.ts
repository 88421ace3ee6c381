/** Providers of a Terraform module: what it requires, and what its resources refer to. Pure. Follows stacks §10.2. */
import { evaluateHcl } from "@/lang/hcl/evaluate_hcl.ts";
import type { HclBlock, HclExpression, HclSource } from "@/lang/hcl/syntax.ts";
import { asText, kindOf } from "@/lang/hcl/value.ts";
import { argumentFault, valueWithin } from "./terraform_arguments.ts";

/** A provider by its local name. */
export interface ProviderReference {
  readonly name: string;
  readonly alias?: string;
}

/** What a module wants of a provider. */
export interface Requirement {
  readonly source: string | undefined;
  readonly constraints: readonly string[];
  readonly aliases: readonly ProviderReference[];
}

/** What nothing is said of. */
export const NO_REQUIREMENT: Requirement = { source: undefined, constraints: [], aliases: [] };

/**
 * Local name → requirement, of one block `required_providers`.
 * @throws Config `describe/terraform-argument` for entries that are neither texts nor objects
 */
export function requirementsOf(block: HclBlock, file: HclSource): ReadonlyMap<string, Requirement> {
  const found = new Map<string, Requirement>();
  for (const { name, value } of block.body.attributes.values()) {
    const requirement = requirementOf(name, value, file);
    if (requirement !== undefined) found.set(name, requirement);
  }
  return found;
}

function requirementOf(name: string, expression: HclExpression, file: HclSource): Requirement | undefined {
  if (expression.kind !== "object") {
    const value = evaluateHcl(expression, file), constraint = asText(value);
    if (constraint !== undefined) return { ...NO_REQUIREMENT, constraints: [constraint] };
    throw argumentFault(
      file,
      expression,
      `the requirement ${name} is ${kindOf(value)}, not a text or an object`,
    );
  }
  if (expression.entries.length === 0) return undefined;
  const parts = new Map(expression.entries.map(({ key, isComputed, value }) => {
    const isWord = !isComputed && key.kind === "reference";
    return [isWord ? key.name : String(evaluateHcl(key, file)), value] as const;
  }));
  const [source, version] = ["source", "version"].map((part) => {
    const value = parts.get(part), text = value && evaluateHcl(value, file);
    if (value === undefined || text === null || text === undefined) return undefined;
    if (typeof text === "string") return text;
    throw argumentFault(file, value, `${part} of ${name} is ${kindOf(text)}, not a text`);
  });
  const aliases = parts.get("configuration_aliases");
  return {
    source,
    constraints: version === undefined ? [] : [version],
    aliases: aliases === undefined ? [] : aliasesOf(name, aliases, file),
  };
}

function aliasesOf(name: string, list: HclExpression, file: HclSource): readonly ProviderReference[] {
  if (list.kind !== "tuple") throw argumentFault(file, list, `configuration_aliases of ${name} is no list`);
  return list.items.map((item) => {
    const reference = providerOf(item, file);
    if (reference?.name === name) return reference;
    throw argumentFault(file, item, `an alias of ${name} is a reference such as ${name}.other`);
  });
}

/** What `aws.east`, as a reference or as a text, refers to; undefined for anything else. */
export function providerOf(expression: HclExpression, file: HclSource): ProviderReference | undefined {
  if (expression.kind === "reference") return { name: expression.name };
  if (expression.kind === "attribute" && expression.of.kind === "reference") {
    return { name: expression.of.name, alias: expression.name };
  }
  const text = valueWithin(expression, file);
  const [, name, alias] = typeof text === "string" ? /^([^.\s]+)(?:\.([^.\s]+))?$/.exec(text) ?? [] : [];
  if (name === undefined) return undefined;
  return alias === undefined ? { name } : { name, alias };
}

/** As it is printed: nothing that is not said. */
export function printedRequirement({ source, constraints, aliases }: Requirement) {
  return {
    ...(source ? { source } : {}),
    ...(constraints.length === 0 ? {} : { version_constraints: constraints }),
    ...(aliases.length === 0 ? {} : { aliases }),
  };
}
