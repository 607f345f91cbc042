import type { Ec2 } from './ec2.ts';
import { awsEnvironment } from './environment.ts';
import { createRepository, type Files } from './repository.ts';
import { runAction, type Step, type StepResult } from './runner.ts';
import { createStandIn, type Scripted, type StandIn } from './stand-in.ts';
import { readTranscript, type Transcript, templateFiles } from './transcripts.ts';

/** A step on a repository of its own, with a Packer that plays a part. */
export type Scenario = {
  readonly files: Files;
  readonly script: readonly Scripted[];
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: Step['event'];
  readonly signals?: Step['signals'];
};

export type Played = StepResult & { readonly root: string; readonly packer: StandIn };

/** For scenarios about what Packer says: the recorded templates are not written to please our lint rules. */
export const WITHOUT_LINT = { checks: 'fmt\nvalidate' } as const;

/** Plays a scenario to its end; lint is off unless the scenario asks for it. */
export async function play(scenario: Scenario): Promise<Played> {
  const { root } = await createRepository(scenario.files);
  const packer = createStandIn(scenario.script);
  const result = await runAction({
    workspace: root,
    with: { ...WITHOUT_LINT, ...scenario.with },
    env: { ...awsEnvironment('http://127.0.0.1:9'), ...scenario.env, PATH: packer.PATH },
    ...(scenario.event === undefined ? {} : { event: scenario.event }),
    ...(scenario.signals === undefined ? {} : { signals: scenario.signals }),
  });
  return { ...result, root, packer };
}

/** The template that most scenarios build. */
export const WEB = 'images/web';

/** A sound template under `images/web`, for scenarios about something else. */
export function soundTemplate(): Files {
  return templateFiles(WEB, readTranscript('validate-ok'));
}

/** An AMI of a recorded build, made anew. */
export type LiveImage = { readonly region: string; readonly id: string };

/**
 * A recorded build whose AMIs are in EC2: new ones are registered in the place of those that it made, and
 * stand in what it printed.
 */
export async function withLiveImages(
  name: string,
  ec2: Ec2,
): Promise<{ readonly transcript: Transcript; readonly images: readonly LiveImage[] }> {
  const recorded = readTranscript(name).stdout;
  const artifacts = recorded.split('\n').filter((line) => /,artifact,\d+,id,/.test(line));
  const pairs = artifacts.flatMap((line) => [...line.matchAll(/([a-z]+-[a-z]+-\d):(ami-[0-9a-f]+)/g)]);
  const known = new Map(pairs.map(([, region = '', id = '']) => [id, region]));

  const replace: Record<string, string> = {};
  const images: LiveImage[] = [];
  for (const [old, region] of known) {
    const id = await ec2.registerImage(region, `${name}-${old}`);
    replace[old] = id;
    images.push({ region, id });
  }
  return { transcript: readTranscript(name, replace), images };
}

/** A build that made one AMI, as Packer prints it; `printed` are lines that come before. */
export function buildOutput(image: LiveImage, printed = ''): string {
  return `${printed}${artifactLines(`${image.region}:${image.id}`)}`;
}

/** The machine-readable lines of one artifact of `amazon-ebs.web`, with any text in the place of its id. */
export function artifactLines(id: string): string {
  return [
    '1795254960,amazon-ebs.web,artifact-count,1',
    '1795254960,amazon-ebs.web,artifact,0,builder-id,mitchellh.amazonebs',
    `1795254960,amazon-ebs.web,artifact,0,id,${id}`,
    `1795254960,amazon-ebs.web,artifact,0,string,AMIs were created:\\n${id}\\n`,
    '1795254960,amazon-ebs.web,artifact,0,files-count,0',
    '1795254960,amazon-ebs.web,artifact,0,end',
    '',
  ].join('\n');
}

/** The errors that a step shows, a message a line. */
export function errorsOf(run: StepResult): string {
  return run.annotations.flatMap(({ level, message }) => (level === 'error' ? [message] : [])).join('\n');
}
