import type { Block, TemplateModel } from '../../template/model.ts';
import { attribute, textsOf } from '../blocks.ts';
import { steps } from '../builders.ts';
import { isCredentialFile, isCredentialPlace, PRIVATE_KEY } from '../credential-files.ts';
import { pluginBlocks } from '../plugin-blocks.ts';
import type { Hit, Rule } from '../rule.ts';
import { wordOf } from '../settings.ts';

export const credentialFile: Rule = {
  id: 'PKR305',
  severity: 'high',
  title: 'Credential file copied into the image',
  what: 'A credential is copied into the image.',
  why: 'Everyone who can launch the image, or read one of its snapshots, can use the credential, and it stays there until every copy is gone.',
  fix: 'Let the instance fetch the credential when it boots, from Secrets Manager or SSM Parameter Store with an instance role.',
  check(template) {
    const files = steps(template)
      .filter(({ kind, type }) => kind === 'provisioner' && type === 'file')
      .flatMap(({ block }) => hitOf(block));
    return [...files, ...privateKeys(template)];
  },
};

/** One finding for each provisioner, at the first attribute that gives it away. */
function hitOf(block: Block): readonly Hit[] {
  if (wordOf(attribute(block, 'direction')) === 'download') return [];
  const from = ['source', 'sources', 'content'].flatMap((name) => attribute(block, name) ?? []);
  const source = from.find(({ name, value, calls }) =>
    textsOf(value).some(
      ({ text, known }) => (name !== 'content' || reads(calls, known)) && isCredentialFile(text),
    ),
  );
  const to = attribute(block, 'destination');
  const place = textsOf(to?.value).some(({ text }) => isCredentialPlace(text)) ? to : undefined;
  const found = source ?? place;
  return found === undefined
    ? []
    : [
        {
          at: found.range,
          what: `The \`${found.name}\` of a file provisioner is a file that holds a credential.`,
        },
      ];
}

/** Content is a path only within the call of a function that reads a file. */
function reads(calls: readonly string[], known: boolean): boolean {
  return !known && (calls.includes('file') || calls.includes('templatefile'));
}

function privateKeys(template: TemplateModel): readonly Hit[] {
  return pluginBlocks(template).flatMap((block) =>
    block.attributes
      .filter(({ value }) => textsOf(value).some(({ text }) => PRIVATE_KEY.test(text)))
      .map(({ name, range }) => ({ at: range, what: `\`${name}\` holds a private key as plain text.` })),
  );
}
