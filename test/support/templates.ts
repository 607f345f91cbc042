import { part } from './parts.ts';
import type { Sshd } from './sshd.ts';

/** The key pair that builds use; its public half must be in EC2, its private half is the tests' sshd's. */
export const KEY_PAIR = 'packer-ci-tests';

/** An `amazon-ebs` source of a template. */
export type EbsSource = {
  readonly name: string;
  readonly amiName: string;
  /** The first one builds; the AMI is copied to the others. */
  readonly regions: readonly [string, ...string[]];
  /** Packer makes its own key pair, and not the tests' (`KEY_PAIR`). */
  readonly ownKeyPair?: boolean;
};

export type EbsTemplate = {
  readonly sources: readonly EbsSource[];
  /** Lines of a shell script that really runs. */
  readonly provisioner: readonly string[];
};

/** Where a template's builds go. */
export type Machine = { readonly endpoint: string; readonly sshd: Sshd };

/** Whether the Packer of this machine has `init` and `required_plugins`, which came with 1.7. */
export function packerHasInit(version: string = part('packer').version): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 7);
}

/** A whole template for the Packer of this machine, in the canonical format. */
export function ebsTemplate(template: EbsTemplate, machine: Machine): string {
  const sources = template.sources.map((source) => ebsSource(source, machine)).join('\n');
  const names = template.sources.map(({ name }) => quote(`source.amazon-ebs.${name}`)).join(', ');
  return `${packerHasInit() ? REQUIRED_PLUGINS : ''}${sources}
build {
  sources = [${names}]

  provisioner "shell" {
    inline = [
${template.provisioner.map((line) => `      ${quote(line)},`).join('\n')}
    ]
  }
}
`;
}

const REQUIRED_PLUGINS = `packer {
  required_plugins {
    amazon = {
      source  = "github.com/hashicorp/amazon"
      version = "~> 1"
    }
  }
}

`;

function ebsSource({ name, amiName, regions, ownKeyPair }: EbsSource, { endpoint, sshd }: Machine): string {
  const body = alignAssignments([
    ['ami_name', quote(amiName)],
    ['region', quote(regions[0])],
    ['ami_regions', `[${regions.map(quote).join(', ')}]`],
    ['instance_type', quote('t3.micro')],
    ['skip_region_validation', 'true'],
    // A newer Packer follows AWS_ENDPOINT_URL instead.
    ...(packerHasInit() ? [] : [['custom_endpoint_ec2', quote(endpoint)] as const]),
    ['ssh_host', quote('127.0.0.1')],
    ['ssh_port', String(sshd.port)],
    ['ssh_username', quote(sshd.user)],
    ...(ownKeyPair === true
      ? []
      : ([
          ['ssh_keypair_name', quote(KEY_PAIR)],
          ['ssh_private_key_file', quote(sshd.privateKeyFile)],
        ] as const)),
    ['ssh_timeout', quote('60s')],
  ]);
  return `source "amazon-ebs" ${quote(name)} {
${body}

  source_ami_filter {
    most_recent = true
    owners      = ["099720109477"]
    filters = {
      name                = "ubuntu/images/*"
      virtualization-type = "hvm"
    }
  }
}
`;
}

/** Arguments under each other as `packer fmt` puts them. */
function alignAssignments(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`).join('\n');
}

/** A text as HCL writes it; JSON's escapes are a part of HCL's. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, '$&$&');
}
