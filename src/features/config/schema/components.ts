/** `components`: the types of components and how each is run. Follows config §10.2. */
import { version } from "@/base/build_info.ts";
import { setting } from "@/base/schema/record.ts";
import { bool, duration, free, freeMap, listOf, map, oneOf, string, strings } from "@/base/schema/weak.ts";
import { blank, inner, listing, off, on, quiet, section } from "./_section.ts";

const source = setting(
  "Sources that are fetched",
  section({ ttl: setting("How long they are fresh", duration) }),
);
const autoGenerateFiles = setting("Whether files of `generate` are written before a run", bool, off);

/** Settings of a type that take variables of the same names. */
function variables(type: string) {
  return (name: string) => ({ env: [`ATMOS_COMPONENTS_${type}_${name.toUpperCase()}`] });
}

const terraformVariable = variables("TERRAFORM");

const terraformCache = section({
  enabled: setting("Whether providers and modules are cached", bool, terraformVariable("cache_enabled")),
  location: setting("Directory of the cache", string, terraformVariable("cache_location")),
  backend: setting(
    "Where the cache is kept",
    section({ type: setting("Kind", string), options: setting("What it needs", freeMap) }),
  ),
  metadata_ttl: setting("How long lists of versions are fresh", duration),
  stale_while_revalidate: setting("How long old ones serve meanwhile", duration),
  mirror: setting("A network mirror", section({ enabled: setting("Whether it is served", bool) })),
});

const planfiles = section({
  default: setting("Store of plans", string, blank),
  priority: setting("Stores, the first that has the plan counts", strings),
  key_pattern: setting("Name of a plan in a store", string),
  stores: setting(
    "Stores by name",
    map(section({ type: setting("Kind", string, blank), options: setting("What it needs", freeMap) })),
  ),
  verify: setting("What happens when a plan is stale", oneOf("fail", "warn", "off")),
  required: setting("Whether a plan must be there", bool),
});

const terraform = section({
  base_path: setting("Directory of the components", string, { ...blank, ...terraformVariable("base_path") }),
  apply_auto_approve: setting("Whether apply asks nothing", bool, {
    ...off,
    ...terraformVariable("apply_auto_approve"),
  }),
  append_user_agent: setting("What is added to the user agent of providers", string, {
    default: `Atmos/${version} (Cloud Posse; +https://atmos.tools)`,
    ...terraformVariable("append_user_agent"),
  }),
  deploy_run_init: setting("Whether deploy runs init", bool, {
    ...off,
    ...terraformVariable("deploy_run_init"),
  }),
  init_run_reconfigure: setting("Whether init reconfigures the backend", bool, {
    ...off,
    ...terraformVariable("init_run_reconfigure"),
  }),
  auto_generate_backend_file: setting("Whether the backend's file is written", bool, {
    ...off,
    ...terraformVariable("auto_generate_backend_file"),
  }),
  auto_generate_files: autoGenerateFiles,
  workspaces_enabled: setting("Whether there are workspaces; unset means yes", bool),
  command: setting("The program", string, { ...blank, ...terraformVariable("command") }),
  shell: setting(
    "The shell of a component",
    section({ prompt: setting("Prompt", string, blank) }),
    inner,
  ),
  init: setting(
    "init",
    section({
      pass_vars: setting("Whether it gets the variable file", bool, {
        ...off,
        ...terraformVariable("init_pass_vars"),
      }),
    }),
    inner,
  ),
  plan: setting(
    "plan",
    section({
      skip_planfile: setting("Whether no plan file is written", bool, {
        ...off,
        ...terraformVariable("plan_skip_planfile"),
      }),
    }),
    inner,
  ),
  lint: setting(
    "Checks of components",
    section({
      config: setting("File of the linter", string),
      error_mode: setting("What findings do", string),
    }),
  ),
  planfiles: setting("Plans that are kept", planfiles, quiet),
  plugin_cache: setting("Whether providers are downloaded once", bool, {
    ...on,
    ...terraformVariable("plugin_cache"),
  }),
  plugin_cache_dir: setting("Where they are kept", string, terraformVariable("plugin_cache_dir")),
  auto_provision_workdir_for_outputs: setting("Whether reading outputs makes work directories", bool, {
    ...on,
    ...terraformVariable("auto_provision_workdir_for_outputs"),
  }),
  source,
  ci: setting(
    "In automatic runs",
    section({ exit_codes: setting("Exit code → whether it is a success", map(bool)) }),
  ),
  workspace: setting(
    "Names of workspaces",
    section({
      prefix_separator: setting("What stands between the parts", string),
      pattern: setting("Pattern where a component has none", string),
      template: setting("Template where a component has none", string),
    }),
  ),
  rc: setting(
    "The generated file of the program's own settings",
    section({ enabled: setting("Whether it is written", bool) }, free),
  ),
  cache: setting("Cache of providers and modules", terraformCache, inner),
  platforms: setting("Platforms that lock files cover", strings),
});

const helmfileVariable = variables("HELMFILE");

const helmfile = section({
  base_path: setting("Directory of the components", string, { ...blank, ...helmfileVariable("base_path") }),
  use_eks: setting("Whether clusters are of EKS", bool, { ...off, ...helmfileVariable("use_eks") }),
  kubeconfig_path: setting("Directory of kubeconfig files", string, {
    ...blank,
    ...helmfileVariable("kubeconfig_path"),
  }),
  helm_aws_profile_pattern: setting("Name of the AWS profile; use identities instead", string, {
    ...blank,
    ...helmfileVariable("helm_aws_profile_pattern"),
  }),
  cluster_name_pattern: setting("Name of the cluster; use cluster_name_template instead", string, {
    ...blank,
    ...helmfileVariable("cluster_name_pattern"),
  }),
  cluster_name_template: setting("Template of the cluster's name", string, blank),
  cluster_name: setting("Name of the cluster", string, blank),
  command: setting("The program", string, { ...blank, ...helmfileVariable("command") }),
  auto_generate_files: autoGenerateFiles,
  source,
  plugins: setting("Plugins of helm", strings),
});

const packerVariable = variables("PACKER");

const packer = section({
  base_path: setting("Directory of the components", string, { ...blank, ...packerVariable("base_path") }),
  command: setting("The program", string, { ...blank, ...packerVariable("command") }),
  auto_generate_files: autoGenerateFiles,
  source,
});

const basePath = setting("Directory of the components", string, blank);

const helmRepository = section({
  name: setting("Name", string, blank),
  url: setting("Address", string, blank),
  username: setting("User", string),
  password: setting("Password", string, { secret: true }),
  pass_credentials_all: setting("Whether other hosts get them too", bool),
  cert_file: setting("Certificate", string),
  key_file: setting("Key", string),
  ca_file: setting("Certificate of the authority", string),
  insecure_skip_tls_verify: setting("Whether any certificate will do", bool),
});

/** The section. */
export const componentsSection = section({
  terraform: setting("Terraform and OpenTofu", terraform, inner),
  helmfile: setting("Helmfile", helmfile, inner),
  packer: setting("Packer", packer, inner),
  ansible: setting(
    "Ansible",
    section({
      base_path: basePath,
      command: setting("The program", string, blank),
      auto_generate_files: autoGenerateFiles,
    }),
    inner,
  ),
  kubernetes: setting(
    "Manifests of Kubernetes",
    section({
      base_path: basePath,
      provider: setting("kubectl or kustomize", oneOf("kubectl", "kustomize"), blank),
      auto_generate_files: autoGenerateFiles,
      source,
    }),
    inner,
  ),
  helm: setting(
    "Helm",
    section({
      base_path: basePath,
      auto_generate_files: autoGenerateFiles,
      source,
      plugins: setting("Plugins", strings),
      repositories: setting("Repositories of charts", listOf(helmRepository)),
    }),
    inner,
  ),
  list: setting("How lists of components look", listing, quiet),
}, free);
