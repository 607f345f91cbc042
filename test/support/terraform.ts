import { mustRun } from './command.ts';
import { cleanEnvironment } from './environment.ts';
import { part } from './parts.ts';

/** What `terraform apply` printed, and the values of the outputs as Terraform itself tells them. */
export type Applied = { readonly log: string; readonly outputs: Readonly<Record<string, unknown>> };

/**
 * A configuration that takes one variable and hands it on through a resource, so that the value has been
 * through plan and apply and not only through the parser. `terraform_data` needs no provider.
 */
export function terraformConfiguration(variable: string, type: string): string {
  return `variable "${variable}" {
  type = ${type}
}

resource "terraform_data" "images" {
  input = var.${variable}
}

output "deployed" {
  value = terraform_data.images.output
}
`;
}

/** Runs `terraform init` and `apply` in a folder with a configuration, as the job after the build does. */
export async function applyTerraform(
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Applied> {
  const { path } = part('terraform');
  const env = { ...cleanEnvironment(), ...variables, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  const options = { cwd: folder, env };
  await mustRun(path, ['init', '-no-color', '-input=false'], options);
  const log = await mustRun(path, ['apply', '-no-color', '-input=false', '-auto-approve'], options);
  const outputs: Record<string, { readonly value: unknown }> = JSON.parse(
    await mustRun(path, ['output', '-no-color', '-json'], options),
  );
  return {
    log,
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, output.value])),
  };
}
