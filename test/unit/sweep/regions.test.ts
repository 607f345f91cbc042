import { describe, expect, test } from 'vitest';
import { regionsOf } from '../../../src/sweep/regions.ts';
import { readText } from '../template/reading.ts';

const TEMPLATE = `
variable "region" { default = "eu-central-1" }
variable "later" {}

source "amazon-ebs" "web" {
  region      = "us-east-1"
  ami_regions = ["us-east-1", "eu-west-1", var.region]
}
source "amazon-ebs" "db" {
  region = var.region
}
source "amazon-ebs" "plain" {}
source "amazon-ebs" "unknown" {
  region      = var.later
  ami_regions = [var.later, "eu-west-1"]
}
source "amazon-ebssurrogate" "web" {
  region = "sa-east-1"
}
build {
  name    = "fleet"
  sources = ["amazon-ebs.web", "amazon-ebs.db", "amazon-ebs.plain", "amazon-ebs.unknown"]
}
build {
  source "amazon-ebssurrogate.web" {
    ami_regions = ["af-south-1"]
  }
}
`;

describe('the regions of a build', () => {
  test.each([
    ['as its source sets them', 'amazon-ebs.web', 'us-east-1', ['eu-west-1', 'eu-central-1']],
    ['under the name of the build block', 'fleet.amazon-ebs.web', 'us-east-1', ['eu-west-1', 'eu-central-1']],
    ['from a variable with a default', 'amazon-ebs.db', 'eu-central-1', []],
    ["the job's where the source sets none", 'amazon-ebs.plain', 'us-west-2', []],
    ["the job's where only Packer knows", 'amazon-ebs.unknown', 'us-west-2', ['eu-west-1']],
    ['with what a build adds to its source', 'amazon-ebssurrogate.web', 'sa-east-1', ['af-south-1']],
    [
      'of every source of the type for a name that a build made up',
      'amazon-ebssurrogate.other',
      'sa-east-1',
      ['af-south-1'],
    ],
    [
      'of a made-up name with several homes',
      'amazon-ebs.other',
      'us-west-2',
      ['us-east-1', 'eu-west-1', 'eu-central-1'],
    ],
    ['of a build that the template does not have', 'docker.app', 'us-west-2', []],
  ])('%s', async (_, build, home, copies) => {
    const { model } = await readText(TEMPLATE);
    const regions = regionsOf(build, model, 'us-west-2');
    expect({ ...regions, copies: [...regions.copies].toSorted() }).toEqual({
      home,
      copies: copies.toSorted(),
    });
  });

  test('are empty where nobody says one', async () => {
    const { model } = await readText('source "amazon-ebs" "web" {}');
    expect(regionsOf('amazon-ebs.web', model, '')).toEqual({ home: '', copies: [] });
  });
});
