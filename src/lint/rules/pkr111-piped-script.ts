import { commands, pipelines } from '../commands.ts';
import type { Rule } from '../rule.ts';

const FETCH = /\b(?:curl|wget|fetch|iwr|irm|Invoke-WebRequest|Invoke-RestMethod|DownloadString)\b/i;

/** What only changes how a command runs. The choices begin differently, so that no text is tried in two ways. */
const PREFIX = String.raw`^\s*(?:(?:(?:\/\S*\/)?(?:sudo|env|nohup|time|exec)|-u\s+\w+|-(?!u\s)\S+|\w+=\S*)\s+)*(?:\S*\/)?`;
/** A shell that reads commands from its input; with `-c` the input is data. */
const SHELL = new RegExp(`${PREFIX}(?:ba|z|k|da|a)?sh(?!\\s+-[a-z]*c\\b)(?:\\s|$)`);
/** The other languages read a program only when they get no file and no `-c` or `-e`. */
const LANGUAGE = new RegExp(`${PREFIX}(?:python[\\d.]*|perl|ruby|node|php)\\s*(?:-(?:\\s.*)?)?$`);
const POWERSHELL = /^\s*(?:iex|Invoke-Expression|powershell|pwsh)\b/i;
/** `bash <(curl ...)`, `sh -c "$(curl ...)"`. */
const SUBSTITUTED =
  /(?:\b(?:(?:ba|z|k|da|a)?sh|eval|source|python[\d.]*)\b|^\s*\.\s)[^(`]{0,40}(?:[<$]\(|`)\s*(?:sudo\s+)?(?:curl|wget|fetch)\b/;
/** `iex (iwr ...)`, `iex "& { $(irm ...) }"`. */
const EXPRESSION =
  /\b(?:iex|Invoke-Expression)\b.{0,500}(?:DownloadString|\b(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b)/i;

export const pipedScript: Rule = {
  id: 'PKR111',
  severity: 'high',
  title: 'Remote script piped to an interpreter',
  what: 'A script is run straight from the network.',
  why: 'Whoever controls the address, today or later, decides what is baked into the image; nothing records what ran.',
  fix: 'Download the script, check its SHA-256, then run it; or install a signed package.',
  check(template) {
    return commands(template)
      .filter(({ text }) => pipelines(text).some(runsDownload))
      .map(({ at, step }) => ({
        at,
        what: `A command of the ${step.kind} \`${step.type}\` runs a script straight from the network.`,
      }));
  },
};

function runsDownload(pipeline: readonly string[]): boolean {
  const fetch = pipeline.findIndex((part) => FETCH.test(part));
  const rest = fetch === -1 ? [] : pipeline.slice(fetch + 1);
  const piped = rest.some((part) => [SHELL, LANGUAGE, POWERSHELL].some((pattern) => pattern.test(part)));
  return piped || pipeline.some((part) => SUBSTITUTED.test(part) || EXPRESSION.test(part));
}
