import { installMoto } from './moto.mjs';
import { installPacker } from './packer.mjs';
import { installSshd } from './sshd.mjs';
import { installTerraform } from './terraform.mjs';

/**
 * Everything the tests need beside Node and Git, each installed where it is missing.
 *
 * @param {{ install: boolean }} options `install: false` only looks
 */
export function allParts(options) {
  return {
    packer: installPacker(options),
    moto: installMoto(options),
    sshd: installSshd(options),
    terraform: installTerraform(options),
  };
}
