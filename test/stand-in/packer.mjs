#!/usr/bin/env node
// A stand-in for Packer: answers each call as its script says, mostly with what the real Packer once
// printed, and writes every call down. `test/support/stand-in.ts` writes the script and puts this on PATH.
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const [scriptFile, ...argv] = process.argv.slice(2);
const script = JSON.parse(readFileSync(scriptFile, 'utf8'));
const earlier = existsSync(script.calls)
  ? readFileSync(script.calls, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && JSON.parse(line).argv[0] === argv[0]).length
  : 0;

appendFileSync(
  script.calls,
  `${JSON.stringify({
    argv,
    cwd: process.cwd(),
    variables: Object.keys(process.env).sort(),
    templateVariables: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => name.startsWith('PKR_VAR_')),
    ),
  })}\n`,
);

const answer = script.answers.find(
  (known) =>
    known.subcommand === argv[0] &&
    earlier < (known.calls ?? Number.POSITIVE_INFINITY) &&
    (known.template === undefined || [basename(process.cwd()), argv.at(-1)].includes(known.template)),
);
if (answer === undefined) {
  process.stderr.write(`The stand-in's script has no answer to \`packer ${argv.join(' ')}\`\n`);
  process.exitCode = 97;
} else {
  process.exitCode = answer.exitCode;
  const interrupted = answer.untilInterrupted ? interrupt() : undefined;
  await print(process.stdout, answer.stdout);
  if (interrupted !== undefined) await print(process.stdout, await interrupted);
  await print(process.stderr, answer.stderr);
  if (answer.signal !== undefined) process.kill(process.pid, answer.signal);
}

/** Waits for SIGINT; what Packer says when it gets one. */
function interrupt() {
  const waiting = setInterval(() => undefined, 60_000);
  return new Promise((resolve) => {
    process.once('SIGINT', () => {
      clearInterval(waiting);
      const text =
        '1795259256,,ui,error,Cancelling build after receiving interrupt\n' +
        '1795259256,,ui,say,Cleanly cancelled builds after being interrupted.\n';
      resolve([{ text, times: 1 }]);
    });
  });
}

/**
 * Prints each part as often as it says, `{n}` being the count, and waits for the reader as a real
 * program's full pipe would make it.
 *
 * @param {NodeJS.WriteStream} stream
 * @param {readonly { text: string, times: number }[]} parts
 */
async function print(stream, parts) {
  for (const { text, times } of parts) {
    const counted = text.includes('{n}');
    for (let done = 0; done < times; ) {
      const batch = Math.min(times - done, Math.max(1, Math.floor(65_536 / text.length)));
      const from = done;
      const chunk = counted
        ? Array.from({ length: batch }, (_, index) => text.replaceAll('{n}', String(from + index))).join('')
        : text.repeat(batch);
      done += batch;
      if (!stream.write(chunk)) await once(stream, 'drain');
    }
  }
  await new Promise((resolve) => stream.write('', resolve));
}
