/** Package, tag and platform → what to download, which programs it holds and how to check it. Pure.
 *  Follows aqua-registry §5-§8, §15, §16, toolchain §8. Invariant: every name in the result comes from the one tag that
 *  was asked for (toolchain trap 50). */
import type { YamlStrings } from "@/lang/yaml/parse.ts";
import { ConfigError, LookupError } from "@/base/errors.ts";
import {
  extensionBesideVersion,
  extensionOf,
  finishName,
  windowsExtension,
  withoutArchiveExtension,
} from "./asset_name.ts";
import { type ChecksumPlan, planChecksum } from "./checksum_plan.ts";
import { filesOf, isProgramName } from "./commands.ts";
import {
  matchPlatform,
  matchVersion,
  semverOf,
  supportPlatform,
  type VersionedPackage,
} from "./effective.ts";
import type { Evaluator, TemplateValues } from "./evaluator.ts";
import {
  archiveUrls,
  checksumId,
  rawFileUrl,
  releaseAssetUrl,
  type Repository,
  urlParts,
} from "./locations.ts";
import { packageName, type PackageRecord } from "./record.ts";
import { planSignatures, repositoryOf, type SignaturePlans } from "./signatures.ts";
import { formatOf, type ResolveRequest, templateValues, variables } from "./values.ts";

/** The kinds of packages. */
export type PackageType =
  | "github_release"
  | "http"
  | "github_content"
  | "github_archive"
  | "go_install"
  | "go_build"
  | "cargo";

/** A program of a package. */
export interface ResolvedFile {
  /** The command. */
  readonly name: string;
  /** Where it is inside the unpacked asset, forward slashes. */
  readonly path: string;
  /** A second name beside the command; the tool is started through it. */
  readonly link?: string;
  /** The link is a hard one. */
  readonly hard: boolean;
  /** Runs by `java -jar`. */
  readonly jar: boolean;
  /** Only of `go_build`: the directory of the source tree and the build target in it. */
  readonly build?: { readonly dir: string; readonly target: string };
}

/** Everything that an installer needs for one tag on one platform. */
export interface ResolvedPackage {
  /** Canonical name of the package. */
  readonly name: string;
  readonly type: PackageType;
  /** Repository of the evaluated definition: for addresses, never for identity. */
  readonly repository: Repository | undefined;
  readonly version: string;
  /** The tag without the definition's prefix. */
  readonly semver: string;
  readonly format: string;
  /** File name of the download; a path for `github_content`; empty for archives of sources and for `cargo`. */
  readonly asset: string;
  /** Addresses of the download in the order to try; empty for `go_install` and `cargo`. */
  readonly urls: readonly string[];
  /** Not empty. */
  readonly files: readonly ResolvedFile[];
  readonly checksum: ChecksumPlan | undefined;
  /** Identifier in `aqua-checksums.json`. */
  readonly checksumId: string | undefined;
  readonly signatures: SignaturePlans;
  /** What `go install` gets before the `@`. */
  readonly goPath: string | undefined;
  /** The effective record, for what is not rendered here (`crate`, `cargo`, `private` …). */
  readonly record: PackageRecord;
}

/**
 * Resolves a package.
 * @throws LookupError `registry/no-asset`, `registry/error-message`, `registry/unsupported-platform`,
 * `registry/missing-variable`, `registry/missing-repository`, `registry/missing-asset`, `registry/missing-path`,
 * `registry/missing-url`, `registry/missing-crate`, `registry/unknown-type`, `registry/latest-forbidden`
 * @throws ConfigError `registry/template`, `registry/bad-url`, `registry/bad-checksum`, `registry/bad-sidecar`,
 * `registry/bad-program-name`
 */
export function resolvePackage(
  definition: PackageRecord,
  request: ResolveRequest,
  evaluator: Evaluator,
): ResolvedPackage {
  const pkg = effectivePackage(definition, request, evaluator);
  const vars = variables(pkg, request.vars);
  const type = validType(pkg, request);
  try {
    return render({ pkg, type, request, evaluator, vars });
  } catch (error) {
    throw error instanceof ConfigError ? inDefinition(error, pkg, request) : error;
  }
}

/** The error with what was being resolved. */
function inDefinition(error: ConfigError, pkg: PackageRecord, request: ResolveRequest): ConfigError {
  const { id, facts } = about(pkg, request);
  const where = `In the definition of ${id}, for version ${request.version} on ${facts.platform}.`;
  return new ConfigError(error.code, error.title, {
    explanation: error.explanation === undefined ? where : `${error.explanation}\n${where}`,
    facts: { ...facts, ...error.facts },
    cause: error.cause,
  });
}

/** The fields that count for a tag and a platform, before rendering. Throws as `resolvePackage`. */
export function effectivePackage(
  definition: PackageRecord,
  request: ResolveRequest,
  evaluator: Evaluator,
): VersionedPackage {
  const { record: versioned } = matchVersion(definition, request.version, evaluator);
  refuseVersion(versioned, request);
  const matched = matchPlatform(versioned, request.platform);
  const supported = supportPlatform(matched, request.platform);
  if (supported === undefined) throw unsupported(matched, request);
  return supported;
}

function refuseVersion(pkg: VersionedPackage, request: ResolveRequest): void {
  const { id, facts } = about(pkg, request);
  if (pkg.error_message) {
    throw new LookupError("registry/error-message", pkg.error_message.trim(), { facts });
  }
  if (pkg.no_asset) {
    throw new LookupError("registry/no-asset", `no asset is released for ${id}@${request.version}`, {
      hints: [`See the versions that have one: atmos toolchain info ${id}`],
      facts,
    });
  }
}

function unsupported(pkg: PackageRecord, request: ResolveRequest): LookupError {
  const { id, facts } = about(pkg, request);
  const list = (pkg.supported_envs ?? []).join(", ") || "none";
  return new LookupError(
    "registry/unsupported-platform",
    `${id}@${request.version} does not support ${facts.platform}`,
    {
      explanation: `Supported: ${list}.`,
      hints: [
        "Use another version, or run it in a container or an emulator of a supported platform",
        "Set ATMOS_TOOLCHAIN_PLATFORM=os/arch to install for another platform",
      ],
      facts: { ...facts, supported: list },
    },
  );
}

const needs: Readonly<Record<PackageType, (pkg: PackageRecord) => string | undefined>> = {
  github_release: (pkg) => hasRepository(pkg) ? pkg.asset ? undefined : "asset" : "repository",
  http: (pkg) => pkg.url ? undefined : "url",
  github_content: (pkg) => hasRepository(pkg) ? pkg.path ? undefined : "path" : "repository",
  github_archive: (pkg) => hasRepository(pkg) ? undefined : "repository",
  go_install: (pkg) => pkg.path || hasRepository(pkg) ? undefined : "path",
  go_build: (pkg) => hasRepository(pkg) ? undefined : "repository",
  cargo: (pkg) => pkg.crate ? undefined : "crate",
};

function hasRepository(pkg: PackageRecord): boolean {
  return repositoryOf({}, pkg) !== undefined;
}

function validType(pkg: PackageRecord, request: ResolveRequest): PackageType {
  const { id, facts } = about(pkg, request);
  const type = pkg.type ?? "";
  if (!isPackageType(type)) {
    throw new LookupError("registry/unknown-type", `${id} has the type "${type}", which is not known`, {
      explanation: `Known types: ${Object.keys(needs).join(", ")}.`,
      hints: ["Give it a definition of your own in toolchain.tools of atmos.yaml, or use a newer atmos."],
      facts,
    });
  }
  const missing = needs[type](pkg);
  if (missing !== undefined) {
    throw new LookupError(`registry/missing-${missing}`, `${id}@${request.version} has no ${missing}`, {
      explanation: `Its type is ${type}. Perhaps no version rule of the definition fits ${request.version}.`,
      facts,
    });
  }
  if (type === "go_install" && request.version === "latest") {
    throw new LookupError("registry/latest-forbidden", `${id} needs a version, not latest`, { facts });
  }
  return type;
}

/** Whether a definition's `type` is one that is known. */
export function isPackageType(type: string): type is PackageType {
  return Object.hasOwn(needs, type);
}

function about(pkg: PackageRecord, { version, platform }: ResolveRequest) {
  const id = packageName(pkg) ?? "";
  const words = [platform.os, platform.arch, ...(platform.libc ? [platform.libc] : [])];
  return { id, facts: { package: id, version, platform: words.slice(0, 2).join("/") } };
}

interface Rendering {
  readonly pkg: PackageRecord;
  readonly type: PackageType;
  readonly request: ResolveRequest;
  readonly evaluator: Evaluator;
  readonly vars: Readonly<Record<string, YamlStrings>>;
}

function render(rendering: Rendering): ResolvedPackage {
  const { pkg, type, request, evaluator, vars } = rendering;
  const { version, servers } = request;
  const repository = repositoryOf({}, pkg);
  const values = { ...templateValues(pkg, request), Vars: vars };
  const { asset, urls } = renderDownload(rendering, values);
  const sidecarValues = { ...values, Asset: asset, AssetWithoutExt: withoutArchiveExtension(asset) };
  const url = urls[0];
  return {
    name: packageName(pkg) ?? "",
    type,
    repository,
    version,
    semver: semverOf(version, pkg.version_prefix),
    format: formatOf(pkg),
    asset,
    urls,
    files: renderFiles(rendering, sidecarValues),
    checksum: planChecksum({ pkg, request, evaluator, vars, asset, url, sidecarValues }),
    checksumId: checksumId({ type, repository, tag: version, asset, url }),
    signatures: planSignatures(pkg, {
      pkg,
      tag: version,
      servers,
      render: (template) => evaluator.render(template, sidecarValues),
    }),
    goPath: type === "go_install" ? renderGoPath(rendering, values) : undefined,
    record: pkg,
  };
}

interface Download {
  readonly asset: string;
  readonly urls: readonly string[];
}

function renderDownload({ pkg, type, request, evaluator }: Rendering, values: TemplateValues): Download {
  const { version: tag, servers } = request;
  const repository = repositoryOf({}, pkg) ?? { owner: "", name: "" };
  const finish = (rendered: string) => finishName(rendered, pkg, { os: request.platform.os, version: tag });
  switch (type) {
    case "github_release": {
      const asset = finish(evaluator.render(pkg.asset ?? "", values));
      return { asset, urls: [releaseAssetUrl(repository, { tag, asset }, servers)] };
    }
    case "http": {
      const url = finish(evaluator.render(pkg.url ?? "", values));
      return { asset: finish(lastElement(urlParts(url).path.replace(/\/+$/, ""))), urls: [url] };
    }
    case "github_content": {
      const asset = finish(evaluator.render(pkg.path ?? "", values));
      return { asset, urls: [rawFileUrl(repository, { tag, path: asset }, servers)] };
    }
    case "github_archive":
    case "go_build":
      return { asset: "", urls: archiveUrls(repository, tag, servers) };
    case "go_install":
      return { asset: finish(filesOf(pkg)[0]?.name ?? ""), urls: [] };
    case "cargo":
      return { asset: "", urls: [] };
  }
}

/** A Go path does not depend on the platform. */
function renderGoPath({ pkg, evaluator }: Rendering, values: TemplateValues): string {
  if (!pkg.path) return `github.com/${pkg.repo_owner}/${pkg.repo_name}`;
  return evaluator.render(pkg.path, { ...values, GOOS: "", GOARCH: "", OS: "", Arch: "" });
}

function renderFiles(rendering: Rendering, values: TemplateValues): readonly ResolvedFile[] {
  const { pkg, type, evaluator } = rendering;
  return filesOf(pkg).map((file) => {
    refuseOddName(file.name);
    if (file.link) refuseOddName(file.link);
    const path = filePath(rendering, file, values);
    const withName = { ...values, FileName: file.name };
    return {
      name: file.name,
      path,
      ...(file.link ? { link: file.link } : {}),
      hard: file.hard === true,
      jar: path.endsWith(".jar"),
      ...(type === "go_build"
        ? {
          build: {
            dir: evaluator.render(file.dir ?? "", withName),
            target: evaluator.render(file.src || ".", withName),
          },
        }
        : {}),
    };
  });
}

/** A name becomes a path in the folder of the tool: a definition of others must not lead out of it. */
function refuseOddName(name: string): void {
  if (isProgramName(name)) return;
  throw new ConfigError(
    "registry/bad-program-name",
    `${JSON.stringify(name)} cannot be the name of a program`,
    {
      explanation: "A name of files, link or binary_name is one name without a directory.",
      facts: { name },
    },
  );
}

function filePath(
  { pkg, type, request, evaluator }: Rendering,
  file: { readonly name: string; readonly src?: string },
  values: TemplateValues,
): string {
  if (type === "go_build") return `bin/${file.name}`;
  const path = type === "cargo"
    ? `bin/${file.name}`
    : isArchived(pkg, String(values["Asset"]))
    ? file.src ? evaluator.render(file.src, { ...values, FileName: file.name }) : file.name
    : lastElement(String(values["Asset"]));
  const needsExtension = request.platform.os === "windows" &&
    extensionBesideVersion(path, request.version) === "";
  return needsExtension ? path + windowsExtension(pkg) : path;
}

/** A plain file is kept under its own name, whatever `src` says. */
function isArchived(pkg: PackageRecord, asset: string): boolean {
  const format = formatOf(pkg);
  if (format === "raw") return false;
  return format !== "" || !["", ".exe", ".jar"].includes(extensionOf(asset));
}

function lastElement(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
