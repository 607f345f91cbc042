import { mustRun } from '../../test/support/command.ts';

/** What Terraform printed, and the outputs as it tells them. */
export type Deployed = {
  readonly plan: string;
  readonly apply: string;
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
};

/** Plans and applies a configuration, as the job after the build does. */
export async function deploy(
  terraform: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Deployed> {
  const env = { ...environment, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
  const call = (...args: readonly string[]): Promise<string> =>
    mustRun(terraform, args, { cwd: folder, env });
  const plain = ['-no-color', '-input=false'] as const;
  await call('init', ...plain);
  const plan = await call('plan', ...plain, '-out=images.tfplan');
  const apply = await call('apply', ...plain, 'images.tfplan');
  return { plan, apply, outputs: JSON.parse(await call('output', '-no-color', '-json')) };
}
