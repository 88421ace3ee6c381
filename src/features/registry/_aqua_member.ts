/** A registry in aqua's format: its packages' own files first, the whole index only when it must be.
 *  Follows toolchain §7.2, §7.4, aqua-registry §1. Invariant: what is kept and fresh is looked at before anybody is
 *  asked. */
import { ConfigError } from "@/base/errors.ts";
import type { RegistryIndex } from "./core/index_file.ts";
import { findName, type FoundName } from "./core/names.ts";
import { indexPath, packagePaths, parseSource, type RegistrySource, type SourceText } from "./core/source.ts";
import { type FilesContext, registryFiles } from "./_files.ts";
import { type IndexByName, openByName, openIndex, openKept, peekByName } from "./_index.ts";
import type { FoundDefinitions, Member } from "./member.ts";
import type { RegistrySettings } from "./settings.ts";

/**
 * Makes the registry of a source.
 * @throws ConfigError `registry/bad-source`, `registry/ref-without-repository`
 */
export function aquaMember(ctx: FilesContext, settings: RegistrySettings, text: SourceText): Member {
  const source = parseSource(text, settings);
  const files = registryFiles(ctx, settings, { name: text.name, source });
  let byName: Promise<IndexByName> | undefined;
  const indexPlan = () => files.planOf(indexPath(source));
  const openNames = async (): Promise<IndexByName> => openByName(ctx, await indexPlan());
  const peekNames = async (name: string) => {
    const peeked = byName === undefined ? await peekByName(ctx, await indexPlan()) : undefined;
    if (peeked !== undefined) byName ??= Promise.resolve(peeked);
    return await (await byName)?.(name);
  };
  const required = async (index: RegistryIndex | undefined) => {
    if (index !== undefined || !await needsIndex(ctx, source)) return index;
    throw missingIndex(text, (await indexPlan()).label);
  };
  const indexFor = async (name: string) => await required(await (await (byName ??= openNames()))(name));
  const wholeIndex = async () => await required(await openIndex(ctx, await indexPlan()));

  const find = async (id: string): Promise<FoundDefinitions | undefined> => {
    const plans = await Promise.all(packagePaths(source, id).map((path) => files.planOf(path)));
    const attempts = [
      ...plans.map((plan) => () => openKept(ctx, plan)),
      // On this disk the package's own file is as near.
      ...(source.kind === "local" ? [] : [() => peekNames(id)]),
      ...plans.map((plan) => () => openIndex(ctx, plan)),
      () => indexFor(id),
    ];
    for (const attempt of attempts) {
      const found = recordIn(await attempt(), id);
      const commit = files.commit();
      if (found !== undefined) {
        return {
          registry: text.name,
          definitions: [found],
          ...(commit === undefined ? {} : { commit }),
          ...(source.kind === "github" ? { servers: source.servers } : {}),
        };
      }
    }
    return undefined;
  };
  return {
    name: text.name,
    mayFail: true,
    find: ({ id }) => find(id),
    lookUp: async (name) => nameIn(await indexFor(name), name),
    async packages() {
      const found = await wholeIndex();
      return (found?.names.ids ?? []).flatMap((id) => found?.read(id) ?? []);
    },
    async knownNames() {
      const isOpen = await byName?.then(() => true, () => false);
      return isOpen ? namesIn(await wholeIndex().catch(() => undefined)) : [];
    },
    commit: () => files.commit(),
  };
}

/** A folder may do without, if it is there at all. */
async function needsIndex(ctx: FilesContext, source: RegistrySource): Promise<boolean> {
  if (source.isFile) return true;
  if (source.kind === "local") return await ctx.disk.stat(source.path) === undefined;
  return source.kind === "github" && source.folder === "";
}

function missingIndex(text: SourceText, label: string): ConfigError {
  return new ConfigError("registry/no-index", `registry "${text.name}" is not there: no ${label}`, {
    hints: ["Check source and ref of the registry in atmos.yaml; a private repository needs a token."],
    facts: { registry: text.name, source: text.source ?? "", ref: text.ref ?? "" },
    at: text.at,
  });
}

function recordIn(index: RegistryIndex | undefined, id: string) {
  if (index === undefined) return undefined;
  const found = findName(index.names, id);
  if (found.kind === "id") return index.read(found.id);
  const broken = index.broken.find((pkg) => pkg.id === id);
  if (broken === undefined) return undefined;
  throw new ConfigError(
    "registry/bad-definition",
    `the definition of ${id} cannot be used: ${broken.title}`,
    {
      facts: { tool: id },
      at: broken.at,
    },
  );
}

/** Names of a package that cannot be used are not known; the last part of its id still leads to what is wrong. */
function nameIn(index: RegistryIndex | undefined, name: string): FoundName {
  if (index === undefined) return { kind: "unknown" };
  const found = findName(index.names, name);
  if (found.kind !== "unknown") return found;
  const broken = index.broken.find(({ id }) => id === name || id.endsWith(`/${name}`));
  return broken === undefined ? found : { kind: "id", id: broken.id };
}

function namesIn(index: RegistryIndex | undefined): readonly string[] {
  if (index === undefined) return [];
  const { ids, aliases, shortNames } = index.names;
  return [...Object.keys(shortNames), ...ids, ...Object.keys(aliases)];
}
