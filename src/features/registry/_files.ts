/** Files of a registry, wherever they are: in a repository on GitHub, at an address, on this disk.
 *  Follows toolchain §7.2, §7.4, §7.6, aqua-registry §1.
 *  Invariant: a commit and a tag are read once and never asked for again; what moves is asked for after its time. */
import type { Context } from "@/base/context.ts";
import { NetworkError } from "@/base/errors.ts";
import { type CachedPlan, fetchCached, peekCached } from "@/io/net/cached.ts";
import { isUnprotected } from "@/io/net/core/credentials.ts";
import { redactUrl } from "@/io/net/core/redact.ts";
import { rewriteUrl } from "@/io/net/core/rewrite.ts";
import { rawFileUrl } from "./core/locations.ts";
import { indexPath, isCommit, isPinned, type RegistrySource } from "./core/source.ts";
import { headOf, type HeadRequest } from "./_head.ts";
import type { IndexPlan, LoadedFile } from "./_index.ts";
import type { RegistrySettings } from "./settings.ts";

/** What reading a registry needs of the Context. */
export type FilesContext = Pick<Context, "disk" | "net" | "clock" | "random" | "signal" | "out">;

/** The files of one registry. */
export interface RegistryFiles {
  /** How to get a file; the path is relative to the source, empty for the source itself. */
  planOf(path: string): Promise<IndexPlan>;
  /** Commit that a moving ref was at, once it is known. */
  commit(): string | undefined;
}

/** Makes the files of a source. `name` is the registry's, for warnings. */
export function registryFiles(
  ctx: FilesContext,
  settings: RegistrySettings,
  { name, source }: { readonly name: string; readonly source: RegistrySource },
): RegistryFiles {
  switch (source.kind) {
    case "local":
      return {
        planOf: (path) => localPlan(ctx, settings, joined(source.path, path)),
        commit: () => undefined,
      };
    case "url": {
      const remote: Remote = { ctx, settings, name, warnings: { told: false } };
      const planOf = async (path: string) => remotePlan(remote, joined(source.url, escaped(path)), false);
      return { planOf, commit: () => undefined };
    }
    case "github":
      return githubFiles(ctx, settings, { name, source });
  }
}

/** The commit of a floating ref is looked up once, before the first file, so that all files are of one commit. When it
 *  was never asked for, the first file is asked for at the ref meanwhile: it is the answer where the server tells no
 *  commits, and elsewhere the connection is open when the commit is known. */
function githubFiles(
  ctx: FilesContext,
  settings: RegistrySettings,
  { name, source }: { readonly name: string; readonly source: GithubSource },
): RegistryFiles {
  const remote: Remote = { ctx, settings, name, warnings: { told: false } };
  const locked = settings.commits[name];
  const planAt = (tag: string, path: string) => remotePlan(remote, fileUrl(source, tag, path), isPinned(tag));
  let used: string | undefined;
  let ref: Promise<string> | undefined;
  let early: { readonly path: string; readonly file: ReturnType<IndexPlan["load"]> } | undefined;
  const findRef = async (path: string): Promise<string> => {
    if (isPinned(source.ref)) return source.ref;
    const onFirst = () => {
      early = { path, file: planAt(source.ref, path).load() };
      early.file.catch(() => {}); // whoever needs it hears of it
    };
    used = locked !== undefined && isCommit(locked)
      ? locked
      : await currentCommit(remote, { source, onFirst });
    return used ?? source.ref;
  };
  return {
    async planOf(path) {
      const tag = await (ref ??= findRef(path)), plan = planAt(tag, path);
      const asked = tag === source.ref && early?.path === path ? early.file : undefined;
      return asked ? { ...plan, load: () => asked } : plan;
    },
    commit: () => used,
  };
}

type GithubSource = RegistrySource & { readonly kind: "github" };

function fileUrl(source: GithubSource, tag: string, path: string): string {
  return rawFileUrl(source, { tag, path: joined(source.folder, path) }, source.servers);
}

async function currentCommit(remote: Remote, request: HeadRequest): Promise<string | undefined> {
  const { ctx, settings } = remote, { source } = request;
  const { commit, replaced, problem } = await headOf(ctx, settings, request);
  if (problem !== undefined && commit !== undefined) warnOnce(remote, problem);
  if (replaced !== undefined) {
    // The index of every day would fill the disk; the small files of packages may still serve locked projects.
    const file = cacheFile(settings, fileUrl(source, replaced, indexPath(source)));
    for (const path of [file, keptPath(file)]) await ctx.disk.remove(path);
  }
  return commit;
}

function joined(base: string, path: string): string {
  return [base, path].filter((part) => part !== "").join("/");
}

function escaped(path: string): string {
  return path.replace(/[#?% ]/g, encodeURIComponent);
}

async function localPlan(ctx: FilesContext, settings: RegistrySettings, path: string): Promise<IndexPlan> {
  const info = await ctx.disk.stat(path);
  const read = async () => info?.kind === "file" ? await ctx.disk.readBytes(path) : undefined;
  return {
    label: path,
    source: `${path} ${info?.sizeBytes} ${info?.modifiedAt}`,
    kept: keptPath(`${settings.cacheRoot}/registry/local${cacheName(path)}`),
    isFresh: () => true, // the source would be another one
    peek: read,
    async load() {
      const bytes = await read();
      return bytes && { bytes, stale: false };
    },
  };
}

interface Remote {
  readonly ctx: FilesContext;
  readonly settings: RegistrySettings;
  readonly name: string;
  /** Of this registry in this command. */
  readonly warnings: { told: boolean };
}

function remotePlan(remote: Remote, url: string, isPinned: boolean): IndexPlan {
  const { settings, ctx } = remote;
  const file = cacheFile(settings, url);
  const ttlSeconds = isPinned ? "forever" : settings.ttlSeconds;
  const refresh = settings.refresh && !isPinned;
  return {
    label: redactUrl(url),
    source: redactUrl(url),
    kept: keptPath(file),
    isFresh: (checkedAt) => {
      const age = ctx.clock.now() - checkedAt;
      return isPinned || (!refresh && age >= 0 && age < settings.ttlSeconds * 1000);
    },
    peek: () => peekCached(ctx, { url, file, ttlSeconds, refresh }),
    load: () => loadRemote(remote, { url, file, ttlSeconds, refresh, isMeant: mayBeRegistry }),
  };
}

async function loadRemote(remote: Remote, plan: CachedPlan): Promise<LoadedFile | undefined> {
  const { ctx, settings } = remote;
  try {
    const { bytes, stale, problem, headers } = await fetchCached(ctx, settings.policy, plan);
    if (problem !== undefined) warnOnce(remote, problem);
    if (headers !== undefined) warnUnprotected(remote, plan.url);
    return { bytes, stale };
  } catch (error) {
    if (error instanceof NetworkError && error.code === "net/not-found") return undefined;
    throw error;
  }
}

/** Spoiled answers with status 200 rarely have the one key of a registry. */
function mayBeRegistry(bytes: Uint8Array): boolean {
  return /packages["']?\s{0,9}:/.test(new TextDecoder().decode(bytes));
}

/** Offline mode is what the user asked for; that old things are used then is no news. */
function warnOnce({ ctx, settings, name, warnings }: Remote, problem: NetworkError): void {
  if (warnings.told || settings.policy.offline) return;
  warnings.told = true;
  ctx.out.say("warning", `registry "${name}" is used as it was last read: ${problem.title}`);
}

/** Whoever is on the way can name other downloads, and other sums for them. */
function warnUnprotected({ ctx, settings, name, warnings }: Remote, url: string): void {
  const asked = rewriteUrl(url, settings.policy.replacements).url;
  if (warnings.told || !isUnprotected(asked)) return;
  warnings.told = true;
  ctx.out.say(
    "warning",
    `registry "${name}" is read from ${
      new URL(asked).host
    } without encryption: anybody on the way can change it`,
  );
}

function cacheFile({ cacheRoot }: RegistrySettings, url: string): string {
  return `${cacheRoot}/registry${cacheName(redactUrl(url).replace(/^https?:\//, ""))}`;
}

function keptPath(file: string): string {
  return `${file}.index`;
}

/** An address or path as names of folders that every system accepts, with a slash in front. */
function cacheName(address: string): string {
  const segments = address.split("/").filter((segment) => segment !== "");
  return segments.map((segment) => `/${encodeURIComponent(segment).replaceAll("*", "%2A")}`).join("");
}
