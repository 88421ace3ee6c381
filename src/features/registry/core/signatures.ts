/** The signature blocks of a package or of its checksum file, rendered. Pure.
 *  Follows aqua-registry §15.3-§15.6, trap T26. Invariant: every name comes from the tag that is resolved
 *  (toolchain trap 50). */
import { ConfigError } from "@/base/errors.ts";
import { releaseAssetUrl, type Repository } from "./locations.ts";
import type {
  AttestationsRecord,
  CosignRecord,
  MinisignRecord,
  PackageRecord,
  SidecarRecord,
  SlsaRecord,
} from "./record.ts";
import type { GithubServers } from "./values.ts";

/** A file to download for a check. `repository` and `asset` are there when it is a release asset. */
export interface Sidecar {
  readonly url: string;
  readonly repository?: Repository;
  readonly asset?: string;
}

/** `cosign verify-blob` with these options and files. */
export interface CosignPlan {
  readonly opts: readonly string[];
  readonly bundle?: Sidecar;
  readonly signature?: Sidecar;
  readonly certificate?: Sidecar;
  readonly key?: Sidecar;
}

/** SLSA provenance; without `sourceTag` the tag is not checked. */
export interface SlsaPlan {
  readonly provenance: Sidecar;
  readonly sourceUri: string;
  readonly sourceTag?: string;
}

/** A minisign signature; the key is base64. */
export interface MinisignPlan {
  readonly signature: Sidecar;
  readonly publicKey: string;
}

/** GitHub artifact attestations of a repository. */
export interface AttestationsPlan {
  readonly repository: Repository;
  readonly signerWorkflow?: string;
  readonly predicateType?: string;
}

/** The checks that are on, in the order in which they run. */
export interface SignaturePlans {
  readonly attestations?: AttestationsPlan;
  readonly cosign?: CosignPlan;
  readonly slsa?: SlsaPlan;
  readonly minisign?: MinisignPlan;
}

/** The blocks as a package and a checksum have them. */
export interface SignatureBlocks {
  readonly github_artifact_attestations?: AttestationsRecord;
  readonly cosign?: CosignRecord;
  readonly slsa_provenance?: SlsaRecord;
  readonly minisign?: MinisignRecord;
}

/** What rendering them needs. */
export interface SignatureContext {
  readonly pkg: PackageRecord;
  readonly tag: string;
  readonly servers: GithubServers | undefined;
  /** Renders with the values of sidecars. */
  render(template: string): string;
}

/**
 * Renders the blocks that are enabled.
 * @throws ConfigError `registry/bad-sidecar` for a file reference that leads nowhere, `registry/template`
 */
export function planSignatures(blocks: SignatureBlocks, context: SignatureContext): SignaturePlans {
  const { github_artifact_attestations: attestations, cosign, slsa_provenance: slsa, minisign } = blocks;
  return {
    ...(attestations && attestations.enabled !== false
      ? { attestations: planAttestations(attestations, context) }
      : {}),
    ...(cosign && cosignEnabled(cosign) ? { cosign: planCosign(cosign, context) } : {}),
    ...(slsa && (slsa.enabled ?? Boolean(slsa.type)) ? { slsa: planSlsa(slsa, context) } : {}),
    ...(minisign && minisign.enabled !== false
      ? { minisign: { signature: planSidecar(minisign, context), publicKey: minisign.public_key ?? "" } }
      : {}),
  };
}

function cosignEnabled({ enabled, opts, bundle, signature, certificate, key }: CosignRecord): boolean {
  return enabled ??
    ((opts ?? []).length > 0 || [bundle, signature, certificate, key].some((file) => file !== undefined));
}

function planCosign(block: CosignRecord, context: SignatureContext): CosignPlan {
  const files = Object.fromEntries(
    (["bundle", "signature", "certificate", "key"] as const).flatMap((name) => {
      const file = block[name];
      return file === undefined ? [] : [[name, planSidecar(file, context)] as const];
    }),
  );
  return { opts: (block.opts ?? []).map((option) => context.render(option)), ...files };
}

function planSlsa(block: SlsaRecord, context: SignatureContext): SlsaPlan {
  const repository = repositoryOf(block, context.pkg);
  const sourceTag = block.source_tag || context.tag;
  return {
    provenance: planSidecar(block, context),
    sourceUri: block.source_uri || `github.com/${repository?.owner ?? ""}/${repository?.name ?? ""}`,
    ...(sourceTag === "-" ? {} : { sourceTag }),
  };
}

function planAttestations(block: AttestationsRecord, context: SignatureContext): AttestationsPlan {
  const repository = repositoryOf({}, context.pkg);
  if (repository === undefined) throw badSidecar("attestations need a repository");
  const signerWorkflow = block.signer_workflow || block["signer-workflow"];
  return {
    repository,
    ...(signerWorkflow ? { signerWorkflow } : {}),
    ...(block.predicate_type ? { predicateType: block.predicate_type } : {}),
  };
}

function planSidecar(block: SidecarRecord, context: SignatureContext): Sidecar {
  if (block.type === "http" && block.url) return { url: context.render(block.url) };
  const repository = repositoryOf(block, context.pkg);
  if (block.type !== "github_release" || !block.asset || repository === undefined) {
    throw badSidecar("a signature file needs type github_release with an asset, or type http with a url");
  }
  const asset = context.render(block.asset);
  return {
    url: releaseAssetUrl(repository, { tag: context.tag, asset }, context.servers),
    repository,
    asset,
  };
}

/** The repository that a block names, part by part before the package's. */
export function repositoryOf(block: SidecarRecord, pkg: PackageRecord): Repository | undefined {
  const owner = block.repo_owner || pkg.repo_owner;
  const name = block.repo_name || pkg.repo_name;
  return owner && name ? { owner, name } : undefined;
}

function badSidecar(title: string): ConfigError {
  return new ConfigError("registry/bad-sidecar", title);
}
