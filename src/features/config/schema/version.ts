/** The settings that say which release runs: `version` and, at the top of the file, `use`. Follows toolchain §17,
 *  config §6.4 and DECISIONS Product 2. The rest of `version` is in `version_section.ts`: every command reads this. */
import { choice, placed, text } from "@/base/schema/blocks.ts";
import { record, setting } from "@/base/schema/record.ts";

/** `use`, at the top and in `version`. */
export const use = setting("The release that this project runs with", placed(text));

const constraintSection = record({
  require: setting("Which releases may run, as `>= 1.150, < 2`", placed(text)),
  enforcement: setting(
    "What happens when another one runs",
    choice({ fatal: [], warn: ["warning"], silent: [] }),
    {
      env: ["ATMOS_VERSION_ENFORCEMENT"],
      default: "fatal",
    },
  ),
  message: setting("What to tell then", text),
}, { others: "ignore" });

/** What `version` says about it. */
export const releaseKeys = {
  use,
  source: setting("Repository of the releases, or an alias of one", text),
  use_fallback: setting(
    "What happens when that release cannot be had",
    choice({ error: [], warn: ["warning"] }),
    { aliases: ["fallback"] },
  ),
  constraint: setting("Which releases may run this project", constraintSection),
};

const logsSection = record({
  file: setting("Where the log goes", text),
  level: setting("How much is told", text),
}, { others: "ignore" });

/** The top of the file as far as every command needs it. */
export const versionSettings = record({
  use,
  logs: setting("The log", logsSection, { default: {} }),
  version: setting("Which release runs", record(releaseKeys, { others: "ignore" }), { default: {} }),
}, { others: "ignore" });
