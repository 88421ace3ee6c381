/** `templates`: how Go templates in manifests are rendered. Follows config §10.5, DECISIONS (templates). */
import type { Decoder } from "@/base/schema/reading.ts";
import { formed, misfit } from "@/base/schema/reading.ts";
import { setting } from "@/base/schema/record.ts";
import { bool, int, map, oneOf, scalar, string, strings } from "@/base/schema/weak.ts";
import { inner, noEntries, off, section, zero } from "./_section.ts";

const delimiters: Decoder<readonly string[]> = formed(
  { kind: "same", as: () => strings },
  (value, place, reading) => {
    const pair = strings(value, place, reading);
    return pair === undefined || pair.length === 0 || pair.length === 2
      ? pair
      : misfit("a list of two strings", value, { place, reading });
  },
);

const datasource = section({
  url: setting("Address", string, { default: "" }),
  headers: setting("Headers of the request", map(strings), noEntries),
});

const enabled = setting("Whether it is on", bool, off);

const settings = section({
  enabled: setting("Whether components are rendered", bool, off),
  sprig: setting("Functions of Sprig", section({ enabled }), inner),
  gomplate: setting(
    "Functions of Gomplate",
    section({
      enabled,
      timeout: setting("Seconds for a data source", int, zero),
      datasources: setting("Data sources by name", map(datasource), noEntries),
    }),
    inner,
  ),
  delimiters: setting("What stands around an expression", delimiters),
  evaluations: setting("How often the result is rendered again", int),
  env: setting("Variables of the environment meanwhile", map(scalar)),
  ignore_missing_template_values: setting("Whether missing values are no error", bool),
  mode: setting(
    "scalar: every value by itself, document: the whole text at once",
    oneOf("scalar", "document"),
  ),
  allow_rendered_functions: setting("Whether rendered texts may be YAML functions", bool),
});

/** The section. */
export const templatesSection = section({
  settings: setting("How they are rendered", settings, inner),
});
