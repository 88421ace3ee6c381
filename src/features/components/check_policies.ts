/** The policies of a component, before anything is run on it. Follows components §2 (step 11), stacks §16.2. */
import { AtmosError, ConfigError } from "@/base/errors.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import type { Prepared } from "./prepare.ts";

/** @throws Config `components/policies` with what did not pass */
export async function checkPolicies({ session, instance, sections, request }: Prepared): Promise<void> {
  const { settings } = sections;
  if (!isTree(settings) || settings["validation"] === undefined) return;
  const { validationEntries } = await import("@/features/validate/core/validation_entries.ts");
  const { validateComponent, validationInput } = await import("@/features/validate/component.ts");
  const entries = validationEntries(settings);
  if (entries.length === 0) return;
  const input = await validationInput(session, instance, {
    templates: request.templates && session.settings.templates,
    functions: request.functions,
    skip: request.skip,
    errorMode: "strict",
    useMocks: request.useMocks,
  });
  try {
    await validateComponent(session, input, entries);
  } catch (error) {
    if (!(error instanceof AtmosError) || error.code !== "validate/component") throw error;
    throw new ConfigError("components/policies", "invalid component", {
      explanation: `The component '${instance.name}' did not pass the validation policies.`,
      hints: [`atmos validate component ${instance.name} -s ${instance.stack}`],
      cause: error.cause,
    });
  }
}
