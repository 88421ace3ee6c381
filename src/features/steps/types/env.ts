/** `type: env`: variables for later steps. Follows workflows §11.4. Invariant: later ones see earlier ones. */
import { ConfigError } from "@/base/errors.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { envEntries } from "../environment.ts";
import type { StepHandler, StepResult } from "../step_call.ts";

const env: StepHandler = (call) => {
  const { step: { fields, name, at } } = call;
  if (!isTree(fields["vars"])) {
    throw new ConfigError(
      "steps/missing-field",
      `Step \`${name}\` (type \`env\`) is missing required field \`vars\``,
      { at },
    );
  }
  const isExported = fields["export"] !== false;
  const variables: Record<string, NonNullable<StepResult["variables"]>[string]> = {};
  for (const [key, text] of envEntries(fields["vars"])) {
    const known = Object.fromEntries(Object.entries(variables).map(([each, { value }]) => [each, value]));
    variables[key] = { value: String(call.rendered(text, `vars.${key}`, known)), isExported };
  }
  return Promise.resolve({ code: 0, value: "", variables });
};

export default env;
