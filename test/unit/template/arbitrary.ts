import fc from 'fast-check';

const TEMPLATE = `packer {
  required_plugins {
    amazon = { source = "github.com/hashicorp/amazon", version = "~> 1" }
  }
}
variable "x" { default = ["a", { b = 1 }] }
locals { l = merge({ a = var.x }, { b = local.l }) }
source "amazon-ebs" "web" {
  ami_name = "web-\${var.x}-\${timestamp()}" # packer-ci:ignore PKR401 because
  dynamic "tag" {
    for_each = var.x
    content { key = tag.key }
  }
}
build {
  provisioner "shell" {
    inline = [<<-EOT
      echo \${local.l["a"]} %{ if true }yes%{ endif }
    EOT
    , "curl x | sh"]
  }
}
`;

const SHARDS = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '"',
  '${',
  '%{',
  '<<E\n',
  '\nE\n',
  '#',
  '/*',
  '*/',
  '\\',
  '\0',
  '\r',
  '=',
  '.',
  '\n',
];

/** Pieces of syntax, words and any other character in random order. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...SHARDS),
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom('a', 'var.x', '1'),
    ),
    {
      maxLength: 60,
    },
  )
  .map((parts) => parts.join(''));

/** A real template with a piece cut out and another put in. */
export const mutatedTemplate = fc
  .tuple(fc.nat(TEMPLATE.length), fc.nat(20), fc.oneof(fc.constantFrom(...SHARDS, ''), anyText))
  .map(([start, length, piece]) => TEMPLATE.slice(0, start) + piece + TEMPLATE.slice(start + length));
