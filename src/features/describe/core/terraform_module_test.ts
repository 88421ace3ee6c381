import { deepEqual, ok, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { parseHcl } from "@/lang/hcl/parse_hcl.ts";
import { parseHclJson } from "@/lang/hcl/parse_hcl_json.ts";
import { MODULE_BLOCKS, terraformModule } from "./terraform_module.ts";

// deno-lint-ignore no-explicit-any -- tests look into what they know
function moduleOf(files: Readonly<Record<string, string>>): any {
  return terraformModule(
    "/m",
    Object.entries(files).map(([name, text]) =>
      name.endsWith(".json") ? parseHclJson(text, `/m/${name}`, MODULE_BLOCKS) : parseHcl(text, `/m/${name}`)
    ),
  );
}

const at = (line: number, file = "main.tf") => ({ filename: `/m/${file}`, line });

Deno.test("terraformModule() of nothing has the keys that always are", () => {
  deepEqual(moduleOf({ "main.tf": "locals {\n  a = var.b\n}\nmoved {}\n" }), {
    path: "/m",
    variables: {},
    outputs: {},
    required_providers: {},
    managed_resources: {},
    data_resources: {},
    module_calls: {},
  });
});

Deno.test("terraformModule() tells variables and outputs", () => {
  const { variables, outputs } = moduleOf({
    "main.tf": `variable "bare" {}
variable "old" { type = "string" }
variable list {
  type = list(object({
    x = optional(string)
  }))
  default     = [{ x = "\${1}" }]
  description = <<-EOT
    two
      lines
  EOT
  sensitive   = "true"
  validation {
    condition = length(var.list) > 0
  }
}
variable "none" {
  default     = null
  type        = (any)
  description = null
}
variable "big" { default = 9007199254740993 }
output "o" {
  value       = foo.bar
  description = "out"
  sensitive   = true
  deprecated  = "soon"
}
output "p" { value = 1 }
`,
  });
  deepEqual(variables, {
    bare: { name: "bare", default: null, required: true, pos: at(1) },
    old: { name: "old", type: "string", default: null, required: true, pos: at(2) },
    list: {
      name: "list",
      type: "list(object({\n    x = optional(string)\n  }))",
      description: "two\n  lines\n",
      default: [{ x: 1 }],
      required: false,
      sensitive: true,
      pos: at(3),
    },
    none: { name: "none", type: "(any)", default: null, required: false, pos: at(17) },
    big: { name: "big", default: 9007199254740993n, required: false, pos: at(22) },
  });
  deepEqual(outputs, {
    o: { name: "o", description: "out", sensitive: true, deprecated: "soon", pos: at(23) },
    p: { name: "p", pos: at(29) },
  });
});

Deno.test("terraformModule() tells providers, wanted, configured and implied", () => {
  const found = moduleOf({
    "a.tf": `terraform {
  required_version = ">= 1.3"
  backend "s3" {}
  required_providers {
    aws  = { source = "x/aws", version = "~> 5", configuration_aliases = [aws.east, aws.west] }
    text = "1.0"
    none = {}
  }
}
terraform {
  required_version = "< 2"
  required_providers {
    aws = { version = "< 6" }
  }
}
provider "aws" {
  region = var.region
}
provider "aws" {
  alias   = "east"
  version = "5.1"
}
provider "cloud" {}
resource "net_one" "a" {}
resource "net" "b" { provider = aws.east }
resource "net" "c" { provider = "aws.west" }
data "dns_x" "d" {}
`,
  });
  deepEqual(found.required_core, [">= 1.3", "< 2"]);
  deepEqual(found.required_providers, {
    aws: {
      source: "x/aws",
      version_constraints: ["~> 5", "< 6", "5.1"],
      aliases: [{ name: "aws", alias: "east" }, { name: "aws", alias: "west" }],
    },
    text: { version_constraints: ["1.0"] },
    cloud: {},
    net: {},
    dns: {},
  });
  deepEqual(found.provider_configs, {
    aws: { name: "aws" },
    "aws.east": { name: "aws", alias: "east" },
    cloud: { name: "cloud" },
  });
  const pos = (line: number) => at(line, "a.tf");
  deepEqual(found.managed_resources, {
    "net_one.a": { mode: "managed", type: "net_one", name: "a", provider: { name: "net" }, pos: pos(24) },
    "net.b": {
      mode: "managed",
      type: "net",
      name: "b",
      provider: { name: "aws", alias: "east" },
      pos: pos(25),
    },
    "net.c": {
      mode: "managed",
      type: "net",
      name: "c",
      provider: { name: "aws", alias: "west" },
      pos: pos(26),
    },
  });
  deepEqual(found.data_resources, {
    "data.dns_x.d": { mode: "data", type: "dns_x", name: "d", provider: { name: "dns" }, pos: pos(27) },
  });
});

Deno.test("terraformModule() lets later files replace, but keeps the source of a module", () => {
  const found = moduleOf({
    "main.tf": 'variable "v" { type = string }\nmodule "m" {\n  source = "./m"\n  version = "1"\n}\n',
    "more.tf.json": '{"module": {"n": {"source": "a/b"}}, "resource": {"x_y": {"z": {"provider": "p.q"}}}}',
    "override.tf": 'variable "v" { description = "new" }\nmodule "m" { version = "2" }\n',
  });
  deepEqual(found.variables["v"], {
    name: "v",
    description: "new",
    default: null,
    required: true,
    pos: at(1, "override.tf"),
  });
  deepEqual(found.module_calls, {
    m: { name: "m", source: "./m", version: "2", pos: at(2, "override.tf") },
    n: { name: "n", source: "a/b", pos: at(1, "more.tf.json") },
  });
  deepEqual(found.managed_resources["x_y.z"].provider, { name: "p", alias: "q" });
});

Deno.test("terraformModule() tells what must be known and is not, with its place", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['variable "v" { default = foo() }', "hcl/evaluation", "1:26"],
    ['variable "v" { description = [] }', "describe/terraform-argument", "1:30"],
    ['variable "v" { sensitive = "maybe" }', "describe/terraform-argument", "1:28"],
    ["variable {}", "describe/terraform-block", "1:1"],
    ['\nresource "a" {}', "describe/terraform-block", "2:1"],
    ['terraform "x" {}', "describe/terraform-block", "1:1"],
    ['resource "a" "b" { provider = foo() }', "describe/terraform-argument", "1:31"],
    ["terraform {\n  required_providers {\n    a = [1]\n  }\n}", "describe/terraform-argument", "3:9"],
    [
      "terraform {\n  required_providers {\n    a = { source = 1 }\n  }\n}",
      "describe/terraform-argument",
      "3:20",
    ],
    [
      "terraform {\n  required_providers {\n    a = { configuration_aliases = [b.c] }\n  }\n}",
      "describe/terraform-argument",
      "3:36",
    ],
    [
      'terraform {\n  required_providers {\n    a = { source = "x/y" }\n  }\n' +
      '  required_providers {\n    a = { source = "x/z" }\n  }\n}',
      "describe/terraform-argument",
      "5:3",
    ],
    ['module "m" {\n  source = "./${var.x}"\n}', "describe/module-source", "2:17"],
    ['module "m" { version = local.v }', "describe/module-source", "1:24"],
  ];
  for (const [text, code, place] of cases) {
    throws(() => moduleOf({ "main.tf": `${text}\n` }), (error) => {
      ok(error instanceof ConfigError, `${text}: ${error}`);
      deepEqual([error.code, `${error.at?.line}:${error.at?.column}`], [code, place], text);
      return true;
    });
  }
});
