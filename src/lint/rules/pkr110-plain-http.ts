import type { TemplateModel } from '../../template/model.ts';
import { blocksOf, textsOf } from '../blocks.ts';
import { commands } from '../commands.ts';
import { sourceAttributes } from '../iso.ts';
import type { Hit, Rule } from '../rule.ts';

/** Not the instance's own services, nor the server that Packer runs for a build. */
const PLAIN = /\bhttp:\/\/(?!localhost\b|127\.|169\.254\.|\[|metadata\.|\{\{)/i;
const DOWNLOAD =
  /\b(?:curl|wget|fetch|iwr|irm|Invoke-WebRequest|Invoke-RestMethod|Start-BitsTransfer|DownloadFile|DownloadString|(?:yum|dnf|zypper|pip3?|npm) +install|rpm|git +clone)\b/i;

export const plainHttp: Rule = {
  id: 'PKR110',
  severity: 'high',
  title: 'Artifact fetched over plain HTTP',
  what: 'Something that goes into the image is fetched over plain HTTP.',
  why: 'Anyone on the path can put something else into the image.',
  fix: 'Use an `https://` address.',
  check(template) {
    const urls = [
      ...sourceAttributes(template, ['iso_url', 'iso_urls', 'iso_checksum']),
      ...dataUrls(template),
    ];
    const fetched = urls.flatMap(({ name, value }): readonly Hit[] =>
      textsOf(value)
        .filter(({ text }) => PLAIN.test(text))
        .map(({ at }) => ({ at, what: `\`${name}\` is fetched over plain HTTP.` })),
    );
    const run = commands(template)
      .filter(({ text }) => PLAIN.test(text) && DOWNLOAD.test(text))
      .map(({ at, step }) => ({
        at,
        what: `A command of the ${step.kind} \`${step.type}\` downloads over plain HTTP.`,
      }));
    return [...fetched, ...run];
  },
};

function dataUrls(template: TemplateModel) {
  return blocksOf(template, 'data')
    .filter(({ labels }) => labels[0] === 'http')
    .flatMap((block) => block.attributes.filter(({ name }) => name === 'url'));
}
