import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../support/cloud.ts';
import { pullRequestEvent } from '../support/event.ts';
import { isMissing } from '../support/parts.ts';
import { checkOutPullRequest, createRepository, writeFiles } from '../support/repository.ts';
import { runAction } from '../support/runner.ts';
import { ebsTemplate } from '../support/templates.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { type Applied, applyTerraform, terraformConfiguration } from '../support/terraform.ts';

const AMI_ID = /^ami-[0-9a-f]{17}$/;
const AMI_IDS_TYPE = 'map(map(map(string)))';

type AmiIds = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

describe.skipIf(isMissing('packer', 'moto', 'sshd'))('a workflow with the real Packer', () => {
  let cloud: Cloud;

  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud.stop());

  it.skipIf(isMissing('terraform'))(
    'on a pull request builds two templates, tags every AMI and snapshot, and Terraform gets the ids',
    async () => {
      const web = ebsTemplate(
        {
          sources: [{ name: 'web', amiName: 'web-1', regions: ['us-east-1', 'eu-west-1'] }],
          provisioner: ['echo "really, provisioned"', 'echo "::error::forged by a provisioner"'],
        },
        cloud,
      );
      const db = ebsTemplate(
        {
          sources: [{ name: 'db', amiName: 'db-1', regions: ['us-east-1'] }],
          provisioner: ['echo "and the database"'],
        },
        cloud,
      );
      const checkout = await checkOutPullRequest({
        'images/web/main.pkr.hcl': web,
        'images/db/main.pkr.hcl': db,
        'infra/main.tf': terraformConfiguration('ami_ids', AMI_IDS_TYPE),
      });
      expect(checkout.head).not.toBe(checkout.merge);

      const run = await runAction({
        workspace: checkout.root,
        with: {
          ...cloud.inputs,
          comment: 'false',
          templates: 'images/*',
          tags: 'Team=platform',
          'tfvars-file': 'infra/images.auto.tfvars.json',
        },
        env: cloud.env,
        event: pullRequestEvent(checkout),
      });

      expect(run.exitCode).toBe(0);
      expect(run.annotations).toEqual([]);
      expect(run.log).toContain('really, provisioned');
      const amiIds: AmiIds = JSON.parse(run.outputs['ami-ids'] ?? '');
      expect(amiIds).toEqual({
        'images/web': {
          'amazon-ebs.web': {
            'us-east-1': expect.stringMatching(AMI_ID),
            'eu-west-1': expect.stringMatching(AMI_ID),
          },
        },
        'images/db': { 'amazon-ebs.db': { 'us-east-1': expect.stringMatching(AMI_ID) } },
      });
      expect(run.outputs).toMatchObject({
        'ami-id': '',
        'commit-sha': checkout.head,
        'failure-reason': '',
        templates: JSON.stringify(['images/db', 'images/web']),
      });

      // Asked of EC2 and not of the action: all our AMIs, in both regions.
      const found = {
        'us-east-1': await cloud.ec2.images('us-east-1'),
        'eu-west-1': await cloud.ec2.images('eu-west-1'),
      };
      expect(found['us-east-1'].map(({ id }) => id)).toEqual([
        amiIds['images/db']?.['amazon-ebs.db']?.['us-east-1'],
        amiIds['images/web']?.['amazon-ebs.web']?.['us-east-1'],
      ]);
      expect(found['eu-west-1'].map(({ id }) => id)).toEqual([
        amiIds['images/web']?.['amazon-ebs.web']?.['eu-west-1'],
      ]);
      for (const image of [...found['us-east-1'], ...found['eu-west-1']]) {
        const tags = {
          CommitSha: checkout.head,
          BuildCommitSha: checkout.merge,
          Repository: 'acme/images',
          Ref: expect.stringContaining('bigger-disks'),
          PullRequest: '7',
          WorkflowRun: 'https://github.com/acme/images/actions/runs/9876543210',
          Template: image.name.startsWith('web') ? 'images/web' : 'images/db',
          Team: 'platform',
        };
        expect(image.tags).toEqual(tags);
        expect(image.snapshots.length).toBeGreaterThan(0);
        for (const snapshot of image.snapshots) expect(snapshot.tags).toEqual(tags);
      }

      // The hand-over: the file has `ami_ids` and nothing else, and Terraform has no word against it.
      const tfvars: unknown = JSON.parse(
        readFileSync(join(checkout.root, 'infra/images.auto.tfvars.json'), 'utf8'),
      );
      expect(tfvars).toEqual({ ami_ids: amiIds });
      const applied = await applyTerraform(join(checkout.root, 'infra'));
      expect(applied.outputs).toEqual({ deployed: amiIds });
      expect(applied.log).not.toContain('Warning');
      expect(applied.log).toContain(found['eu-west-1'][0]?.id);
      for (const { id } of [...found['us-east-1'], ...found['eu-west-1']]) expect(run.summary).toContain(id);
    },
  );

  it.skipIf(isMissing('terraform'))(
    'of one AMI gives `ami-id`, and Terraform in another job takes it from TF_VAR_ami_id',
    async () => {
      const { root, head } = await createRepository({
        'image.pkr.hcl': ebsTemplate(
          { sources: [{ name: 'one', amiName: 'one-1', regions: ['us-east-1'] }], provisioner: ['true'] },
          cloud,
        ),
      });
      const run = await runAction({ workspace: root, with: cloud.inputs, env: cloud.env });

      expect(run.exitCode).toBe(0);
      const id = run.outputs['ami-id'] ?? '';
      expect(id).toMatch(AMI_ID);
      expect((await cloud.ec2.image('us-east-1', id)).tags).toMatchObject({ BuildCommitSha: head });

      const one = await applyElsewhere(terraformConfiguration('ami_id', 'string'), { TF_VAR_ami_id: id });
      expect(one.outputs).toEqual({ deployed: id });
      expect(one.log).toContain(`deployed = "${id}"`);

      const all = await applyElsewhere(terraformConfiguration('ami_ids', AMI_IDS_TYPE), {
        TF_VAR_ami_ids: run.outputs['ami-ids'] ?? '',
      });
      expect(all.outputs).toEqual({ deployed: JSON.parse(run.outputs['ami-ids'] ?? '') });
    },
  );

  it('of two sources, one of which really fails, gives and tags the good one and says why', async () => {
    const { root } = await createRepository({
      'images/fleet/main.pkr.hcl': ebsTemplate(
        {
          sources: [
            { name: 'web', amiName: 'fleet-web', regions: ['us-east-1', 'eu-west-1'] },
            { name: 'db', amiName: 'fleet-db', regions: ['us-east-1'] },
          ],
          provisioner: [
            'echo provisioning',
            'if [ $PACKER_BUILD_NAME = db ]; then echo "fatal: disk full" >&2; exit 7; fi',
          ],
        },
        cloud,
      ),
    });
    const run = await runAction({ workspace: root, with: cloud.inputs, env: cloud.env });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('partial');
    const amiIds: AmiIds = JSON.parse(run.outputs['ami-ids'] ?? '');
    expect(Object.keys(amiIds['images/fleet'] ?? {})).toEqual(['amazon-ebs.web']);
    for (const region of ['us-east-1', 'eu-west-1']) {
      const id = amiIds['images/fleet']?.['amazon-ebs.web']?.[region] ?? '';
      const { tags, snapshots } = await cloud.ec2.image(region, id);
      expect(tags).toMatchObject({ CommitSha: run.outputs['commit-sha'] });
      for (const snapshot of snapshots) expect(snapshot.tags).toEqual(tags);
      expect(run.summary).toContain(id);
    }
    const [error, ...more] = run.annotations.filter(({ level }) => level === 'error');
    expect(more).toEqual([]);
    for (const words of ['amazon-ebs.db', 'exit status: 7', 'fatal: disk full'])
      expect(error?.message).toContain(words);
    expect(run.summary).toContain('amazon-ebs.db');
  });

  it('in `mode: validate` finds a fault at its line and needs no credentials', async () => {
    const sound = ebsTemplate(
      { sources: [{ name: 'web', amiName: 'web-2', regions: ['us-east-1'] }], provisioner: ['true'] },
      cloud,
    );
    const broken = sound.replace(/^ {2}ami_name( *)= .*$/m, '  ami_nam $1= "web-2"');
    const line = broken.split('\n').findIndex((text) => text.startsWith('  ami_nam ')) + 1;
    const { root } = await createRepository({
      'images/broken/main.pkr.hcl': broken,
      'images/sound/main.pkr.hcl': sound,
    });
    const run = await runAction({ workspace: root, with: { ...cloud.inputs, mode: 'validate' } });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('validate');
    expect(run.annotations).toContainEqual(
      expect.objectContaining({
        level: 'error',
        file: 'images/broken/main.pkr.hcl',
        line,
        message: expect.stringContaining('Did you mean "ami_name"?'),
      }),
    );
    expect(run.annotations.filter(({ file }) => file?.startsWith('images/sound'))).toEqual([]);
  });

  it('of a template that is not formatted shows the place, and the formatted one beside it passes', async () => {
    const sound = ebsTemplate(
      { sources: [{ name: 'web', amiName: 'web-3', regions: ['us-east-1'] }], provisioner: ['true'] },
      cloud,
    );
    const { root } = await createRepository({
      'images/sound/main.pkr.hcl': sound,
      'images/untidy/main.pkr.hcl': sound.replace(/^ {2}region *=/m, '  region='),
    });
    const line = sound.split('\n').findIndex((text) => text.startsWith('  region ')) + 1;
    const run = await runAction({ workspace: root, with: { ...cloud.inputs, mode: 'validate' } });

    expect(run.outputs).toMatchObject({ 'failure-reason': 'fmt', errors: '1' });
    expect(run.annotations).toContainEqual(
      expect.objectContaining({ level: 'error', file: 'images/untidy/main.pkr.hcl', line }),
    );
  });
});

/** Applies a configuration in a folder that knows nothing of the build but these variables. */
function applyElsewhere(
  configuration: string,
  variables: Readonly<Record<string, string>>,
): Promise<Applied> {
  const folder = temporaryFolder('terraform');
  writeFiles(folder, { 'main.tf': configuration });
  return applyTerraform(folder, variables);
}
