/** What to do about a diagnostic, by its title or text; the first that matches. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /^Unset variable "(.+)"/,
    'Give it a value with `variables: $1=…` or `var-files`, or a `default` in its `variable` block.',
  ],
  [
    /^Undefined -var variable|^Undefined variable/,
    'Declare it in a `variable` block, or take it out of `variables` and `var-files`.',
  ],
  [/^Missing plugins?/, 'Leave `init: true`, so that `packer init` installs what `required_plugins` names.'],
  [
    /rate limit/i,
    'GitHub limits requests without a token by address; run the job again when the limit has ended, or install the plugins beforehand and set `init: false`.',
  ],
  [
    /Failed getting the "(.+?)" plugin/,
    'Check the `source` and `version` of the plugin in `required_plugins`, and that the runner reaches its host.',
  ],
  [/^Failed to read file/, 'Check the path in `var-files`; paths count from the root of the repository.'],
  [/must be specified|must be set/, 'Add the argument to the source block.'],
  [
    /^Unsupported argument|Did you mean "(.+?)"/,
    'Correct or remove the argument; the documentation of the plugin lists the legal ones.',
  ],
  [/^Unsupported attribute/, 'Declare what is referred to, or correct the name of the reference.'],
  [/^Unknown source/, 'Declare that `source` block, or correct the reference in `sources`.'],
  [
    /^missing source reference|must reference at least one source/,
    'Add `sources = ["source.TYPE.NAME"]` to the build block.',
  ],
  [
    /^Invalid multi-line string|^Unterminated template string/,
    'Close the string on its own line, or use a heredoc (`<<-EOT`) for text of several lines.',
  ],
  [
    /must declare an owner/,
    'Add `owners = ["…"]` with the account that publishes the AMI, such as `099720109477` for Ubuntu.',
  ],
  [/^Could not find any config file/, 'Point `templates` at a directory with `*.pkr.hcl` files.'],
  [
    /Unsupported block type|required_plugins/,
    'Correct the name of the block; `required_plugins` needs Packer 1.7 or newer.',
  ],
];

/** One sentence on what to do; empty where nothing better than the message itself is known. */
export function remedyFor(title: string, detail: string): string {
  for (const text of [title, detail]) {
    for (const [pattern, remedy] of REMEDIES) {
      const match = pattern.exec(text);
      if (match !== null) return remedy.replace('$1', match[1] ?? '');
    }
  }
  return '';
}
