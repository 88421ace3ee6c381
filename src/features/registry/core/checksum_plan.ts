/** Where the expected checksum of an asset is and how to read it. Pure.
 *  Follows aqua-registry §15.2. */
import type { YamlStrings } from "@/lang/yaml/parse.ts";
import { ConfigError } from "@/base/errors.ts";
import type { Evaluator, TemplateValues } from "./evaluator.ts";
import { releaseAssetUrl, type Repository } from "./locations.ts";
import type { ChecksumRecord, PackageRecord } from "./record.ts";
import { planSignatures, repositoryOf, type SignaturePlans } from "./signatures.ts";
import { type ResolveRequest, templateValues } from "./values.ts";

/** Hash functions of the format. */
export type ChecksumAlgorithm = "sha256" | "sha512" | "sha1" | "md5";

/** Where and how to find the sum of an asset. */
export interface ChecksumPlan {
  readonly url: string;
  /** There when the file is a release asset. */
  readonly release?: { readonly repository: Repository; readonly asset: string };
  readonly algorithm: ChecksumAlgorithm;
  /** `lines` is the format of the usual programs. */
  readonly format: "lines" | "raw" | "regexp";
  readonly pattern?: { readonly checksum: string; readonly file?: string };
  /** Name to look up in the file. */
  readonly key: string;
  /** Checks of the checksum file itself. */
  readonly signatures: SignaturePlans;
}

/** What of the asset the plan depends on. */
export interface ChecksumContext {
  readonly pkg: PackageRecord;
  readonly request: ResolveRequest;
  readonly evaluator: Evaluator;
  readonly vars: Readonly<Record<string, YamlStrings>>;
  readonly asset: string;
  readonly url: string | undefined;
  /** Values of the package's sidecars, which the checksum's own use too. */
  readonly sidecarValues: TemplateValues;
}

/**
 * Plans the checksum of an asset.
 * @returns undefined when the package has no checksum block or switches it off
 * @throws ConfigError `registry/bad-checksum`, `registry/bad-sidecar`, `registry/template`
 */
export function planChecksum(context: ChecksumContext): ChecksumPlan | undefined {
  const { pkg, request, evaluator, sidecarValues } = context;
  const block = pkg.checksum;
  if (block === undefined || block.enabled === false) return undefined;
  return {
    ...checksumFile(block, context),
    algorithm: algorithmOf(block),
    ...readingOf(block),
    key: context.asset.slice(context.asset.lastIndexOf("/") + 1),
    signatures: planSignatures(block, {
      pkg,
      tag: request.version,
      servers: request.servers,
      render: (template) => evaluator.render(template, sidecarValues),
    }),
  };
}

function checksumFile(
  block: ChecksumRecord,
  context: ChecksumContext,
): Pick<ChecksumPlan, "url" | "release"> {
  const { pkg, request, evaluator, vars } = context;
  const { Asset = "", AssetWithoutExt = "" } = context.sidecarValues;
  const values = { ...templateValues(pkg, request, replacementsOf(block, pkg)), Asset, AssetWithoutExt };
  if (block.type === "http" && block.url) {
    const assetUrl = pkg.type === "http" && context.url !== undefined ? { AssetURL: context.url } : {};
    return { url: evaluator.render(block.url, { ...values, ...assetUrl }) };
  }
  const repository = repositoryOf({}, pkg);
  if (block.type !== "github_release" || !block.asset || repository === undefined) {
    throw badChecksum("needs type github_release with an asset, or type http with a url");
  }
  const asset = evaluator.render(block.asset, { ...values, Vars: vars });
  const tag = request.version;
  return {
    url: releaseAssetUrl(repository, { tag, asset }, request.servers),
    release: { repository, asset },
  };
}

/** An empty map switches the package's replacements off. */
function replacementsOf(block: ChecksumRecord, pkg: PackageRecord): Readonly<Record<string, string>> {
  const own = block.replacements;
  if (own === undefined) return pkg.replacements ?? {};
  return Object.keys(own).length === 0 ? {} : { ...pkg.replacements, ...own };
}

function algorithmOf({ algorithm }: ChecksumRecord): ChecksumAlgorithm {
  switch (algorithm?.toLowerCase()) {
    case "sha256":
    case "sha512":
    case "sha1":
    case "md5":
      return algorithm.toLowerCase() as ChecksumAlgorithm;
  }
  throw badChecksum("needs an algorithm: sha256, sha512, sha1 or md5");
}

function readingOf(
  { file_format: format, pattern }: ChecksumRecord,
): Pick<ChecksumPlan, "format" | "pattern"> {
  if (!format) return { format: "lines" };
  if (format === "raw") return { format };
  if (format !== "regexp" || !pattern?.checksum) {
    throw badChecksum("knows the file formats raw and regexp, the latter with a pattern");
  }
  return { format, pattern: { checksum: pattern.checksum, ...(pattern.file ? { file: pattern.file } : {}) } };
}

function badChecksum(what: string): ConfigError {
  return new ConfigError("registry/bad-checksum", `the checksum block ${what}`);
}
