/** `version`: which release runs, and the versions that a project follows. Follows config §10.14. */
import { setting } from "@/base/schema/record.ts";
import {
  bool,
  duration,
  freeMap,
  int,
  listOf,
  map,
  oneOf,
  scalar,
  string,
  strings,
} from "@/base/schema/weak.ts";
import { inner, section } from "./_section.ts";
import { releaseKeys } from "./version.ts";

const update = section({
  strategy: setting("How far updates go", string),
  cooldown: setting("How old a version must be", duration),
  schedule: setting("When updates are made", strings),
  pin: setting("What is written instead of a name", oneOf("digest", "sha", "none")),
});

const policy = {
  update: setting("Updates", update),
  include: setting("Versions that count", strings),
  exclude: setting("Versions that do not", strings),
  prerelease: setting("Whether pre-releases count", bool),
  labels: setting("Labels", strings),
};

const provider = section({
  kind: setting("Kind", string),
  type: setting("Older name of the kind", string),
  url: setting("Address", string),
  region: setting("Region", string),
  registry_id: setting("Account of the registry", string),
  insecure: setting("Whether any certificate will do", bool),
});

const group = section({
  ecosystems: setting("Ecosystems", strings),
  datasources: setting("Data sources", strings),
  providers: setting("Providers", strings),
  patterns: setting("Names in it", strings),
  exclude_patterns: setting("Names that are not", strings),
  ...policy,
});

const dependency = section({
  ecosystem: setting("Ecosystem", string),
  datasource: setting("Data source", string),
  provider: setting("Provider", string),
  package: setting("Name there", string),
  desired: setting("Version, or range of versions", scalar),
  group: setting("Group", string),
  ...policy,
});

const dependencies = setting("What is followed, by name", map(dependency));

const track = section({
  extends: setting("The track that it adds to", string),
  defaults: setting("What counts for all", section(policy)),
  dependencies,
});

const check = section({
  enabled: setting("Whether newer releases are looked for", bool, { env: ["ATMOS_VERSION_CHECK_ENABLED"] }),
  timeout: setting("Milliseconds for that", int),
  frequency: setting("How often", duration),
});

const file = section({
  manager: setting("Kind of file", string),
  paths: setting("Files", strings),
  options: setting("What the kind needs", freeMap),
});

/** The section. */
export const versionSection = section({
  check: setting("Newer releases", check, inner),
  ...releaseKeys,
  track: setting("The track in force", string),
  lock_file: setting("Lock file", string),
  providers: setting("Providers by name", map(provider)),
  defaults: setting("What counts for all", section(policy)),
  groups: setting("Groups by name", map(group)),
  dependencies,
  tracks: setting("Tracks by name", map(track)),
  files: setting("Files that hold versions", listOf(file)),
});
