/** What flags and variables say together that no key is bound to alone. Pure. Follows config §7, §8.
 *  Invariants: what was typed wins; --verbose wins over --logs-level. */
type Texts = Readonly<Record<string, string>>;

/** The flags of the settings, by name: those that were typed, and what the environment says instead. */
export function runFlags(typed: Texts, env: Texts): Texts {
  return {
    ...env["NO_PAGER"] && { pager: "false" },
    ...saysYes(env["ATMOS_VERBOSE"]) && { "logs-level": "Debug" },
    ...env["CLICOLOR"] === "0" && { "no-color": "true" },
    ...[env["ATMOS_FORCE_COLOR"], env["CLICOLOR_FORCE"]].some(saysYes) && { "force-color": "true" },
    ...typed,
    ...saysYes(typed["verbose"]) && { "logs-level": "Debug" },
  };
}

function saysYes(text: string | undefined): boolean {
  return /^(1|t|true)$/i.test(text ?? "");
}
