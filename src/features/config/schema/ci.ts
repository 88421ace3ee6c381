/** `ci` and `git`: automatic runs and repositories. Follows config §10.18. */
import { setting } from "@/base/schema/record.ts";
import { bool, int, map, oneOf, string, strings } from "@/base/schema/weak.ts";
import { blank, inner, listing, quiet, section } from "./_section.ts";

const enabled = setting("Whether it is on; unset means yes", bool);

const cache = section({
  enabled: setting("Whether it is kept", bool, { env: ["ATMOS_CI_CACHE_ENABLED"] }),
  auto: setting("What happens by itself", oneOf("off", "restore", "save", "both"), {
    env: ["ATMOS_CI_CACHE_AUTO"],
  }),
  root: setting("Directory", string),
  paths: setting("What is kept", strings),
  key: setting("Name", string),
  restore_keys: setting("Names that will do", strings),
  compression: setting("How it is packed", string),
});

const checks = section({
  enabled,
  context_prefix: setting("Beginning of their names", string),
  statuses: setting(
    "Which there are",
    section({
      component: setting("One per component", bool),
      add: setting("Of what is added", bool),
      change: setting("Of what is changed", bool),
      destroy: setting("Of what is destroyed", bool),
    }),
  ),
});

/** `ci`. */
export const ciSection = section({
  enabled: setting("Whether automatic runs are different", bool),
  output: setting("Outputs of a step", section({ enabled, variables: setting("Which", strings) })),
  summary: setting("The summary", section({ enabled, template: setting("Template", string) })),
  annotations: setting("Remarks on lines", section({ enabled })),
  results: setting("Results", section({ enabled })),
  checks: setting("Checks of a commit", checks),
  comments: setting(
    "Comments",
    section({
      enabled: setting("Whether there are any", bool, { env: ["ATMOS_CI_COMMENTS_ENABLED"] }),
      behavior: setting("New ones, or the old one again", string),
      template: setting("Template", string),
    }),
    inner,
  ),
  templates: setting(
    "Templates",
    section({
      base_path: setting("Directory", string),
      terraform: setting("Of Terraform", map(string)),
      helm: setting("Of Helm", map(string)),
      helmfile: setting("Of Helmfile", map(string)),
    }),
  ),
  cache: setting("What later runs find", cache, inner),
  groups: setting(
    "Groups of lines in a log",
    section({ mode: setting("When", oneOf("auto", "invocation", "off"), { env: ["ATMOS_CI_GROUPS_MODE"] }) }),
    inner,
  ),
  allow_unsafe_fork_execution: setting("Whether foreign pull requests may run everything", bool),
});

const repository = section({
  provider: setting("Where it is", string),
  uri: setting("Address", string, blank),
  branch: setting("Branch", string),
  remote: setting("Name of the remote", string),
  workdir: setting("Directory", string),
  clone: setting(
    "How it is fetched",
    section({
      depth: setting("Commits", int),
      filter: setting("What is left out", string),
      single_branch: setting("Whether only its branch", bool),
      submodules: setting("Whether with submodules", bool),
    }),
  ),
  auth: setting("Who fetches", section({ identity: setting("Identity", string) })),
  commit: setting(
    "Commits",
    section({
      signing: setting("How they are signed", string),
      author: setting(
        "Author",
        section({ name: setting("Name", string), email: setting("Address", string) }),
      ),
    }),
  ),
  push: setting("Pushes", section({ retries: setting("Further attempts", int) })),
  init: setting(
    "An empty repository",
    section({
      from: setting("Where its files come from", string),
      keep_history: setting("With commits", bool),
    }),
  ),
});

/** `git`. */
export const gitSection = section({
  list: setting("How lists of repositories look", listing, quiet),
  hooks: setting("Hooks by name", map(section({ command: setting("Command", string, blank) }))),
  repositories: setting("Repositories by name", map(repository)),
}, repository);
