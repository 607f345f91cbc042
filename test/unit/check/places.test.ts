import { describe, expect, test } from 'vitest';
import { withPlaces } from '../../../src/check/places.ts';
import type { Finding, SourceRange } from '../../../src/finding.ts';
import { createFinding } from '../builders.ts';
import { readText } from '../template/reading.ts';

const TEMPLATE = `packer {
  required_plugins {
    amazon = { source = "github.com/hashicorp/amazon", version = "1" }
  }
}
variable "region" {}
variables {
  size = "x"
}
source "amazon-ebs" "web" {
  ami_name     = "a"
  ssh_username = "b"
  ami_block {
    volume_size = 1
  }
}
build {
  sources = ["source.amazon-ebs.web"]
}
`;

async function placeOf(finding: Partial<Finding>, text = TEMPLATE): Promise<SourceRange | undefined> {
  const { model } = await readText(text);
  return withPlaces(createFinding(finding), model).at;
}

describe('what Packer leaves without a place', () => {
  test.each([
    ['Unset variable "region"', 6],
    ['Unset variable "size"', 8],
    ['Missing plugins', 2],
    ['Missing plugin', 2],
  ])('is put where it belongs: %s', async (what, line) => {
    expect(await placeOf({ what })).toMatchObject({ file: 'a.pkr.hcl', line });
  });

  test('is put at the first line where nothing requires a plugin', async () => {
    expect(await placeOf({ what: 'Missing plugins' }, '# one\nbuild {}\n')).toEqual({
      file: 'a.pkr.hcl',
      line: 1,
    });
  });

  test.each(['Unset variable "other"', 'Something else', 'The Missing plugins'])(
    'stays so: %s',
    async (what) => {
      expect(await placeOf({ what })).toBeUndefined();
    },
  );
});

describe('what Packer puts at a whole block', () => {
  const at = (line: number): SourceRange => ({ file: 'a.pkr.hcl', line });

  test.each([
    ['ami_name must be between 3 and 128 characters long', 11],
    ['the ssh_username is empty', 12],
    ['volume_size is too small', 14],
    ['instance_type must be specified', 10],
  ])('is moved to the attribute that it names, if it is there: %s', async (what, line) => {
    expect(await placeOf({ what, at: at(10) })).toMatchObject({ line });
  });

  test('stays where Packer put it when that is no block’s first line', async () => {
    expect(await placeOf({ what: 'ami_name is too short', at: at(12) })).toEqual(at(12));
    expect(await placeOf({ what: 'ami_name is too short', at: { file: 'b.pkr.hcl', line: 10 } })).toEqual({
      file: 'b.pkr.hcl',
      line: 10,
    });
  });

  test('stays when it is a place that fmt would change', async () => {
    expect(await placeOf({ what: 'ami_name', at: at(10), diff: '@@' })).toEqual(at(10));
  });
});
