/** Fetches a version once more for `toolchain verify --remote`. Follows toolchain §13.22, §11.
 *  Invariant: checksums and signatures are checked as for a first installation; the download cache does not answer. */
import type { Context } from "@/base/context.ts";
import { fetchAsset } from "./_fetch.ts";
import { openServices } from "./open_services.ts";
import type { Toolchain } from "./settings.ts";
import type { AskPublisher } from "./verify.ts";

/** Makes the question. The download goes to a cache of its own, which the caller's clean-ups remove. */
export async function askPublisher(ctx: Context, toolchain: Toolchain): Promise<AskPublisher> {
  const apart = `${toolchain.cacheRoot}/verify-${ctx.random.hex(16)}`;
  ctx.defer(() => ctx.disk.remove(apart));
  const services = await openServices(ctx, toolchain);
  return async ({ id, version }) => {
    const spec = `${id}@${version}`;
    const found = await services.requireTool(id, spec, version);
    const candidates = await services.candidatesOf(found, version);
    const aside = { ...await services.network(), toolchain: { ...toolchain, cacheRoot: apart } };
    const asset = await fetchAsset(ctx, aside, { spec, candidates, onBytes: () => {} });
    await asset.release();
    return asset.sha256;
  };
}
