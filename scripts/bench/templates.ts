import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes that many templates below a folder, a directory each; each number gives another one, always the same. */
export function writeTemplates(folder: string, count: number): void {
  for (let number = 0; number < count; number += 1) {
    const directory = join(folder, 'images', `m${number}`);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'main.pkr.hcl'), template(number));
    writeFileSync(join(directory, 'ci.auto.pkrvars.hcl'), `size = ${8 + number}\n`);
  }
}

const SOURCES: readonly (readonly [string, string])[] = [
  [
    'amazon-ebs',
    `region = var.region\n  ami_name = "m-\${local.stamp}"\n  source_ami_filter { owners = ["self"] }`,
  ],
  ['docker', 'image = "ubuntu:24.04"\n  commit = true\n  changes = ["LABEL region=${var.region}"]'],
  ['googlecompute', 'project_id = "images"\n  zone = "${var.region}-b"\n  disk_size = var.size'],
];

function template(number: number): string {
  const [type, settings] = SOURCES[number % SOURCES.length] ?? ['null', ''];
  const plugin = type.split('-')[0];
  return `packer {
  required_version = ">= 1.16.0, < 2.0.0"
  required_plugins {
    ${plugin} = { source = "github.com/hashicorp/${plugin}", version = "~> 1.1" }
  }
}
variable "region" {
  default = "eu-west-${1 + (number % 3)}"
}
variable "size" {
  type = number
}
locals {
  stamp = formatdate("YYYYMMDDhhmmss", timestamp())
  tags  = { for key, value in { cost = "c${number}" } : upper(key) => "\${value}-\${var.region}" }
}
source "${type}" "m${number}" {
  ${settings}
}
build {
  sources = ["source.${type}.m${number}"]
${Array.from({ length: 1 + (number % 4) }, (_, step) => provisioner(number, step)).join('')}}
`;
}

const provisioner = (number: number, step: number): string => `  provisioner "shell" {
    environment_vars = ["STEP=${step}", "REGION=\${var.region}"]
    inline = [
      "sudo apt-get install -y nginx=1.${number % 30}.${step}",
      <<-EOT
      echo "machine ${number}: \${join(",", keys(local.tags))}" > /tmp/step-${step}
      EOT
    ]
  }
`;
