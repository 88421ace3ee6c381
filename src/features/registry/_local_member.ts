/** Definitions of the project as a registry: `toolchain.tools`, `tools.yaml`, `registries[].tools`.
 *  Follows toolchain §7.3. Invariant: a definition is decoded only when somebody asks for a tool. */
import { AtmosError, ConfigError, type SourcePosition } from "@/base/errors.ts";
import type { KeyPath } from "@/base/schema/reading.ts";
import type { YamlPath, YamlStrings } from "@/lang/yaml/parse.ts";
import { idsNamed, localDefinitions } from "./core/local_definitions.ts";
import type { LocalDefinition, LocalIssue } from "./core/decode_local.ts";
import type { FoundName } from "./core/names.ts";
import type { DefinitionQuery, FoundDefinitions, Member } from "./member.ts";

/** A map of tools and where it stands. */
export interface LocalPlan {
  readonly name: string;
  /** Shown as the registry of its tools. */
  readonly label: string;
  readonly tools: YamlStrings;
  /** Where something in `tools` stands. */
  readonly positionOf?: ((path: KeyPath) => SourcePosition | undefined) | undefined;
}

/** Makes the registry of a map of tools. */
export function localMember(plan: LocalPlan): Member {
  const names = localDefinitions(plan.tools);
  return {
    name: plan.name,
    mayFail: false,
    find: (query) => findLocal(plan, query),
    lookUp: async (name) => foundAmong(idsNamed(names, name)),
    async packages() {
      const { decodeLocalDefinitions } = await import("./core/decode_local.ts");
      return decodeLocalDefinitions(plan.tools).definitions.map(({ id, record }) => ({
        ...record,
        name: id,
      }));
    },
    knownNames: async () => names.flatMap(({ id, names }) => [id, ...names]),
    commit: () => undefined,
  };
}

function foundAmong(ids: readonly string[]): FoundName {
  const [id] = ids;
  if (id === undefined) return { kind: "unknown" };
  return ids.length === 1 ? { kind: "id", id } : { kind: "ambiguous", ids };
}

async function findLocal(plan: LocalPlan, query: DefinitionQuery): Promise<FoundDefinitions | undefined> {
  const { decodeLocalDefinitions, localRecords } = await import("./core/decode_local.ts");
  const { definitions, issues } = decodeLocalDefinitions(plan.tools);
  const issue = issues.find(({ path }) => isKeyOf(String(path[0] ?? ""), query.id, plan.tools));
  if (issue !== undefined) throw badDefinition(plan, query.id, issue);
  const definition = definitions.find(({ id }) => id === query.id) ??
    definitions.find(({ id }) => id.toLowerCase() === query.id.toLowerCase());
  if (definition === undefined) return undefined;
  const path = [localDefinitions(plan.tools).find(({ id }) => id === definition.id)?.key ?? definition.id];
  const fault = await faultOf(definition);
  if (fault !== undefined) {
    throw badDefinition(plan, query.id, { path: [...path, ...fault.path], title: fault.title });
  }
  const below = definition.extends === "never" ? undefined : await query.below().catch((error) => {
    throw withoutBase(plan, query.id, { path, error });
  });
  if (definition.extends === "always" && below === undefined) {
    throw badDefinition(plan, query.id, { path, title: "no other registry has a definition to extend" });
  }
  const isFor = await constraintTest(plan, definition, query);
  return {
    registry: plan.label,
    definitions: localRecords(definition, below?.definitions[0], isFor),
    at: plan.positionOf?.(path),
    ...(below?.commit === undefined ? {} : { commit: below.commit }),
    ...(below?.servers === undefined ? {} : { servers: below.servers }),
  };
}

function isKeyOf(key: string, id: string, tools: YamlStrings): boolean {
  const named = localDefinitions(tools).find((tool) => tool.key === key);
  return (named?.id ?? key) === id;
}

/** What resolving would take for a rule that fits no version, or for a version that cannot be had. */
async function faultOf({ record }: LocalDefinition): Promise<LocalIssue | undefined> {
  const { isPackageType } = await import("./core/resolve.ts");
  const { type, version_constraint: own, version_overrides: overrides = [] } = record;
  if (type !== undefined && !isPackageType(type)) {
    return { path: ["type"], title: `its type "${type}" is unknown` };
  }
  const rules = [
    { text: own, path: [] },
    ...overrides.map((rule, index) => ({
      text: rule.version_constraint,
      path: ["version_overrides", index],
    })),
  ];
  if (!rules.some(({ text }) => text)) return undefined;
  const { createEvaluator } = await import("./core/create_evaluator.ts");
  const { compiles } = createEvaluator();
  const bad = rules.find(({ text }) => text && !compiles(text, "constraint"));
  const title = `${bad?.text} is no version constraint`;
  return bad && { path: [...bad.path, "version_constraint"], title };
}

/** Tests the typed version, without the definition's prefix, against a range of an alternative. */
async function constraintTest(
  plan: LocalPlan,
  { id, record, alternatives }: LocalDefinition,
  { version }: DefinitionQuery,
): Promise<(constraint: string) => boolean> {
  if (version === undefined || alternatives.length === 0) return () => true;
  const { parseRange } = await import("@/lang/semver/range.ts");
  const { semverOf } = await import("./core/effective.ts");
  const tested = semverOf(version, record.version_prefix);
  return (constraint) => {
    const range = parseRange(constraint);
    if (range === undefined) {
      throw badDefinition(plan, id, { path: [id], title: `"${constraint}" is no version range` });
    }
    return range(tested);
  };
}

/** What the definition leaves out may be in a registry that cannot be read. */
function withoutBase(
  plan: LocalPlan,
  id: string,
  { path, error }: { readonly path: YamlPath; readonly error: unknown },
): unknown {
  if (!(error instanceof AtmosError) || error.kind === "cancelled") return error;
  const title = "it names no download, and the registries that may have one cannot be read";
  const { code, message, at, facts } = badDefinition(plan, id, { path, title });
  return new ConfigError(code, message, {
    at,
    facts,
    hints: error.hints,
    explanation: error.title,
    cause: error,
  });
}

function badDefinition(plan: LocalPlan, id: string, { path, title }: LocalIssue): ConfigError {
  return new ConfigError("registry/bad-definition", `the definition of ${id} cannot be used: ${title}`, {
    hints: [
      `Mend it in the tools of ${plan.name === plan.label ? "the project" : `registry "${plan.name}"`}.`,
    ],
    facts: { tool: id, registry: plan.name },
    at: plan.positionOf?.(path),
  });
}
