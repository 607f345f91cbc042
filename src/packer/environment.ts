/** What belongs to the runner and not to the job: tokens, the files that steer the job, our own inputs. */
const RUNNERS_OWN = [
  /^ACTIONS_/,
  /^GITHUB_(TOKEN|ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)$/,
  /^INPUT_/,
  /^STATE_/,
  /^NODE_OPTIONS$/,
  /^PACKER_CONFIG$/,
] as const;

/** No call home, no colours in what is parsed. */
const ALWAYS = { CHECKPOINT_DISABLE: '1', PACKER_NO_COLOR: '1' } as const;

/**
 * The environment for Packer: the job's own, since templates rely on `ARM_*`, `GOOGLE_*`, `VAULT_*` and names
 * of their own, without what belongs to the runner, and with the template's variables as `PKR_VAR_name`.
 */
export function packerEnvironment(
  job: Readonly<Record<string, string>>,
  variables: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const kept = Object.entries(job).filter(([name]) => !RUNNERS_OWN.some((pattern) => pattern.test(name)));
  const passed = [...variables].map(([name, value]) => [`PKR_VAR_${name}`, value] as const);
  return Object.fromEntries([...kept, ...Object.entries(ALWAYS), ...passed]);
}
