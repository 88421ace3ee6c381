/** `docs`: generated texts about components. Follows config §10.17 (hyphens). */
import { setting } from "@/base/schema/record.ts";
import { bool, free, int, listOf, string } from "@/base/schema/weak.ts";
import { off, section, zero } from "./_section.ts";

const terraform = section({
  source: setting("Directory", string),
  enabled: setting("Whether there is such a part", bool),
  format: setting("Format", string),
  show_providers: setting("Whether providers are listed", bool),
  show_inputs: setting("Whether inputs are listed", bool),
  show_outputs: setting("Whether outputs are listed", bool),
  sort_by: setting("Order", string),
  hide_empty: setting("Whether empty parts are left out", bool),
  indent_level: setting("Level of the headings", int),
});

const generated = {
  "base-dir": setting("Directory that paths begin at", string),
  "input": setting("Files and values", listOf(free)),
  "template": setting("Template", string),
  "output": setting("File that is written", string),
  "terraform": setting("The part about inputs and outputs", terraform),
};

const readme = section({
  ...generated,
  output: setting("File that is written", string, { default: "./README.md" }),
});

/** The section. */
export const docsSection = section({
  "max-width": setting("Without effect", int, zero),
  "pagination": setting("Whether texts are paged", bool, off),
  "generate": setting(
    "Texts by name",
    section({ readme: setting("README.md", readme, { default: {} }) }, section(generated)),
  ),
});

/** The section at the top of the file, where a README has a default. */
export const topDocs = setting("Generated texts", docsSection, { default: { generate: {} } });
