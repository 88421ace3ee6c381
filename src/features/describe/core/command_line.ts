/** What the environment tells terraform beside its command line. Pure. Follows stacks §10.2. */

type Facts = Readonly<Record<string, unknown>>;

/** `env_tf_cli_args`, `env_tf_cli_vars` and `tf_cli_vars`; the first two only where there is something. */
export function commandLineFacts(env: Readonly<Record<string, string>>): Facts {
  const args = Object.entries(env).filter(([name]) => /^TF_CLI_ARGS(_|$)/.test(name))
    .flatMap(([, value]) => value.split(/\s+/).filter(Boolean));
  const vars = Object.entries(env).filter(([name]) => name.startsWith("TF_VAR_"))
    .map(([name, value]) => [name.slice("TF_VAR_".length), value]);
  return {
    ...(args.length > 0 ? { env_tf_cli_args: args } : {}),
    ...(vars.length > 0 ? { env_tf_cli_vars: Object.fromEntries(vars) } : {}),
    tf_cli_vars: {},
  };
}
