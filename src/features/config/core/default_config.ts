/** What counts where no file is found at all. Pure. Follows config §6.2. */
import type { TextMap } from "@/base/schema/reading.ts";
import { nested } from "./fill.ts";

/** As it would be written. */
export const defaultConfig: TextMap = nested([
  ["base_path", "."],
  ["stacks.base_path", "stacks"],
  ["stacks.included_paths", ["orgs/**/*"]],
  ["stacks.excluded_paths", ["**/_defaults.yaml"]],
  ["stacks.name_pattern", "{tenant}-{environment}-{stage}"],
  ["components.terraform.base_path", "components/terraform"],
  ["components.terraform.deploy_run_init", "true"],
  ["components.terraform.init_run_reconfigure", "true"],
  ["components.terraform.auto_generate_backend_file", "true"],
  ["components.terraform.workspace.prefix_separator", "-"],
  ["components.helmfile.base_path", "components/helmfile"],
  ["components.packer.base_path", "components/packer"],
  ["components.packer.command", "packer"],
  ["components.kubernetes.base_path", "components/kubernetes"],
  ["components.kubernetes.provider", "kubectl"],
  ["workflows.base_path", "stacks/workflows"],
  ["schemas.jsonschema.base_path", "stacks/schemas/jsonschema"],
  ["schemas.opa.base_path", "stacks/schemas/opa"],
  ["templates.settings.enabled", "true"],
  ["templates.settings.sprig.enabled", "true"],
  ["templates.settings.gomplate.enabled", "true"],
  ["settings.list_merge_strategy", "replace"],
  ["settings.terminal.unicode", "true"],
  ["settings.terminal.syntax_highlighting.enabled", "true"],
  ["settings.terminal.syntax_highlighting.formatter", "terminal"],
  ["settings.terminal.syntax_highlighting.theme", "dracula"],
  ["settings.terminal.syntax_highlighting.line_numbers", "true"],
]);
