import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pullRequestEvent, REPOSITORY, type WorkflowEvent } from './event.ts';

export type ApiComment = { readonly id: number; readonly body: string };

/** One request as the API saw it. */
export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
};

/** The part of GitHub's REST API that comments of a pull request need. */
export type GitHubApi = {
  readonly url: string;
  /** The comments of the pull request, oldest first. */
  readonly comments: () => readonly ApiComment[];
  readonly requests: () => readonly ApiRequest[];
  /** From now on requests of this method get this status instead of an answer. */
  readonly refuse: (method: string, status: number) => void;
  readonly stop: () => Promise<void>;
};

/** The number of the pull request that all events of these tests are about. */
const PULL_REQUEST = 7;
const FIRST_ID = 1001;
/** A comment of more characters gets status 422. */
const LONGEST_BODY = 65_536;

/** Starts an API with a pull request that already has these comments. */
export async function startGitHubApi(bodies: readonly string[] = []): Promise<GitHubApi> {
  const comments = bodies.map((body, index): ApiComment => ({ id: FIRST_ID + index, body }));
  const requests: ApiRequest[] = [];
  const refused = new Map<string, number>();

  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    requests.push({ method, path, authorization: incoming.headers.authorization ?? '' });
    const status = refused.get(method);
    if (status !== undefined) answer(outgoing, status, { message: MESSAGES[status] ?? 'No' });
    else void readBody(incoming).then((text) => serve(comments, { method, path, text }, outgoing));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    comments: () => [...comments],
    requests: () => [...requests],
    refuse: (method, status) => {
      refused.set(method, status);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const MESSAGES: Readonly<Record<number, string>> = {
  401: 'Bad credentials',
  403: 'Resource not accessible by integration',
  404: 'Not Found',
  500: 'Server Error',
};

type Asked = { readonly method: string; readonly path: string; readonly text: string };

function serve(comments: ApiComment[], { method, path, text }: Asked, outgoing: ServerResponse): void {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const all = `/repos/${REPOSITORY}/issues/${PULL_REQUEST}/comments`;
  const one = new RegExp(`^/repos/${REPOSITORY}/issues/comments/(\\d+)$`).exec(pathname)?.[1];
  const at = comments.findIndex(({ id }) => String(id) === one);
  const body = text === '' ? '' : String(JSON.parse(text).body);
  if (body.length > LONGEST_BODY) {
    answer(outgoing, 422, { message: 'Body is too long (maximum is 65536 characters)' });
  } else if (method === 'GET' && pathname === all) {
    list(comments, searchParams, outgoing);
  } else if (method === 'POST' && pathname === all) {
    const made = { id: FIRST_ID + comments.length, body };
    comments.push(made);
    answer(outgoing, 201, shown(made));
  } else if (method === 'PATCH' && at !== -1) {
    const changed = { id: Number(one), body };
    comments[at] = changed;
    answer(outgoing, 200, shown(changed));
  } else {
    answer(outgoing, 404, { message: 'Not Found' });
  }
}

/** Pages as GitHub cuts them: 30 unless asked, 100 at most, the next one named in the Link header. */
function list(comments: readonly ApiComment[], query: URLSearchParams, outgoing: ServerResponse): void {
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const page = Number(query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(comments.length / size));
  const address = (number: number): string =>
    `<http://${outgoing.req.headers.host}/repos/${REPOSITORY}/issues/${PULL_REQUEST}/comments?per_page=${size}&page=${number}>`;
  const links = page < last ? [`${address(page + 1)}; rel="next"`, `${address(last)}; rel="last"`] : [];
  if (links.length > 0) outgoing.setHeader('link', links.join(', '));
  answer(outgoing, 200, comments.slice((page - 1) * size, page * size).map(shown));
}

function shown(comment: ApiComment): unknown {
  const { id, body } = comment;
  return {
    id,
    body,
    html_url: `https://github.com/${REPOSITORY}/pull/${PULL_REQUEST}#issuecomment-${id}`,
    user: { login: 'github-actions[bot]', type: 'Bot' },
  };
}

function answer(outgoing: ServerResponse, status: number, value: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  outgoing.end(JSON.stringify(value));
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const COMMITS = { head: 'a'.repeat(40), merge: 'b'.repeat(40), base: 'c'.repeat(40) };

/** An event about the pull request, whose branch is of this repository, of a fork, or of one that is gone. */
export function pullRequestFrom(origin: 'branch' | 'fork' | 'deleted fork'): WorkflowEvent {
  const event = pullRequestEvent(COMMITS);
  if (origin === 'branch') return event;
  const repo = origin === 'fork' ? { full_name: 'stranger/images', fork: true } : null;
  const head = { ref: 'bigger-disks', sha: COMMITS.head, repo };
  const payload = { number: PULL_REQUEST, pull_request: { number: PULL_REQUEST, head } };
  return { ...event, payload };
}

/** The same event under the name of another trigger. */
export function triggeredBy(name: string, event: WorkflowEvent): WorkflowEvent {
  return { ...event, environment: { ...event.environment, GITHUB_EVENT_NAME: name } };
}
