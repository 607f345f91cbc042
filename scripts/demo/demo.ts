import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { connectToEc2, type Tags } from '../../test/support/ec2.ts';
import { pullRequestEvent } from '../../test/support/event.ts';
import { type EmbeddedEc2, startEmbeddedEc2 } from './embedded-ec2.ts';
import { demoEnvironment, parts } from './environment.ts';
import { bold, chapter, createLogPrinter, dim, green, print, quote, red, table, yellow } from './screen.ts';
import { hasInit, type Staged, stage } from './stage.ts';
import { inputNames, runStep, type StepResult } from './step.ts';
import { deploy } from './terraform.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SUMMARY = join(ROOT, '.cache', 'demo', 'summary.md');
const TEMPLATE = 'templates/aws-ubuntu';
const BUILD = 'amazon-ebs.ubuntu';

/** Region -> AMI id. */
type Amis = Readonly<Record<string, string>>;

/** Something that did not come out as it should; the demo ends with it. */
class DemoFailure extends Error {}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'packer-ci-demo-')));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const began = Date.now();
let ec2: EmbeddedEc2 | undefined;
try {
  introduce();
  const environment = demoEnvironment(folder, ROOT);
  ec2 = await startEmbeddedEc2(parts.moto.path, folder, environment);
  await run(ec2.endpoint, { ...environment, AWS_ENDPOINT_URL: ec2.endpoint });
} catch (error) {
  print(`\n${red('The demo failed:')} ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof Error && !(error instanceof DemoFailure)) print(error.stack);
  process.exitCode = 1;
} finally {
  await ec2?.stop();
}

async function run(endpoint: string, environment: Readonly<Record<string, string>>): Promise<void> {
  chapter('A pull request adds a template');
  const { packer } = parts;
  const staged = await stage({ root: ROOT, folder, packer, endpoint, environment });
  tellStaged(staged);
  const step = stepRunner(staged, environment);

  chapter('The action checks it: mode: validate');
  const checked = await step('validate', { mode: 'validate' });

  chapter('The action builds it: mode: build');
  const built = await step('build', { mode: 'build', 'tfvars-file': 'infra/images.auto.tfvars.json' });
  mkdirSync(join(SUMMARY, '..'), { recursive: true });
  writeFileSync(SUMMARY, `${checked.summary}\n${built.summary}`);
  const amis = readAmis(built.outputs.get('ami-ids') ?? '');
  tellOutputs(built);

  chapter('EC2 says what is tagged');
  await tellTags(endpoint, amis, staged.head);

  chapter('Terraform takes the ids');
  if (parts.terraform.available) await tellDeployed(join(staged.workspace, 'infra'), environment, amis);
  else print(`   ${red(`SKIPPED: there is no Terraform here: ${parts.terraform.reason}`)}`);

  chapter('What there is now');
  table(Object.entries(amis).map(([region, id]) => [BUILD, region, green(id)]));
  print(`\n   The job summary, as the page of the run shows it: ${bold(relative(process.cwd(), SUMMARY))}`);
  const seconds = Math.round((Date.now() - began) / 1000);
  print(
    dim(`   ${seconds} seconds. The EC2 API is stopped and forgets its images; all other files are removed.`),
  );
}

function introduce(): void {
  print(bold('packer-ci: from a pull request to Terraform, on this machine'));
  print();
  const { packer, moto, terraform } = parts;
  for (const [name, part] of Object.entries({ Packer: packer, moto }))
    if (!part.available) throw new DemoFailure(`${name} is needed and cannot be had: ${part.reason}`);
  table([
    ['Packer', packer.version, packer.path],
    ['EC2', `moto ${moto.version}`, 'an EC2 API on 127.0.0.1; no cloud account is used'],
    ['Terraform', terraform.version || 'none', terraform.available ? terraform.path : ''],
  ]);
  if (!hasInit(packer.version))
    print(
      yellow(
        `\n   No Packer 1.7 or newer is on PATH, so the one of the system's packages, ${packer.version}, is used.\n` +
          '   It has no `packer init`; what else it lacks is listed below.',
      ),
    );
}

function tellStaged({ head, merge, leftOut, added }: Staged): void {
  table([
    ['acme/images#7', `adds ${TEMPLATE}`],
    ['its head', `${head}  what its author pushed, and what the images are to carry`],
    ['checked out', `${merge}  GitHub's merge of it`],
  ]);
  print(`\n   From the copy that is built here, ${leftOut.length} things are left out:`);
  table(leftOut.map(({ what, why }) => [`- ${what}`, dim(why)]));
  print('   and these are added, because its EC2 is on this machine:');
  table(added.map((line) => [`+ ${line}`]));
}

/** Runs the bundle with the inputs of a step, on the pull request, and shows its log. */
function stepRunner(
  staged: Staged,
  environment: Readonly<Record<string, string>>,
): (name: string, given: Readonly<Record<string, string>>) => Promise<StepResult> {
  return async (name, given) => {
    const inputs = inputsFor(staged, given);
    quote(stepText(inputs));
    print();
    const result = await runStep(
      {
        root: ROOT,
        folder: join(folder, name),
        workspace: staged.workspace,
        with: inputs,
        environment,
        event: pullRequestEvent(staged),
      },
      createLogPrinter(),
    );
    if (result.exitCode !== 0) throw new DemoFailure(`the action ended with exit code ${result.exitCode}.`);
    return result;
  };
}

/** What stands under `with:`, without what this version of the action does not take. */
function inputsFor(
  { head, leftOut }: Staged,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const wished: Readonly<Record<string, string>> = {
    templates: 'templates/*',
    variables: `run_id=9876543210\ngit_sha=${head}`,
    ...given,
    ...(hasInit(parts.packer.version) ? {} : { init: 'false' }),
    'lint-ignore': [...new Set(leftOut.flatMap(({ rules }) => rules))].sort().join('\n'),
    // The pull request is not on GitHub.
    comment: 'false',
  };
  const known = inputNames(ROOT);
  return Object.fromEntries(Object.entries(wished).filter(([name]) => known.includes(name)));
}

/** The step as it stands in a workflow. */
function stepText(inputs: Readonly<Record<string, string>>): string {
  const lines = Object.entries(inputs).flatMap(([name, value]) => {
    const [first = '', ...rest] = value.split('\n');
    return rest.length === 0
      ? [`    ${name}: ${first}`]
      : [`    ${name}: |`, ...[first, ...rest].map((line) => `      ${line}`)];
  });
  return ['- uses: acme/packer-ci@v1', '  with:', ...lines].join('\n');
}

function readAmis(json: string): Amis {
  const ids: Readonly<Record<string, Readonly<Record<string, Amis>>>> = JSON.parse(json);
  const amis = ids[TEMPLATE]?.[BUILD] ?? {};
  if (Object.keys(amis).length !== 2) throw new DemoFailure(`ami-ids should have two regions: ${json}`);
  return amis;
}

function tellOutputs({ outputs }: StepResult): void {
  print('\n   Its outputs:');
  const shorten = (value: string): string => (value.length > 100 ? `${value.slice(0, 100)}…` : value);
  const home = (value: string): string => value.replace(folder, '…');
  table([...outputs].map(([name, value]) => [name, value === '' ? dim('(empty)') : shorten(home(value))]));
}

async function tellTags(endpoint: string, amis: Amis, head: string): Promise<void> {
  const client = connectToEc2(endpoint);
  const seen: Tags[] = [];
  for (const [region, id] of Object.entries(amis)) {
    const { tags, snapshots } = await client.image(region, id);
    if (seen.length > 0) print();
    print(`   ${bold(id)} in ${region}`);
    table(Object.entries(tags).map((tag) => ['', ...tag]));
    for (const snapshot of snapshots)
      print(
        `     its ${snapshot.id} ${same(snapshot.tags, tags) ? 'carries the same' : red(`has ${JSON.stringify(snapshot.tags)}`)}`,
      );
    seen.push(tags, ...snapshots.map((snapshot) => snapshot.tags));
  }
  const missing = seen.filter((tags) => tags.CommitSha !== head).length;
  if (missing > 0) throw new DemoFailure(`${missing} images or snapshots do not carry the commit ${head}.`);
}

function same(a: Tags, b: Tags): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}

async function tellDeployed(
  infra: string,
  environment: Readonly<Record<string, string>>,
  amis: Amis,
): Promise<void> {
  print('   From infra/images.auto.tfvars.json, which the action wrote.');
  const { plan, apply, outputs } = await deploy(parts.terraform.path, infra, environment);
  print(`\n   ${bold('terraform plan')}`);
  quote(plan);
  print(`\n   ${bold('terraform apply')}`);
  quote(apply);
  const deployed = outputs.deployed?.value;
  if (JSON.stringify(deployed) !== JSON.stringify(Object.fromEntries(Object.entries(amis).sort())))
    throw new DemoFailure(`Terraform has ${JSON.stringify(deployed)} and not ${JSON.stringify(amis)}.`);
}
