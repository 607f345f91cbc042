import type { getOctokit } from '@actions/github';

/** Where a comment goes. */
export type CommentTarget = {
  /** `owner/name`. */
  readonly repository: string;
  readonly pullRequest: number;
  /** Address of GitHub's REST API; another one on GitHub Enterprise Server. */
  readonly apiUrl: string;
  readonly token: string;
};

/** What became of the comment; `denied` is no failure of the run. */
export type CommentOutcome =
  | { readonly kind: 'created' | 'updated'; readonly url: string }
  | { readonly kind: 'denied'; readonly why: string };

/**
 * Keeps one comment on a pull request: the one that begins with `marker` is updated, else one is made. All
 * pages are searched, since a busy pull request has hundreds.
 */
export async function keepComment(
  target: CommentTarget,
  marker: string,
  body: string,
): Promise<CommentOutcome> {
  const { getOctokit: connect } = await import('@actions/github');
  const octokit = connect(target.token, { baseUrl: target.apiUrl });
  const [owner = '', repo = ''] = target.repository.split('/');
  const text = `${marker}\n${body}`;
  try {
    const existing = await findComment(octokit, { owner, repo, issue_number: target.pullRequest }, marker);
    const { data } =
      existing === undefined
        ? await octokit.rest.issues.createComment({
            owner,
            repo,
            issue_number: target.pullRequest,
            body: text,
          })
        : await octokit.rest.issues.updateComment({ owner, repo, comment_id: existing, body: text });
    return { kind: existing === undefined ? 'created' : 'updated', url: data.html_url };
  } catch (error) {
    const why = denial(error);
    if (why === undefined) throw error;
    return { kind: 'denied', why };
  }
}

type Octokit = ReturnType<typeof getOctokit>;
type Issue = { readonly owner: string; readonly repo: string; readonly issue_number: number };

async function findComment(octokit: Octokit, issue: Issue, marker: string): Promise<number | undefined> {
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, { ...issue, per_page: 100 });
  for await (const { data } of pages) {
    const found = data.find((comment) => comment.body?.startsWith(marker));
    if (found !== undefined) return found.id;
  }
  return undefined;
}

/**
 * Why there is no comment. Whatever GitHub answers, and where it cannot be reached at all (Octokit calls that
 * a 500), a comment is no reason to fail a run; anything else is a bug.
 */
function denial(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const said = `GitHub answered ${String(error.status)}: ${error.message.replace(/[.\s]*$/, '')}.`;
  return [401, 403, 404].includes(Number(error.status))
    ? `${said} Give the job \`permissions: pull-requests: write\`, or set \`comment: false\`; to a pull request from a fork GitHub lets no token write.`
    : `${said} Run the job again to have it written, or set \`comment: false\`.`;
}
