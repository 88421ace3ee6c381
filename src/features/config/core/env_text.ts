/** Variables as a text that a shell, a program or a workflow reads. Pure. Follows config §9.7.
 *  Invariant: whatever a value holds, it is read back unchanged. */

/** The forms. */
export type EnvForm = "bash" | "json" | "dotenv" | "github";

/** Every variable in its order. @param exported whether `bash` says `export` */
export function envText(
  variables: Readonly<Record<string, string>>,
  form: EnvForm,
  exported: boolean,
): string {
  const entries = Object.entries(variables);
  switch (form) {
    case "json":
      return `${JSON.stringify(variables, null, 2)}\n`;
    case "bash":
      return entries.map(([name, value]) => `${exported ? "export " : ""}${name}=${quoted(value)}\n`).join(
        "",
      );
    case "dotenv":
      return entries.map(([name, value]) => `${name}=${quoted(value)}\n`).join("");
    case "github":
      return entries.map(([name, value]) => githubLine(name, value)).join("");
  }
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'"'"'`)}'`;
}

function githubLine(name: string, value: string): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}\n`;
  let end = `ATMOS_EOF_${name}`;
  while (value.split(/\r?\n/).includes(end)) end += "_";
  return `${name}<<${end}\n${value}\n${end}\n`;
}
