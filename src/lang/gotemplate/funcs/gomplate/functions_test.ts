import { equal, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { parseToml, renderToml } from "@/lang/toml/toml.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { renderYaml } from "@/lang/yaml/render.ts";
import { compileRe2 } from "@/lang/regexp/re2.ts";
import { execute } from "../../execute.ts";
import { parseTemplate } from "../../parse_template.ts";
import type { Value } from "../../value.ts";
import { builtins } from "../builtins.ts";
import { gomplateFunctions } from "./functions.ts";
import { envFunction } from "./machine.ts";

const host = {
  variable: (name: string) => name === "SET" ? "value" : undefined,
  hash: (algorithm: string, bytes: Uint8Array) => `${algorithm}:${bytes.length}`,
  random: (count: number) => new Uint8Array(count).fill(7),
  now: () => Date.UTC(2024, 1, 29, 12),
};
const formats = {
  parseYaml: (text: string) => parseYaml(text, { file: "x" }).value as Value,
  writeYaml: (value: Value) => renderYaml(value, { sortKeys: true }),
  parseToml: (text: string) => parseToml(text, "x") as Value,
  writeToml: renderToml,
};
const functions = {
  ...builtins,
  ...gomplateFunctions({ host, compileRegexp: compileRe2, formats }),
  ...envFunction(host),
};

function render(text: string, data: Value = {}): string {
  return execute(parseTemplate(text, { name: "t", functions }), data);
}

const CASES: readonly (readonly [template: string, text: string])[] = [
  ['{{ net.CIDRHost 5 "10.1.2.0/24" }} {{ net.CIDRHost -2 "10.1.2.0/24" }}', "10.1.2.5 10.1.2.254"],
  ['{{ net.CIDRNetmask "172.16.0.0/12" }}', "255.240.0.0"],
  ['{{ net.CIDRSubnets 2 "10.0.0.0/16" }}', "[10.0.0.0/18 10.0.64.0/18 10.0.128.0/18 10.0.192.0/18]"],
  ['{{ net.CIDRSubnetSizes 4 4 8 "10.1.0.0/16" }}', "[10.1.0.0/20 10.1.16.0/20 10.1.32.0/24]"],
  ['{{ net.CIDRHost 1 "fd00:0:0:1::/64" }}', "fd00:0:0:1::1"],
  ['{{ net.ParseIP "0:0:0:0:0:0:0:1" }} {{ net.ParseIP "::" }}', "::1 ::"],
  ['{{ net.ParseIP "::ffff:1.2.3.4" }}', "::ffff:102:304"],
  ['{{ strings.Slug "Hello, Wörld & Co" }}', "hello-world-and-co"],
  [
    '{{ strings.SnakeCase "Hello, World!" }} {{ strings.KebabCase "Hello, World!" }}',
    "Hello_world Hello-world",
  ],
  ['{{ strings.Indent 2 "-" "a\\n\\nb" }}', "--a\n\n--b"],
  ['{{ strings.Title "hELLO wORLD" }}', "Hello World"],
  ['{{ strings.ShellQuote (coll.Slice "a" "b c") }}', "'a' 'b c'"],
  ['{{ strings.RuneCount "é" "ab" }} {{ strings.Trunc 2 12345 }}', "3 12"],
  ['{{ conv.ToInt64 "1,000" }} {{ conv.ToFloat64 "017" }} {{ conv.ToBool 1.0 }}', "1000 15 true"],
  ['{{ conv.ParseInt "-80" 16 8 }} {{ conv.ParseInt "80" 16 8 }}', "-128 0"],
  ['{{ conv.Default "d" 0 }} {{ (conv.URL "http://u@h:1/p%20q?a=b").Path }}', "d /p q"],
  ['{{ math.Add 1 "2.5" }} {{ math.Mul 2 3 }} {{ math.Pow 2 0.5 | printf "%.3f" }}', "3.5 6 1.414"],
  ["{{ math.Seq 5 1 2 }} {{ math.Seq 3 }} {{ math.Seq 1 2 0 }}", "[5 3 1] [1 2 3] []"],
  ["{{ math.Round -2.5 }} {{ math.Max 1 2.5 }} {{ math.Rem 7 -3 }}", "-3 2.5 1"],
  [
    '{{ coll.Merge (coll.Dict "a" (coll.Dict "x" 1)) (coll.Dict "a" (coll.Dict "x" 2 "y" 3)) }}',
    "map[a:map[x:1 y:3]]",
  ],
  ["{{ coll.Flatten 1 (coll.Slice 1 (coll.Slice 2 (coll.Slice 3))) }}", "[1 2 [3]]"],
  [
    '{{ coll.Pick "a" (coll.Dict "a" 1 "b" 2) }} {{ coll.Omit (coll.Slice "a") (coll.Dict "a" 1 "b" 2) }}',
    "map[a:1] map[b:2]",
  ],
  ['{{ coll.JSONPath ".a[1].b" (data.YAML "a: [{b: 1}, {b: 2}]") }}', "2"],
  ['{{ coll.JSONPath "$.a[*].b" (data.YAML "a: [{b: 1}, {b: 2}]") }}', "[1 2]"],
  ['{{ coll.JSONPath "{.a[?(@.b==2)].c}" (data.YAML "a: [{b: 1, c: x}, {b: 2, c: y}]") }}', "y"],
  ['{{ data.CSVByRow "a,b\\n1,\\"x, y\\"\\n" }}', "[map[a:1 b:x, y]]"],
  ['{{ data.CSVByColumn ";" "k;v\\n1;2\\n3;4" }}', "map[k:[1 3] v:[2 4]]"],
  ['{{ data.ToCSV (coll.Slice (coll.Slice "a" 1) (coll.Slice "b,c" 2)) }}', 'a,1\r\n"b,c",2\r\n'],
  ['{{ (data.TOML "[a]\\nb = [1, 2]").a.b }}', "[1 2]"],
  ['{{ data.ToYAML (coll.Dict "b" 1 "a" (coll.Slice "x")) }}', "a:\n  - x\nb: 1\n"],
  ['{{ data.ToJSON (coll.Dict "a" "<b>") }}', '{"a":"\\u003cb\\u003e"}'],
  ['{{ regexp.FindAll "[a-z]" 2 "abc" }} {{ regexp.Split "," 2 "a,b,c" }}', "[a b] [a b,c]"],
  ['{{ path.Match "a/*" "a/b" }} {{ path.Match "*" "a/b" }} {{ path.Split "a/b" }}', "true false [a/ b]"],
  ['{{ filepath.Rel "/a/b" "/a/c/d" }}', "../c/d"],
  ['{{ base64.Decode "_-8=" | printf "%x" }} {{ base64.Encode "hi" }}', "ffef aGk="],
  [
    '{{ env "SET" }} {{ env.Getenv "SET" }} {{ getenv "NOT" "default" }} {{ env.ExpandEnv "${SET}!" }}',
    "value value default value!",
  ],
  ["{{ (time.Now.AddDate 1 0 0).Format time.RFC3339 }}", "2025-03-01T12:00:00Z"],
  [
    '{{ (time.ParseDuration "90m").Hours }} {{ time.Second 90 }} {{ time.Millisecond 1.5 }}',
    "1.5 1m30s 1.5ms",
  ],
  ['{{ ((time.Parse "2006-01-02" "2024-03-02").Sub (time.Parse "2006-01-02" "2024-03-01")) }}', "24h0m0s"],
  ['{{ uuid.IsValid "x" }} {{ uuid.V4 }}', "false 07070707-0707-4707-8707-070707070707"],
  ['{{ random.Alpha 3 }} {{ random.Number 5 5 }} {{ random.String 2 "[x]" }}', "HHH 5 xx"],
  ['{{ crypto.SHA256 "é" }} {{ test.IsKind "number" 1.5 }}', "sha256:2 true"],
];

Deno.test("gomplate's functions", async (t) => {
  for (const [template, text] of CASES) await t.step(template, () => equal(render(template), text));
});

const FAULTS: readonly (readonly [template: string, reason: RegExp])[] = [
  ['{{ net.CIDRHost 300 "10.0.0.0/24" }}', /does not accommodate a host numbered 300/],
  ['{{ net.CIDRSubnets 30 "10.0.0.0/16" }}', /insufficient address space/],
  ['{{ net.CIDRSubnets 60 "fd00::/64" }}', /too many networks/],
  ['{{ net.ParseIP "1.2.3.256" }}', /unable to parse IP/],
  ['{{ strings.Repeat 100000000 "abc" }}', /too long/],
  ["{{ math.Seq 1 100000000 }}", /too long/],
  ["{{ math.Div 1 0 }}", /division by 0/],
  ['{{ coll.JSONPath ".nope" (coll.Dict "a" 1) }}', /is not found/],
  ['{{ data.YAML "[1]" }}', /a map is needed/],
  ['{{ data.TOML "a = ]" }}', /unable to unmarshal/],
  ['{{ data.CSV "\\"open" }}', /quoted-field/],
  ['{{ test.Fail "stop" }}', /template generation failed: stop/],
  ['{{ required "" }}', /a required value was not set/],
  ["{{ strings.Indent }}", /wrong number of args for Indent/],
];

Deno.test("what gomplate's functions refuse", async (t) => {
  for (const [template, reason] of FAULTS) {
    await t.step(
      template,
      () =>
        throws(() => render(template), (error) => error instanceof ConfigError && reason.test(error.title)),
    );
  }
});
