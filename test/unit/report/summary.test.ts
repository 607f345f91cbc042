import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/report/report.ts';
import { summaryText } from '../../../src/report/summary.ts';
import {
  createBuild,
  createBuildResult,
  createFailure,
  createFinding,
  createImage,
  createReport,
} from '../builders.ts';

const MIB = 1024 * 1024;
const SOURCE = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
const summary = (report: Partial<Report>, sources: readonly string[] | undefined = SOURCE): string =>
  summaryText(createReport(report), () => sources);
const at = (line: number, endLine?: number) => ({
  file: 'images/web/main.pkr.hcl',
  line,
  ...(endLine === undefined ? {} : { endLine }),
});

describe('the summary of a run that passed', () => {
  test('starts with how many images were built from what', () => {
    expect(summary({ images: [createImage()] }).split('\n')[0]).toBe('## ✅ 1 image built from 4f2a91c');
  });

  test('that was to build but built nothing, as for a fork, says only what was checked', () => {
    expect(summary({ images: [] }).split('\n')[0]).toBe('## ✅ 1 template checked at 4f2a91c');
  });

  test('of mode validate starts with how many templates were checked', () => {
    expect(summary({ mode: 'validate' }).split('\n')[0]).toBe('## ✅ 1 template checked at 4f2a91c');
  });

  test('has a row for each image, with the time that its build took', () => {
    const builds = [createBuildResult({ builds: [createBuild()] })];
    const text = summary({
      images: [createImage(), createImage({ region: 'eu-west-1', id: 'ami-2' })],
      builds,
    });
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(
      rows.map((row) =>
        row
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      ),
    ).toEqual([
      ['Template', 'Build', 'Region', 'AMI', 'Took'],
      expect.anything(),
      ['images/web', 'amazon-ebs.web', 'us-east-1', '`ami-0123456789abcdef0`', '6m 12s'],
      ['images/web', 'amazon-ebs.web', 'eu-west-1', '`ami-2`', '6m 12s'],
    ]);
  });

  test('shows what to put into the Terraform job', () => {
    expect(summary({ images: [createImage()] })).toContain(
      'TF_VAR_ami_id: ${{ needs.images.outputs.ami-id }}',
    );
    expect(summary({ images: [createImage(), createImage({ id: 'ami-2' })] })).toContain('TF_VAR_ami_ids:');
    expect(summary({ images: [] })).not.toContain('TF_VAR');
  });
});

describe('the summary of a run that failed', () => {
  const failed = {
    images: [createImage()],
    failures: [createFailure({ reason: 'partial' }), createFailure({ what: 'Another.', why: '', fix: '' })],
    findings: [createFinding({ at: at(10) })],
  };

  test('says so first: the reason, what failed, why, and what to do', () => {
    const [first, second, third, fourth] = summary(failed).split('\n\n');
    expect(first).toBe('## ❌ 1 image built, but the run failed (`partial`)');
    expect(second).toBe('**The build failed.**');
    expect(third).toBe('The disk was full.');
    expect(fourth).toBe('➡️ Get a bigger disk.');
    expect(summary({ failures: [createFailure()] }).split('\n')[0]).toBe('## ❌ Failed (`build`)');
  });

  test('has all that there is nevertheless, after the failures', () => {
    const text = summary(failed);
    const order = ['**Another.**', '`ami-0123456789abcdef0`', 'Unsupported argument'].map((part) =>
      text.indexOf(part),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  test('has the command that tags by hand as it is, in a block to copy', () => {
    const command = `aws ec2 create-tags --region us-east-1 --resources ami-1 --tags '[{"Key":"a_b*","Value":"<x> | @y"}]'`;
    const text = summary({ failures: [createFailure({ fix: `The AMI exists; tag it with: ${command}` })] });
    expect(text).toContain(`\`\`\`sh\n${command}\n\`\`\``);
    expect(text).toContain('➡️ The AMI exists; tag it with:');
  });

  test('stays small enough for GitHub when a failure says very much', () => {
    const text = summary({ failures: [createFailure({ what: `It failed: ${'é'.repeat(MIB)}` })] });
    expect(Buffer.byteLength(text)).toBeLessThan(MIB);
  });
});

describe('a finding in the summary', () => {
  test('of a rule leads to the page of the rule, where that is known', () => {
    const rulePages = 'https://github.com/acme/packer-ci/blob/v1/docs/rules';
    const findings = [createFinding({ rule: 'PKR401' })];
    expect(summary({ findings, rulePages })).toContain(`[PKR401](${rulePages}/PKR401.md)`);
    expect(summary({ findings })).toContain('(`PKR401`)');
  });

  test('has its source lines, with two around them and the line marked', () => {
    const text = summary({ findings: [createFinding({ at: at(10) })] });
    expect(text).toContain('❌ `images/web/main.pkr.hcl:10` **Unsupported argument**');
    expect(text).toContain('```hcl\n 8   line 8\n 9   line 9\n10 ▸ line 10\n11   line 11\n12   line 12\n```');
    expect(text).toContain('➡️ Correct or remove the argument.');
  });

  test.each([
    ['at the first line', 1, undefined, 'line 1', 'line 3'],
    ['at the last line', 30, undefined, 'line 28', 'line 30'],
    ['over several lines', 5, 8, 'line 3', 'line 10'],
    ['over very many lines', 5, 29, 'line 3', 'line 17'],
  ])('%s has the lines that there are', (_, line, endLine, first, last) => {
    const block = /```hcl\n([\s\S]*?)\n```/.exec(
      summary({ findings: [createFinding({ at: at(line, endLine) })] }),
    )?.[1];
    const lines = block?.split('\n') ?? [];
    expect(lines[0]?.endsWith(` ${first}`)).toBe(true);
    expect(lines.at(-1)?.endsWith(` ${last}`)).toBe(true);
  });

  test.each([
    ['no place', undefined, SOURCE],
    ['a line beyond the end of the file', at(31), SOURCE],
  ])('with %s has no source lines', (_, place, sources) => {
    const finding = createFinding(place === undefined ? {} : { at: place });
    expect(summary({ findings: [finding] }, sources)).not.toContain('```hcl');
  });

  test('of a file that cannot be read has no source lines', () => {
    const report = createReport({ findings: [createFinding({ at: at(10) })] });
    expect(summaryText(report, () => undefined)).not.toContain('```hcl');
  });

  test('of fmt has its diff instead', () => {
    const diff = '@@ -1 +1 @@\n-a=1\n+a = 1';
    const text = summary({ findings: [createFinding({ at: at(1), diff })] });
    expect(text).toContain(`\`\`\`diff\n${diff}\n\`\`\``);
    expect(text).not.toContain('```hcl');
  });

  test('cannot break out of its block', () => {
    const text = summary({ findings: [createFinding({ at: at(1) })] }, [
      '```',
      '</details><img src=x>',
      '````',
    ]);
    expect(text).toMatch(/\n`````hcl\n1 ▸ ```\n2 {3}<\/details><img src=x>\n3 {3}````\n`````\n/);
  });
});

describe('five thousand findings', () => {
  const findings = Array.from({ length: 5000 }, (_, index) =>
    createFinding({ what: `Fault ${index} größer`, why: 'x'.repeat(300), at: at((index % 30) + 1) }),
  );

  test('stay under a mebibyte and end with how many more there are', () => {
    const text = summary({ findings });
    expect(Buffer.byteLength(text)).toBeLessThan(MIB);
    const shown = text.match(/\*\*Fault \d+ größer\*\*/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(500);
    expect(text).toContain(`… and ${5000 - shown} more`);
    expect(text.trimEnd().endsWith('</details>')).toBe(true);
    expect(text).toContain('<summary>5000 findings</summary>');
  });

  test('stay under a mebibyte beside three hundred images', () => {
    const images = Array.from({ length: 300 }, (_, index) =>
      createImage({ template: `${'x'.repeat(200)}${index}` }),
    );
    expect(Buffer.byteLength(summary({ findings, images }))).toBeLessThan(MIB);
  });

  test('of which the first is too long are counted', () => {
    const text = summary({
      findings: [createFinding({ why: 'x'.repeat(2 * MIB) }), ...findings.slice(0, 3)],
    });
    expect(Buffer.byteLength(text)).toBeLessThan(MIB);
    expect(text).toMatch(/… and \d more/);
  });

  test('that all fit are all there', () => {
    expect(summary({ findings: findings.slice(0, 100) })).not.toContain('more');
  });
});
