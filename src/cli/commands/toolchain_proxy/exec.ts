/** `atmos toolchain proxy exec`: what a shim calls when it has no answer. Follows toolchain §16. */
import { command } from "@/cli/command.ts";
import { toolchainFlags } from "@/cli/commands/toolchain/flags.ts";

export default command({
  summary: "Become the tool of a proxy",
  args: {
    name: { summary: "proxy", required: true },
    args: { summary: "words for the tool", passthrough: true },
  },
  flags: {
    ...toolchainFlags,
    answer: { type: "string", summary: "Where the proxy looks for what it became", hidden: true },
  },
  examples: ["atmos toolchain proxy exec kubectl -- get pods"],
  hidden: true,
  staysHere: true,
  async run(ctx, { args, flags }) {
    const startedAt = ctx.clock.now();
    const { planProxy, proxyContext } = await import("@/features/proxies/run.ts");
    const inProject = proxyContext(ctx);
    const proxy = await planProxy(inProject, ctx.env, args);
    if (flags.answer) {
      const { rememberAnswer } = await import("@/features/proxies/remember_answer.ts");
      const place = { name: args.name, env: ctx.env, path: flags.answer, startedAt };
      await rememberAnswer(inProject, proxy, place);
    }
    return await ctx.procs.replace(proxy.plan);
  },
});
