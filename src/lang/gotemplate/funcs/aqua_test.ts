import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { compileRe2 } from "@/lang/regexp/re2.ts";
import { parseRange } from "@/lang/semver/range.ts";
import { execute } from "../execute.ts";
import { parseTemplate } from "../parse_template.ts";
import { aquaFunctions } from "./aqua.ts";

const functions = aquaFunctions({ compileRegexp: compileRe2, parseRange });
const data = {
  Version: "v1.2.3-RC1",
  SemVer: "1.2.3-RC1",
  OS: "Linux",
  GOOS: "linux",
  Asset: "foo_1.2.3.exe",
  Vars: { a: "b" },
};

function render(text: string): string {
  return execute(parseTemplate(text, { name: "t", functions }), data);
}

Deno.test("aqua functions: the table of aqua-registry §25.4", () => {
  const cases: [string, string][] = [
    ["{{trimV .Version}}", "1.2.3-RC1"],
    ["{{.Version|trimV}}", "1.2.3-RC1"],
    ['{{trimPrefix "v" .Version}}', "1.2.3-RC1"],
    ['{{trimPrefix .Version "v"}}', "v"],
    ['{{.Version | trimV | trimSuffix "-RC1"}}', "1.2.3"],
    ['{{title "darwin amd64"}}', "Darwin Amd64"],
    ['{{title "foo-bar_baz"}}', "Foo-Bar_baz"],
    ['{{replace "." "_" .Version}}', "v1_2_3-RC1"],
    ["{{(semver .Version).Major}}.{{(semver .Version).Minor}}", "1.2"],
    ["{{semver .Version}}", "1.2.3-RC1"],
    ['{{(semver "v1.2").Patch}}', "0"],
    ['{{index (splitList "." (trimV .Version)) 0}}', "1"],
    ['{{.Version | regexFind "^[^-]+"}}', "v1.2.3"],
    ['{{if eq .GOOS "windows"}}a{{else if eq .GOOS "linux"}}c{{else}}b{{end}}', "c"],
    ["{{.Vars.a}}", "b"],
    ["{{.Vars.zz}}", "<no value>"],
    ["{{.Foo}}", "<no value>"],
    [" {{- .Version -}} x", "v1.2.3-RC1x"],
    ['{{trim " a "}}', "a"],
  ];
  for (const [text, expected] of cases) assert.equal(render(text), expected, text);
  const bad = [
    '{{(semver "cli-1.2").Major}}',
    '{{index (splitList "." .Version) 9}}',
    "{{trimV .Foo}}",
    "{{nope .Version}}",
    '{{env "HOME"}}',
    "{{.Version",
    '{{regexFind "(" .Version}}',
  ];
  for (const text of bad) assert.throws(() => render(text), AtmosError, text);
});

Deno.test("aqua functions: the others that registries have used", () => {
  const cases: [string, string][] = [
    ['{{trimAll "-x" "-xa-x"}}|{{trimAll "a" "aaa"}}', "a|"],
    ['{{lower "AbC"}}{{upper "aé"}}', "abcAÉ"],
    ['{{contains "b" "abc"}} {{hasPrefix "a" "abc"}} {{hasSuffix "a" "abc"}}', "true true false"],
    ['{{substr 1 3 "abcd"}}|{{substr -1 2 "abcd"}}|{{substr 2 -1 "abcd"}}', "bc|ab|cd"],
    ['{{quote "a" nil 1}} {{squote "b"}}', '"a" "1" \'b\''],
    ['{{add 1 2 "3"}} {{sub 5 7}}', "6 -2"],
    ['{{default "x" ""}}{{default "x" "y"}}{{ternary 1 2 false}}', "xy2"],
    ['{{first (list 1 2)}}{{last (list 1 2)}}{{join "," (list "a" 1)}}', "12a,1"],
    ['{{(split "." "a.b")._1}}{{get (dict "k" "v") "k"}}', "bv"],
    ['{{regexMatch "^v" "v1"}} {{regexReplaceAll "(\\\\d)" "a1" "<${1}>"}}', "true a<1>"],
    ['{{replace "" "-" "ab"}}|{{trimSuffix "" "ab"}}', "-a-b-|ab"],
    ['{{semverCompare ">= 1.2" "1.3.0"}} {{semverCompare "^1.2" "2.0.0"}}', "true false"],
    ['{{join "," .Vars.zz}}|{{join "," "a"}}|{{join "," (list "a" nil "b")}}', "|a|a,b"],
    ['{{regexMatch "(" "a"}}', "false"],
    ["{{add 1.9 true}} {{sub 1e3 0.5}}", "2 1000"],
    ['{{dict "k" nil}} {{dict "k"}}', "map[k:<nil>] map[k:]"],
    ["{{html .Nope}} {{urlquery nil}}", "&lt;no value&gt; %3Cno+value%3E"],
  ];
  for (const [text, expected] of cases) assert.equal(render(text), expected, text);
  const bad = [
    '{{semverCompare "nope" "1.0.0"}}',
    '{{semverCompare ">= 1" "nope"}}',
    '{{substr 3 1 "abcd"}}',
    '{{substr 9 -1 "abcd"}}',
    '{{substr -1 9 "abcd"}}',
  ];
  for (const text of bad) assert.throws(() => render(text), AtmosError, text);
});
