import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer of EC2's that moto never gives: one in its place, or its own with something else in it. */
export type Fault = {
  /** Such as `CreateTags`; every action when absent. */
  readonly action?: string;
  /** Only requests signed for this region; all regions when absent. */
  readonly region?: string;
  /** How many requests get it; the ones after are let through. All of them when absent. */
  readonly times?: number;
} & (
  | { readonly answer: (body: string) => Answer }
  | { readonly rewrite: (answer: string, body: string) => string | Promise<string> }
);

type Answer = { readonly status: number; readonly body: string };

/** An EC2 API that fails as told, and keeps a list of what it was asked. */
export type Gateway = {
  readonly endpoint: string;
  /** `CreateTags us-east-1`, in order. */
  readonly requests: readonly string[];
  readonly stop: () => Promise<void>;
};

/** An answer with one of EC2's error codes. */
export function ec2Error(status: number, code: string, message: string): () => Answer {
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors>` +
    '<RequestID>4f2a91c0-0000-4000-8000-000000000000</RequestID></Response>';
  return () => ({ status, body });
}

/** Stands in front of an EC2 API and answers some requests itself. */
export async function startGateway(endpoint: string, faults: readonly Fault[]): Promise<Gateway> {
  const requests: string[] = [];
  const left = new Map(faults.map((fault) => [fault, fault.times ?? Number.POSITIVE_INFINITY]));

  const server = createServer((incoming, outgoing) => {
    void readBody(incoming).then((body) => {
      const action = new URLSearchParams(body).get('Action') ?? '';
      // Credential=KEY/DATE/REGION/ec2/aws4_request
      const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
      requests.push(`${action} ${region}`);
      const fault = faults.find(
        (known) =>
          (known.action === undefined || known.action === action) &&
          (known.region === undefined || known.region === region) &&
          (left.get(known) ?? 0) > 0,
      );
      if (fault === undefined) return forward(endpoint, incoming, body, outgoing);
      left.set(fault, (left.get(fault) ?? 0) - 1);
      if ('rewrite' in fault) return forward(endpoint, incoming, body, outgoing, fault.rewrite);
      const answer = fault.answer(body);
      outgoing.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${portOf(server.address())}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The gateway has no port');
  return address.port;
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of incoming.setEncoding('utf8')) body += chunk;
  return body;
}

function forward(
  endpoint: string,
  incoming: IncomingMessage,
  body: string,
  outgoing: ServerResponse,
  rewrite?: (answer: string, body: string) => string | Promise<string>,
): void {
  const { method = 'POST', headers, url = '/' } = incoming;
  const onward = request(new URL(url, endpoint), { method, headers }, (answer) => {
    const status = answer.statusCode ?? 502;
    if (rewrite === undefined) {
      outgoing.writeHead(status, answer.headers);
      answer.pipe(outgoing);
      return;
    }
    void readBody(answer)
      .then((text) => rewrite(text, body))
      .then((text) => outgoing.writeHead(status, { 'content-type': 'text/xml' }).end(text));
  });
  onward.once('error', (error) => outgoing.writeHead(502).end(error.message));
  onward.end(body);
}
