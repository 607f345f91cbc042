import { attribute } from '../blocks.ts';
import { builders } from '../builders.ts';
import type { Rule } from '../rule.ts';
import { flagOf } from '../settings.ts';

export const agentForwarding: Rule = {
  id: 'PKR408',
  severity: 'low',
  title: 'SSH agent forwarded to the build instance',
  what: "The runner's SSH agent is forwarded to the build instance.",
  why: 'Whatever runs on the instance during the build can use the keys of the agent to log in elsewhere.',
  fix: 'Set `ssh_disable_agent_forwarding = true`; Packer itself still logs in with the agent.',
  check(template) {
    return builders(template, /./).flatMap((builder) => {
      const agent = attribute(builder, 'ssh_agent_auth');
      const forwarding = flagOf(attribute(builder, 'ssh_disable_agent_forwarding'));
      if (agent === undefined || flagOf(agent) !== 'on' || forwarding !== 'off') return [];
      return [{ at: agent.range, what: `\`${builder.name}\` can use the keys of the runner's SSH agent.` }];
    });
  },
};
