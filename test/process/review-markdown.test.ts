import { marked } from 'marked';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitHubApi, pullRequestFrom, startGitHubApi } from '../support/github-api.ts';
import { type Played, play } from '../support/scenario.ts';

/** What a page would run, load, link or tell somebody, were it not text. */
const HOSTILE: readonly (readonly [title: string, text: string])[] = [
  ['an image with a script', '<img src=x onerror=alert(1)>'],
  ['a script', '</code></pre></details><script>alert(1)</script>'],
  ['an end of the folded part', '</details><h1>All is well</h1>'],
  ['a comment that never ends', '<!-- '],
  ['a mention', '@octocat and @acme/team'],
  ['a Markdown image', '![x](https://evil.example/x.png)'],
  ['a Markdown link', '[click](javascript:alert(1))'],
  ['a reference', '[x][y] and #12 and acme/images#12'],
  ['an address', 'https://evil.example www.evil.example <https://evil.example>'],
  ['fences', '``` ```` `` `'],
  ['a fence that ends a code block', '```\\n# Heading\\n<b>bold</b>\\n```'],
  ['pipes', 'a | b || c \\\\| d'],
  ['emphasis', '**bold** _it_ ~~gone~~ \\\\*'],
  ['entities', '&lt;b&gt; &#60;b&#62; &copy;'],
  ['a heading', '# Heading'],
  ['a backslash at its end', 'x\\\\'],
  ['marks that turn the text around', '\u202egnp.exe\u202c\u200b'],
];

let github: GitHubApi;
beforeEach(async () => {
  github = await startGitHubApi();
});
afterEach(() => github.stop());

/** A template with the text wherever text may stand, and a Packer that repeats it. */
function review(text: string, folder = 'images/web'): Promise<Played> {
  const quoted = text.replaceAll('"', '\\"').replaceAll('\\\\', '\\').replaceAll('\\n', ' ');
  const file = `${folder}/main.pkr.hcl`;
  const template = `packer {
  required_plugins {
    x = { source = "${text.replaceAll('"', '\\"')}", version = "1" }
  }
}
source "${text.replaceAll('"', '\\"')}" "web" {
  ami_name = "${text.replaceAll('"', '\\"')}-{{timestamp}}" # ${quoted}
}
build {
}
`;
  const said = `Error: ${quoted}\n\n  on main.pkr.hcl line 7:\n  (source code not available)\n\n${text.replaceAll('\\n', '\n')}\n\n`;
  return play({
    files: { [file]: template },
    script: [
      { subcommand: 'validate', answer: { stdout: said, exitCode: 1 } },
      { subcommand: 'fmt', answer: { stdout: said, exitCode: 1 } },
    ],
    with: { mode: 'validate', checks: 'fmt, validate, lint', init: 'false', 'github-token': 't' },
    env: { GITHUB_API_URL: github.url },
    event: pullRequestFrom('branch'),
  });
}

/** The elements of a rendered text that are not the report's own. */
function foreignElements(html: string): readonly string[] {
  const own =
    /^<\/?(details|summary|h2|p|strong|em|code|pre|table|thead|tbody|tr|th|td|br|hr)(?: class="language-(hcl|diff|suggestion)")?>$/;
  const ours = (tag: string): boolean =>
    own.test(tag) ||
    tag.startsWith('<a href="https://github.com/acme/images/actions/runs/') ||
    tag === '</a>';
  return (html.match(/<[!/?a-z][^>]*>?/gi) ?? []).filter((tag) => !ours(tag));
}

/** The text that GitHub looks through for mentions and references. */
function outsideCode(html: string): string {
  return html.replace(/<(pre|code)\b[\s\S]*?<\/\1>/g, '');
}

function expectOnlyText(markdown: string): void {
  const html = marked.parse(markdown.replace(/^<!-- packer-ci: [^>]* -->\n/, ''), {
    gfm: true,
    async: false,
  });
  expect(foreignElements(html)).toEqual([]);
  const text = outsideCode(html);
  expect(text).not.toMatch(/@\w/);
  expect(text).not.toMatch(/(^|[^&])#\d/);
  expect(text).not.toMatch(/<em>|<del>/);
  expect(html.split('<details>').length).toBe(html.split('</details>').length);
  expect(html.match(/<h\d/g)).toHaveLength(1);
  for (const row of html.match(/<tr>[\s\S]*?<\/tr>/g) ?? []) expect(row.match(/<t[hd]/g)).toHaveLength(5);
  expect(html).toContain('<table>');
}

describe('a template with hostile text in it', () => {
  it.each(HOSTILE)('shows it as text in the summary and the comment: %s', async (_, text) => {
    const run = await review(text);

    expect(run.exitCode).toBe(1);
    expect(run.log).not.toContain('This is a bug in packer-ci');
    expectOnlyText(run.summary);
    expect(github.comments()).toHaveLength(1);
    expectOnlyText(github.comments()[0]?.body ?? '');
  });

  it.each([['<img src=x onerror=alert(1)>'], ['@octocat'], ['a|b'], ['`x`'], ['![x](y)'], ['# x'], ['a\nb']])(
    'shows it as text where a folder is called `%s`',
    async (name) => {
      const run = await review('x', `images/${name}`);

      expect(run.exitCode).toBe(1);
      expectOnlyText(run.summary);
      expectOnlyText(github.comments()[0]?.body ?? '');
      expect(run.summary.split('\n').filter((line) => line.startsWith('| images/'))).toHaveLength(1);
    },
  );
});
