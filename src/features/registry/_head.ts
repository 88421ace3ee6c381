/** The commit that a moving ref of a repository is at. Follows DECISIONS Toolchain (the commit used is recorded in the
 *  lock), toolchain §9 (no API requests for installing). The git server is asked, which has no quota.
 *  Invariant: not knowing the commit is no failure; the registry is then read at the ref itself. */
import { HostError, NetworkError } from "@/base/errors.ts";
import { request } from "@/io/net/client.ts";
import { commitInRefs, LS_REFS_HEADERS, lsRefsBody } from "./core/git_refs.ts";
import { isCommit, type RegistrySource } from "./core/source.ts";
import type { FilesContext } from "./_files.ts";
import type { RegistrySettings } from "./settings.ts";

/** What is known about a ref. */
export interface Head {
  /** Undefined when the server does not tell commits. */
  readonly commit: string | undefined;
  /** The commit that was known before, when this one is news. */
  readonly replaced?: string | undefined;
  /** Why the server could not be asked although it was time. */
  readonly problem?: NetworkError | undefined;
}

/** The form on disk. `commit` is empty when the server does not tell commits; `checkedAt` is epoch milliseconds. */
interface KeptHead {
  readonly commit: string;
  readonly checkedAt: number;
}

/** What to look up. `onFirst` is called before the server is asked for the first time of all. */
export interface HeadRequest {
  readonly source: RegistrySource & { readonly kind: "github" };
  onFirst(): void;
}

/** The commit of a ref, as young as the settings want it. */
export async function headOf(
  ctx: FilesContext,
  settings: RegistrySettings,
  { source, onFirst }: HeadRequest,
): Promise<Head> {
  const repository = `${source.servers.web}/${source.owner}/${source.name}`;
  const names = [new URL(repository).host, source.owner, source.name, `${source.ref}.json`];
  const file = `${settings.cacheRoot}/registry/heads/${names.map(encodeURIComponent).join("/")}`;
  const kept = await readHead(ctx, file);
  const known = { commit: kept?.commit || undefined };
  const age = ctx.clock.now() - (kept?.checkedAt ?? 0);
  const isFresh = kept !== undefined && !settings.refresh && age >= 0 && age < settings.ttlSeconds * 1000;
  if (isFresh || settings.policy.offline) return known;
  if (kept === undefined) onFirst();
  const asked = await askHead(ctx, settings, { repository, ref: source.ref });
  if (typeof asked !== "string") return { ...known, problem: asked };
  await writeHead(ctx, file, { commit: asked, checkedAt: ctx.clock.now() });
  return { commit: asked || undefined, replaced: known.commit === asked ? undefined : known.commit };
}

/** Empty when the server does not tell; the error when it could not be asked. */
async function askHead(
  ctx: FilesContext,
  { policy }: RegistrySettings,
  { repository, ref }: { readonly repository: string; readonly ref: string },
): Promise<string | NetworkError> {
  try {
    const response = await request(ctx, { ...policy, attempts: 1 }, {
      url: `${repository}.git/git-upload-pack`,
      headers: LS_REFS_HEADERS,
      body: lsRefsBody(ref),
    });
    return commitInRefs(await response.bytes(), ref) ?? "";
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    ctx.out.say("debug", `the commit of ${ref} is not known: ${error.title}`);
    const status = Number(error.facts["status"] ?? 0);
    return status >= 400 && status < 429 ? "" : error;
  }
}

async function readHead(ctx: FilesContext, file: string): Promise<KeptHead | undefined> {
  try {
    const text = await ctx.disk.readText(file);
    const { commit, checkedAt }: Partial<KeptHead> = JSON.parse(text ?? "{}");
    if (typeof commit !== "string" || typeof checkedAt !== "number") return undefined;
    return commit === "" || isCommit(commit) ? { commit, checkedAt } : undefined;
  } catch (error) {
    if ([SyntaxError, TypeError, HostError].some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

async function writeHead(ctx: FilesContext, file: string, head: KeptHead): Promise<void> {
  try {
    await ctx.disk.writeAtomic(file, `${JSON.stringify(head)}\n`);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    ctx.out.say("debug", `not kept: ${error.title}`);
  }
}
