/** Brings one file of a release: from the address that people know, or, when it is private, from the API.
 *  Follows toolchain §9, aqua-registry §13. Invariant: the API is asked only with a token, and only for what the address
 *  does not give. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import type { GithubHost } from "@/io/github/core/hosts.ts";
import type { RequestPlan } from "@/io/net/client.ts";
import { isUnprotected } from "@/io/net/core/credentials.ts";
import type { NetPolicy } from "@/io/net/policy.ts";

/** How a file is asked for: at its address, or through the API of its GitHub. */
export type Way = "address" | "api";

/** What fetching files needs beside the Context. */
export interface FileServices {
  readonly policy: NetPolicy;
  readonly githubHosts: readonly GithubHost[];
}

type FileContext = Pick<Context, "net" | "clock" | "random" | "signal" | "out">;

/**
 * Where a file is by one way; undefined when there is no such way.
 * @throws Network and Lookup of the API
 */
export async function targetBy(
  way: Way,
  ctx: FileContext,
  { services: { policy, githubHosts: hosts }, url }: FileAt,
): Promise<RequestPlan | undefined> {
  if (way === "address") return { url };
  const { apiRequestFor } = await import("@/io/github/api_request.ts");
  return await apiRequestFor(ctx, { policy, hosts }, url);
}

/** Reads a small file, from its address where there is no other way. @throws as `targetBy` and `request` */
export async function readBy(
  way: Way,
  ctx: FileContext,
  at: FileAt,
): Promise<{ readonly text: string; readonly isUnprotected: boolean }> {
  const target = await targetBy(way, ctx, at) ?? { url: at.url };
  const { request } = await import("@/io/net/client.ts");
  const response = await request(ctx, at.services.policy, target);
  return { text: await response.text(), isUnprotected: isUnprotected(response.url) };
}

interface FileAt {
  readonly services: FileServices;
  readonly url: string;
}

/** Whether an error says that there is no such file; object stores answer 403 for what they do not have. */
export function isAbsent(error: unknown): boolean {
  return error instanceof AtmosError && ABSENT.has(error.code);
}

const ABSENT: ReadonlySet<string> = new Set(["net/not-found", "net/forbidden", "github/no-asset"]);
