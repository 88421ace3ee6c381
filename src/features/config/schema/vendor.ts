/** `vendor`: copies of foreign sources. Follows config §10.13. */
import { setting } from "@/base/schema/record.ts";
import { bool, duration, float, int, map, oneOf, string, strings } from "@/base/schema/weak.ts";
import { blank, listing, quiet, section } from "./_section.ts";

const retry = section({
  max_attempts: setting("The most attempts", int),
  backoff_strategy: setting("How waits grow", oneOf("constant", "linear", "exponential")),
  initial_delay: setting("The first wait", duration),
  max_delay: setting("The longest wait", duration),
  random_jitter: setting("Share of a wait that is random", float),
  multiplier: setting("How much longer the next wait is", float),
  max_elapsed_time: setting("How long all attempts may take", duration),
  conditions: setting("Errors that are worth another attempt", strings),
});

const mode = section({ mode: setting("Mode", string) });

const update = section({
  execution: setting("Where updates are made: current or worktree", mode),
  batching: setting("Which go together: scope", mode),
  groups: setting(
    "Groups by name",
    map(section({ include: setting("In it", strings), exclude: setting("Not in it", strings) })),
  ),
});

const pullRequest = section({
  provider: setting("Where it is opened", string),
  base_branch: setting("Branch that it goes to", string),
  branch_prefix: setting("Beginning of its own branch", string),
  title: setting("Title", string),
  body: setting("Text", string),
  labels: setting("Labels", strings),
  draft: setting("Whether it is a draft", bool),
  reviewers: setting("Reviewers", strings),
  assignees: setting("Assignees", strings),
});

/** The section. */
export const vendorSection = section({
  base_path: setting("Manifest, or directory of manifests", string, {
    ...blank,
    env: ["ATMOS_VENDOR_BASE_PATH"],
  }),
  lock_file: setting("Lock file", string),
  lock: setting("The lock", section({ enforcement: setting("What a difference does", string) })),
  list: setting("How lists of sources look", listing, quiet),
  retry: setting("Downloads that fail", retry),
  update: setting("Updates", update),
  ci: setting(
    "In automatic runs",
    section({
      pull_request: setting("The pull request of an update", pullRequest),
      summary: setting("The summary", section({ enabled: setting("Whether it is written", bool) })),
    }),
  ),
});
