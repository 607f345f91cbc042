import { expect, test } from 'vitest';
import { linesOf } from './linting.ts';

const source = (type: string, body: string) => `source "${type}" "x" {\n  ${body}\n}\n`;
const docker = (body: string) => source('docker', body);
const gce = (body: string) => source('googlecompute', body);
const azure = (body: string) => source('azure-arm', body);
const qemu = (body: string) => source('qemu', body);
const SHIELD = 'enable_secure_boot = true\n  enable_vtpm = true\n  enable_integrity_monitoring = true';

test.each([
  ['PKR801', docker('cap_add = ["NET_ADMIN", "cap_sys_admin"]'), [2]],
  ['PKR801', docker('cap_add = ["NET_ADMIN"]'), []],
  ['PKR801', docker('volumes = { "/var/run/docker.sock" = "/var/run/docker.sock" }'), [2]],
  ['PKR801', docker('volumes = { "/data" = "/data" }'), []],
  ['PKR801', docker('run_command = ["-d", "-t", "--privileged", "{{.Image}}", "/bin/sh"]'), [2]],
  ['PKR801', docker('run_command = ["-d", "-i", "-t", "--entrypoint=/bin/sh", "--", "{{.Image}}"]'), []],
  ['PKR801', docker('privileged = var.privileged'), []],
  [
    'PKR801',
    `${docker('privileged = false')}build {\n  source "docker.x" {\n    privileged = true\n  }\n}\n`,
    [6],
  ],
  ['PKR802', docker('image = "ubuntu"'), [2]],
  ['PKR802', `${docker('image = "ubuntu:${var.v}"')}variable "v" { default = "22.04" }\n`, [2]],
  ['PKR802', docker('image = "ubuntu:${var.v}"'), []],
  ['PKR802', docker('image = var.image'), []],
  ['PKR802', docker('image = "acme-base"\n  pull = false'), []],
  ['PKR803', gce('zone = "a"'), [1]],
  ['PKR803', gce('scopes = ["https://www.googleapis.com/auth/devstorage.read_only"]'), [1]],
  ['PKR803', gce('service_account_email = "123-compute@developer.gserviceaccount.com"'), [2]],
  ['PKR803', gce('service_account_email = "packer@acme.iam.gserviceaccount.com"'), []],
  [
    'PKR803',
    gce('service_account_email = var.email\n  scopes = ["https://www.googleapis.com/auth/cloud-platform"]'),
    [],
  ],
  ['PKR803', gce('disable_default_service_account = var.no_account'), []],
  ['PKR804', gce('zone = "a"'), [1, 1]],
  ['PKR804', gce(`${SHIELD}\n  use_internal_ip = true`), [1]],
  ['PKR804', gce(`${SHIELD}\n  omit_external_ip = var.private`), []],
  ['PKR804', gce('enable_vtpm = false\n  omit_external_ip = true'), [2]],
  ['PKR805', azure('location = "x"'), [1]],
  ['PKR805', azure('allowed_inbound_ip_addresses = []'), [2]],
  ['PKR805', azure('allowed_inbound_ip_addresses = ["10.0.0.0/8", "*"]'), [2]],
  ['PKR805', azure('allowed_inbound_ip_addresses = var.runner_addresses'), []],
  ['PKR805', azure('allowed_inbound_ip_addresses = [var.runner_address]'), []],
  ['PKR805', azure('virtual_network_name = var.network'), []],
  ['PKR805', azure('disallow_public_ip = true'), []],
  ['PKR806', qemu('vnc_bind_address = "::"'), [2]],
  ['PKR806', qemu('vnc_bind_address = "0.0.0.0"\n  vnc_use_password = true'), []],
  ['PKR806', qemu('vnc_bind_address = "0.0.0.0"\n  disable_vnc = true'), []],
  ['PKR806', qemu('vnc_bind_address = var.address'), []],
  ['PKR806', qemu('headless = true'), []],
] as const)('%s on %j', async (id, text, lines) => {
  expect(await linesOf(id, text)).toEqual(lines);
});
