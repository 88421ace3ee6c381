/** Every setting of atmos.yaml. Follows config §10; the order here is the order of `describe config` (§9.1).
 *  Invariant: nothing is spelled twice; hot commands never load this. */
import { shownBy } from "@/base/schema/reading.ts";
import { record, setting } from "@/base/schema/record.ts";
import { placed } from "@/base/schema/blocks.ts";
import { freeMap, map, scalar, string } from "@/base/schema/weak.ts";
import { inner, noItems, quiet, secretMap } from "./_section.ts";
import { authSection } from "./auth.ts";
import { ciSection, gitSection } from "./ci.ts";
import { commandsList } from "./commands.ts";
import { componentsSection } from "./components.ts";
import { describeSection, listSection } from "./describe.ts";
import { topDocs } from "./docs.ts";
import { edition } from "./edition.ts";
import {
  castSection,
  compositionsMap,
  containerSection,
  diagnosticsSection,
  errorsSection,
  integrationsSection,
  logsSection,
  mcpSection,
  metadataSection,
  profilerSection,
  profilesSection,
  validateSection,
} from "./project.ts";
import { settingsSection } from "./settings.ts";
import { importList, importsSection, schemasSection, stacksSection, workflowsSection } from "./stacks.ts";
import { secretsSection, storesMap } from "./stores.ts";
import { templatesSection } from "./templates.ts";
import { toolchainSection } from "./toolchain.ts";
import { vendorSection } from "./vendor.ts";
import { use } from "./version.ts";
import { versionSection } from "./version_section.ts";

/** The whole file. */
export const atmosSettings = record({
  base_path: setting("Root of stacks and components", placed(string), {
    default: "",
    flag: "base-path",
    env: ["ATMOS_BASE_PATH"],
  }),
  edition,
  use,
  import: setting("Files that this one adds to", importList, noItems),
  imports: setting("Files that are fetched", importsSection),
  components: setting("Types of components", componentsSection, inner),
  stacks: setting("Stacks", stacksSection, inner),
  workflows: setting("Workflows", workflowsSection, quiet),
  commands: setting("Commands of the project", commandsList),
  aliases: setting("Short names of command lines", map(string)),
  logs: setting("The log", logsSection, inner),
  errors: setting("Errors", errorsSection),
  env: setting("Variables of the environment", map(scalar)),
  templates: setting("Go templates", templatesSection, quiet),
  settings: setting("The terminal, tokens, lists", settingsSection, inner),
  describe: setting("What is described", describeSection, inner),
  list: setting("What is listed", listSection, inner),
  stores: setting("Places outside that keep values", storesMap),
  secrets: setting("Places that keep secrets", secretsSection),
  auth: setting("Who acts", authSection, inner),
  toolchain: setting("Tools: where they come from and go to", shownBy(toolchainSection), inner),
  vendor: setting("Copies of foreign sources", vendorSection, quiet),
  version: setting("Releases and versions", versionSection, inner),
  schemas: setting("What files must look like", schemasSection, inner),
  validate: setting("Checks", validateSection, inner),
  docs: topDocs,
  integrations: setting("Other services", integrationsSection),
  profiles: setting("Profiles", profilesSection),
  metadata: setting("What this configuration is", metadataSection),
  container: setting("Containers", containerSection, inner),
  compositions: setting("Components that run together, by name", compositionsMap),
  devcontainer: setting("Development containers by name", freeMap),
  git: setting("Repositories", gitSection),
  ci: setting("Automatic runs", ciSection, inner),
  ai: setting("Assistants", secretMap),
  aws: setting("AWS", freeMap),
  mcp: setting("Servers of tools for assistants", mcpSection),
  lsp: setting("Servers of languages", freeMap),
  cast: setting("Recordings", castSection, inner),
  profiler: setting("Measurements", profilerSection, inner),
  diagnostics: setting("Events", diagnosticsSection, inner),
}, { emptyCounts: true });

/** Its values; defaults are filled in. */
export type AtmosConfig = NonNullable<ReturnType<typeof atmosSettings>>;
