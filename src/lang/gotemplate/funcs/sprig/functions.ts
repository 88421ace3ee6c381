/** Sprig's functions of texts, all of them. Pure. Follows templates §3.1.
 *  Not here: certificates, passwords and AES (`genCA`, `derivePassword`, `bcrypt` …), and looking up hosts. */
import type { FunctionSet } from "../../function.ts";
import type { TemplateHost } from "../host.ts";
import { dates } from "./dates.ts";
import { dicts } from "./dicts.ts";
import { flow } from "./flow.ts";
import { json } from "./json.ts";
import { lists } from "./lists.ts";
import { numbers } from "./numbers.ts";
import { paths } from "./paths.ts";
import { type CompileRegexp, regexps } from "./regexps.ts";
import { secrets } from "./secrets.ts";
import { type ParseRange, semvers } from "./semver.ts";
import { encodings, texts } from "./texts.ts";

/** What other languages and the machine give to the functions. */
export interface SprigNeeds {
  readonly host: TemplateHost;
  readonly compileRegexp: CompileRegexp;
  readonly parseRange: ParseRange;
}

/** The functions by name; Go's own are not among them. */
export function sprigFunctions({ host, compileRegexp, parseRange }: SprigNeeds): FunctionSet {
  return {
    ...texts,
    ...encodings,
    ...numbers,
    ...lists,
    ...dicts,
    ...flow,
    ...json,
    ...paths,
    ...regexps(compileRegexp),
    ...semvers(parseRange),
    ...dates(host),
    ...secrets(host),
  };
}
