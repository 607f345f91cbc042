import { connectToEc2, type Ec2 } from './ec2.ts';
import { awsEnvironment, pluginFolder } from './environment.ts';
import { startMoto } from './moto.ts';
import { WITHOUT_LINT } from './scenario.ts';
import { type Sshd, startSshd } from './sshd.ts';
import { KEY_PAIR, packerHasInit } from './templates.ts';

/** All that a real Packer needs to build an AMI on this machine. */
export type Cloud = {
  readonly endpoint: string;
  readonly ec2: Ec2;
  readonly sshd: Sshd;
  /** The environment of the job that builds. */
  readonly env: Readonly<Record<string, string>>;
  /** The inputs that the Packer of this machine needs: one before 1.7 has no `init`, and templates for it pass no lint. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

/** The regions that templates of the tests use. */
const REGIONS = ['us-east-1', 'eu-west-1'] as const;

/** Starts an EC2 API and a machine to provision, and gives the one the other's key. */
export async function startCloud(): Promise<Cloud> {
  const [moto, sshd] = await Promise.all([startMoto(), startSshd()]);
  const ec2 = connectToEc2(moto.endpoint);
  for (const region of REGIONS) await ec2.importKeyPair(region, KEY_PAIR, sshd.publicKey);
  return {
    endpoint: moto.endpoint,
    ec2,
    sshd,
    env: { ...awsEnvironment(moto.endpoint), PACKER_PLUGIN_PATH: pluginFolder() },
    inputs: { ...WITHOUT_LINT, init: String(packerHasInit()) },
    stop: async () => {
      await Promise.all([moto.stop(), sshd.stop()]);
    },
  };
}
