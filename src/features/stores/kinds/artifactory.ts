/** Values in a generic repository of Artifactory. Follows vendor-stores §4.1, §4.2, §4.4. */
import type { Context } from "@/base/context.ts";
import { ConfigError, NetworkError } from "@/base/errors.ts";
import { storeKey } from "../core/store_key.ts";
import type { OpenStore } from "../store.ts";

const artifactory: OpenStore = (ctx, options) => {
  const text = (name: string, fallback = "") => String(options[name] ?? fallback);
  const base = text("url"), repository = text("repo_name");
  if (!/^https?:\/\//.test(base) || !URL.canParse(base) || repository === "") {
    throw new ConfigError(
      "stores/bad-options",
      "an Artifactory store needs options.url and options.repo_name",
    );
  }
  const token = text("access_token") || ctx.env["ARTIFACTORY_ACCESS_TOKEN"] ||
    ctx.env["JFROG_ACCESS_TOKEN"] || "anonymous";
  if (token !== "anonymous") ctx.out.secret(token);
  const rules = { prefix: text("prefix"), stackDelimiter: text("stack_delimiter", "/"), join: "/" };
  const root = `${base.replace(/\/+$/, "")}/${repository}`;
  return {
    read: async (wanted) => {
      if ("stack" in wanted) return await get(ctx, `${root}/${storeKey(wanted, rules)}`, token);
      const { key } = wanted, below = rules.prefix === "" ? key : `${rules.prefix}/${key}`;
      return await get(ctx, `${root}/${key}`, token) ?? await get(ctx, `${root}/${below}.json`, token);
    },
  };
};

export default artifactory;

async function get({ net, signal }: Context, url: string, token: string): Promise<string | undefined> {
  const headers = token === "anonymous" ? {} : { authorization: `Bearer ${token}` };
  const response = await net.fetch(url, { headers, signal });
  const text = await response.text();
  if (response.status === 404) return undefined;
  if (response.ok) return text;
  throw new NetworkError("stores/failed", `Artifactory answered ${response.status}`, { facts: { url } });
}
