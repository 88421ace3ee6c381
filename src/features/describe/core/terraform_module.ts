/** What the files of a Terraform module declare. Pure. Follows stacks §10.2 (`component_info.terraform_config`); keys as
 *  terraform-config-inspect prints them. Invariant: files count in their order, a later declaration replaces an earlier
 *  one. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { evaluateHcl } from "@/lang/hcl/evaluate_hcl.ts";
import type { HclFile } from "@/lang/hcl/parse_hcl.ts";
import type { HclBlockTypes } from "@/lang/hcl/parse_hcl_json.ts";
import {
  type HclBlock,
  type HclExpression,
  type HclSource,
  positionIn,
  positionsIn,
} from "@/lang/hcl/syntax.ts";
import { argumentFault, type Section, textOf, truthOf, valueWithin } from "./terraform_arguments.ts";
import {
  NO_REQUIREMENT,
  printedRequirement,
  providerOf,
  type ProviderReference,
  type Requirement,
  requirementsOf,
} from "./terraform_provider.ts";

type Tree = Readonly<Record<string, unknown>>;

/** The blocks that are looked at, with their labels. */
export const MODULE_BLOCKS: HclBlockTypes = {
  terraform: { labels: 0, blocks: { required_providers: { labels: 0 } } },
  variable: { labels: 1 },
  output: { labels: 1 },
  provider: { labels: 1 },
  resource: { labels: 2 },
  data: { labels: 2 },
  module: { labels: 1 },
};

interface Draft {
  readonly core: string[];
  readonly requirements: Map<string, Requirement>;
  readonly configs: Map<string, Tree>;
  readonly variables: Map<string, Tree>;
  readonly outputs: Map<string, Tree>;
  readonly managed: Map<string, Resource>;
  readonly data: Map<string, Resource>;
  readonly calls: Map<string, Tree & { readonly source: string }>;
}

interface Resource extends Tree {
  readonly provider: ProviderReference;
}

interface Declaration extends Section {
  readonly block: HclBlock;
  /** The first label, "" where there is none. */
  readonly name: string;
  readonly pos: { readonly filename: string; readonly line: number };
}

/**
 * The module.
 * @param path its directory
 * @param files in the order in which they count: overrides last
 * @throws Config `describe/module-source` when where a module comes from depends on variables; `hcl/evaluation` and
 * `describe/terraform-argument` for other things that must be known and are not; `describe/terraform-block` for a wrong
 * number of labels
 */
export function terraformModule(path: string, files: readonly HclFile[]): Tree {
  const draft: Draft = {
    core: [],
    requirements: new Map(),
    configs: new Map(),
    variables: new Map(),
    outputs: new Map(),
    managed: new Map(),
    data: new Map(),
    calls: new Map(),
  };
  for (const file of files) {
    const placeOf = positionsIn(file);
    for (const block of file.body.blocks) declare(draft, { file, block, at: placeOf(block.start) });
  }
  for (const { provider } of [...draft.managed.values(), ...draft.data.values()]) {
    if (!draft.requirements.has(provider.name)) draft.requirements.set(provider.name, NO_REQUIREMENT);
  }
  return {
    path,
    variables: Object.fromEntries(draft.variables),
    outputs: Object.fromEntries(draft.outputs),
    ...(draft.core.length === 0 ? {} : { required_core: draft.core }),
    required_providers: Object.fromEntries(
      [...draft.requirements].map(([name, requirement]) => [name, printedRequirement(requirement)]),
    ),
    ...(draft.configs.size === 0 ? {} : { provider_configs: Object.fromEntries(draft.configs) }),
    managed_resources: Object.fromEntries(draft.managed),
    data_resources: Object.fromEntries(draft.data),
    module_calls: Object.fromEntries(draft.calls),
  };
}

interface Found {
  readonly file: HclFile;
  readonly block: HclBlock;
  readonly at: SourcePosition;
}

function declare(draft: Draft, { file, block, at }: Found): void {
  const wanted = Object.hasOwn(MODULE_BLOCKS, block.type) ? MODULE_BLOCKS[block.type] : undefined;
  if (wanted === undefined) return;
  if (wanted.labels !== block.labels.length) {
    throw new ConfigError(
      "describe/terraform-block",
      `the block ${block.type} has ${block.labels.length} labels, not ${wanted.labels}`,
      { at },
    );
  }
  const pos = { filename: file.file, line: at.line ?? 1 };
  READERS[block.type]?.(draft, { file, block, body: block.body, name: block.labels[0] ?? "", pos });
}

const READERS: Readonly<Record<string, (draft: Draft, declaration: Declaration) => void>> = {
  terraform: addTerraform,
  variable: addVariable,
  output: addOutput,
  provider: addProvider,
  resource: addResource,
  data: addResource,
  module: addCall,
};

function addTerraform({ core, requirements }: Draft, declaration: Declaration): void {
  const { file, body } = declaration, version = textOf(declaration, "required_version");
  if (version !== undefined) core.push(version);
  for (const block of body.blocks.filter(({ type }) => type === "required_providers")) {
    for (const [name, requirement] of requirementsOf(block, file)) {
      requirements.set(name, joined(requirements.get(name), requirement, { ...declaration, block, name }));
    }
  }
}

/** Two requirements of one provider; as in the original, aliases of the second do not count. */
function joined(
  first: Requirement | undefined,
  second: Requirement,
  { file, block, name }: Declaration,
): Requirement {
  if (first === undefined) return second;
  if (first.source && second.source && first.source !== second.source) {
    throw new ConfigError(
      "describe/terraform-argument",
      `the provider ${name} has two sources, ${first.source} and ${second.source}`,
      { at: positionIn(file, block.start) },
    );
  }
  const constraints = [...first.constraints, ...second.constraints];
  return { ...first, source: second.source || first.source, constraints };
}

function addVariable({ variables }: Draft, declaration: Declaration): void {
  const { file, body, name, pos } = declaration;
  const type = body.attributes.get("type")?.value, initial = body.attributes.get("default")?.value;
  variables.set(name, {
    name,
    ...said("type", type && typeOf(type, file)),
    ...said("description", textOf(declaration, "description")),
    default: initial === undefined ? null : evaluateHcl(initial, file),
    required: initial === undefined,
    ...said("sensitive", truthOf(declaration, "sensitive")),
    ...said("deprecated", textOf(declaration, "deprecated")),
    pos,
  });
}

/** A type as it is written; in old modules it is a text. */
function typeOf(type: HclExpression, file: HclSource): string {
  const isBare = type.kind === "reference" || type.kind === "call"; // has no value, and looking costs
  const value = isBare ? undefined : valueWithin(type, file);
  return typeof value === "string" ? value : file.text.slice(type.start, type.end);
}

/** What is empty or false is not printed. */
function said(key: string, value: string | boolean | undefined): Tree {
  return value ? { [key]: value } : {};
}

function addOutput({ outputs }: Draft, declaration: Declaration): void {
  const { name, pos } = declaration;
  outputs.set(name, {
    name,
    ...said("description", textOf(declaration, "description")),
    ...said("sensitive", truthOf(declaration, "sensitive")),
    ...said("deprecated", textOf(declaration, "deprecated")),
    pos,
  });
}

function addProvider({ requirements, configs }: Draft, declaration: Declaration): void {
  const { name } = declaration,
    version = textOf(declaration, "version"),
    alias = textOf(declaration, "alias");
  const known = requirements.get(name) ?? NO_REQUIREMENT;
  const constraints = version === undefined ? known.constraints : [...known.constraints, version];
  requirements.set(name, { ...known, constraints });
  configs.set(alias ? `${name}.${alias}` : name, { name, ...said("alias", alias) });
}

function addResource(draft: Draft, { file, block, body, name: type, pos }: Declaration): void {
  const name = block.labels[1] ?? "", isData = block.type === "data";
  const written = body.attributes.get("provider")?.value;
  const provider: ProviderReference | undefined = written === undefined
    ? { name: type.split("_")[0] ?? type }
    : providerOf(written, file);
  if (provider === undefined) {
    if (written) throw argumentFault(file, written, "a provider is a reference such as aws or aws.east");
    return;
  }
  const [resources, mode, key] = isData
    ? [draft.data, "data", `data.${type}.${name}`] as const
    : [draft.managed, "managed", `${type}.${name}`] as const;
  resources.set(key, { mode, type, name, provider, pos });
}

function addCall({ calls }: Draft, declaration: Declaration): void {
  const { name, pos } = declaration;
  const source = constantOf(declaration, "source") || calls.get(name)?.source || "";
  calls.set(name, { name, source, ...said("version", constantOf(declaration, "version")), pos });
}

/** OpenTofu lets an address depend on variables; then it is known in a run only. */
function constantOf(declaration: Declaration, argument: string): string | undefined {
  try {
    return textOf(declaration, argument);
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code !== "hcl/evaluation") throw error;
    throw new ConfigError("describe/module-source", `${argument} of a module depends on variables`, {
      at: error.at,
      cause: error,
    });
  }
}
