/** `describe` and `list`: what those commands show. Follows config §10.8. */
import { setting } from "@/base/schema/record.ts";
import { bool, oneOf, strings } from "@/base/schema/weak.ts";
import { inner, listing, on, quiet, section } from "./_section.ts";

function errorMode(variable: string) {
  return setting(
    "strict: an error ends the command, warn: it is told at the end, silent: it is not",
    oneOf("strict", "warn", "silent"),
    { default: "warn", env: [variable] },
  );
}

/** `describe`. */
export const describeSection = section({
  settings: setting(
    "What is looked at",
    section({
      include_empty: setting("Whether empty values are shown; unset means yes", bool),
      eager_evaluation: setting("Whether functions may stand in what selects components", bool),
    }),
  ),
  affected: setting(
    "What counts as a change",
    section({ sections: setting("Sections whose change affects a component", strings) }),
  ),
  error_mode: errorMode("ATMOS_DESCRIBE_ERROR_MODE"),
  provenance: setting("Whether YAML tells where values come from", bool, {
    ...on,
    env: ["ATMOS_DESCRIBE_PROVENANCE"],
  }),
  component: setting(
    "One component",
    section({
      filter: setting("schema: what manifests may have, full: everything", oneOf("schema", "full"), {
        default: "schema",
        env: ["ATMOS_DESCRIBE_COMPONENT_FILTER"],
      }),
    }),
    inner,
  ),
});

/** `list`. */
export const listSection = section({
  components: setting("How lists of components look", listing, quiet),
  instances: setting("How lists of instances look", listing, quiet),
  stacks: setting("How lists of stacks look", listing, quiet),
  error_mode: errorMode("ATMOS_LIST_ERROR_MODE"),
});
