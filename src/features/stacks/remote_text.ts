/** Texts at http and https addresses that manifests include. Follows templates §4.4 (`!include`).
 *  Invariants: an address is asked once in a run; a login that stands in an address goes to that origin alone. */
import { version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { NetworkError } from "@/base/errors.ts";
import { githubHosts } from "@/io/github/core/hosts.ts";
import { request } from "@/io/net/client.ts";
import { withoutLogin } from "@/io/net/core/redact.ts";
import { defaultNetPolicy } from "@/io/net/policy.ts";
import { fileAddress } from "./core/file_address.ts";
import type { Session } from "./session.ts";

/** @throws Network as `request` does */
export async function remoteText(
  { ctx, texts }: Pick<Session, "ctx" | "texts">,
  address: string,
): Promise<string> {
  const url = fileAddress(address, githubHosts(ctx.env).known);
  const known = texts.get(url) ?? textAt(ctx, url);
  texts.set(url, known);
  return await known ?? "";
}

async function textAt(ctx: Context, address: string): Promise<string> {
  const { username, password } = new URL(address);
  if (password !== "") ctx.out.secret(decodeURIComponent(password));
  const login = [username, password].map(decodeURIComponent).join(":");
  const headers = login === ":" ? {} : { authorization: `Basic ${base64(login)}` };
  const policy = { ...defaultNetPolicy(version), userAgent: `atmos/${version}` };
  try {
    return await (await request(ctx, policy, { url: withoutLogin(address), headers })).text();
  } catch (error) {
    if (!(error instanceof NetworkError) || error.code !== "net/not-found") throw error;
    const { code, title, explanation, facts } = error;
    throw new NetworkError(code, title, { explanation, facts, hints: ["Check the address."], cause: error });
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
