/** `auth`: providers, identities, integrations. Follows config §10.11.
 *  Invariant: names keep their case and their dots; what is called like a secret is one. */
import { setting } from "@/base/schema/record.ts";
import { bool, duration, free, freeMap, map, scalar, string, strings } from "@/base/schema/weak.ts";
import { blank, noEntries, secretMap, section, variables } from "./_section.ts";

const via = setting(
  "What it is made from",
  section({ provider: setting("Provider", string), identity: setting("Identity", string) }),
);
const session = setting("Sessions", section({ duration: setting("How long they last", duration) }));

const provider = section({
  kind: setting("Kind", string, blank),
  start_url: setting("Where a login begins", string),
  url: setting("Address", string),
  region: setting("Region", string),
  username: setting("User", string),
  password: setting("Password", string, { secret: true }),
  driver: setting("How a browser is driven", string),
  provider_type: setting("Kind of a SAML provider", string),
  download_browser_driver: setting("Whether the driver may be downloaded", bool),
  browser_type: setting("Browser", string),
  browser_executable_path: setting("Program of the browser", string),
  auto_provision_identities: setting("Whether it tells its identities", bool),
  session,
  console: setting("Consoles", section({ session_duration: setting("How long they last", duration) })),
  default: setting("Whether it counts when none is named", bool),
  spec: setting("What the kind needs", secretMap),
  tags: setting("Labels", strings),
});

const variable = section({ key: setting("Name", string, blank), value: setting("Value", scalar, blank) });

const identity = section({
  kind: setting("Kind", string, blank),
  default: setting("Whether it counts when none is named", bool),
  required: setting("Whether it is always needed", bool),
  provider: setting("Provider", string),
  via,
  principal: setting("Who to become", freeMap),
  credentials: setting("Keys", secretMap),
  spec: setting("What the kind needs", secretMap),
  alias: setting("Another name", string),
  env: setting("Variables that come with it", variables(variable)),
  session,
  emulator: setting("Stand-in of the cloud", string),
  tags: setting("Labels", strings),
});

const integration = section({
  kind: setting("Kind", string, blank),
  via,
  spec: setting(
    "What the kind needs",
    section({
      auto_provision: setting("Whether a login sets it up", bool),
      registry: setting("Container registry", freeMap),
      cluster: setting("Cluster", freeMap),
      repos: setting("Repositories", strings),
      policy_name: setting("Policy", string),
      git_config_mode: setting("How git gets tokens", string),
      revoke_on_exit: setting("Whether they end with the command", bool),
      token_env: setting("Variable of the token", string),
    }, free),
  ),
});

/** The section. */
export const authSection = section({
  realm: setting("What keeps credentials of projects apart", string, { ...blank, env: ["ATMOS_AUTH_REALM"] }),
  logs: setting("What is told", section({ file: setting("File", string), level: setting("Level", string) })),
  keyring: setting(
    "Where credentials are kept",
    section({
      type: setting("system, file or memory", string),
      spec: setting("What the kind needs", freeMap),
    }),
  ),
  console: setting(
    "Consoles",
    section({ isolated: setting("Whether each has its own browser profile", bool) }),
  ),
  providers: setting("Providers by name", map(provider), noEntries),
  identities: setting("Identities by name", map(identity), noEntries),
  integrations: setting("Integrations by name", map(integration)),
});
