import { expect, test } from 'vitest';
import { lintText } from './linting.ts';

/** What a careful team writes: variables, maps of them, comments, a clean-up at the end. */
const SOUND = `packer {
  required_version = ">= 1.16.0, < 2.0.0"
  required_plugins {
    amazon = {
      source  = "github.com/hashicorp/amazon"
      version = "~> 1.8.1"
    }
  }
}

variable "regions" {
  type    = list(string)
  default = ["us-east-1", "eu-west-1"]
}

variable "kms_key_ids" {
  type = map(string)
  default = {
    us-east-1 = "alias/ami"
    eu-west-1 = "alias/ami"
  }
}

variable "http_tokens" {
  type    = string
  default = "required"
}

variable "deploy_token" {
  type      = string
  sensitive = true
  default   = env("DEPLOY_TOKEN")
}

variable "deploy_token_ttl" {
  type    = string
  default = "15m"
}

locals {
  built_at = timestamp()
  encrypt  = true
}

source "amazon-ebs" "ubuntu" {
  ami_name        = "web-\${formatdate("YYYYMMDDhhmmss", local.built_at)}"
  ami_description = "web on Ubuntu 24.04, tokens for \${var.deploy_token_ttl}"
  region          = "us-east-1"
  ami_regions     = var.regions
  instance_type   = "t3.small"

  source_ami_filter {
    filters = {
      name                = "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
    }
    owners      = ["099720109477"]
    most_recent = true
  }

  encrypt_boot       = local.encrypt
  region_kms_key_ids = var.kms_key_ids

  launch_block_device_mappings {
    device_name           = "/dev/sda1"
    volume_size           = 20
    delete_on_termination = true
  }

  imds_support = "v2.0"
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = var.http_tokens
    http_put_response_hop_limit = 1
  }

  ssh_username                              = "ubuntu"
  temporary_key_pair_type                   = "ed25519"
  temporary_security_group_source_public_ip = true
  ssh_clear_authorized_keys                 = true

  deprecate_at = timeadd(local.built_at, "2160h")

  run_tags = {
    Name = "packer-web"
  }
}

build {
  sources = ["source.amazon-ebs.ubuntu"]

  provisioner "file" {
    source      = "files/rds-ca-bundle.pem"
    destination = "/tmp/rds-ca-bundle.pem"
  }

  provisioner "shell" {
    environment_vars = ["DEPLOY_TOKEN=\${var.deploy_token}"]
    inline = [
      "sudo apt-get clean",
      "sudo rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub",
      "sudo cloud-init clean --logs --machine-id",
    ]
  }
}
`;

test('a careful template breaks no rule about exposure, secrets, the network or the image', async () => {
  const findings = await lintText(SOUND);
  expect(findings.filter(({ rule }) => /^PKR[2-5]/.test(rule))).toEqual([]);
});
