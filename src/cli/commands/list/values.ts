/** `atmos list values`. Follows stacks §15.2. */
import { command } from "@/cli/command.ts";
import { valueFlags } from "./_values.ts";

export default command({
  summary: "List the variables of a component in every stack",
  args: { component: { summary: "name of the component", required: true, complete: "component" } },
  flags: { ...valueFlags, vars: { type: "boolean", summary: "Show the variables", hidden: true } },
  examples: ["atmos list values vpc", "atmos list values vpc -s 'prod-*' --format json"],
  async run(ctx, { args: { component }, flags }) {
    const { printValues } = await import("./_values.ts");
    return await printValues(ctx, { component, section: "vars" }, flags);
  },
});
