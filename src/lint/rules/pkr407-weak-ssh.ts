import type { SourceRange } from '../../finding.ts';
import { attribute } from '../blocks.ts';
import { type Builder, builders } from '../builders.ts';
import type { Hit, Rule } from '../rule.ts';
import { knownTexts, wordOf } from '../settings.ts';

const WEAK_CIPHER = /^(?:arcfour.*|.+-cbc|.+-cbc@.+)$/;
const WEAK_EXCHANGE = /^diffie-hellman-group1-sha1$/;
const SMALLEST_RSA = 3072;

export const weakSsh: Rule = {
  id: 'PKR407',
  severity: 'low',
  title: 'Weak SSH key or cipher',
  what: 'The SSH connection to the build instance uses a weak key, cipher or key exchange.',
  why: 'Old algorithms can be broken by someone who records or changes the traffic; OpenSSH has turned them off.',
  fix: 'Set `temporary_key_pair_type = "ed25519"` (or RSA with 3072 bits or more), and leave the ciphers and key exchanges as they are.',
  check(template) {
    return builders(template, /./).flatMap((builder) => [
      ...keyHits(builder),
      ...algorithmHits(builder, 'ssh_ciphers', WEAK_CIPHER),
      ...algorithmHits(builder, 'ssh_key_exchange_algorithms', WEAK_EXCHANGE),
    ]);
  },
};

function keyHits(builder: Builder): readonly Hit[] {
  const type = attribute(builder, 'temporary_key_pair_type');
  const word = wordOf(type);
  if (type !== undefined && word === 'dsa') return [hitOf(builder, type.range, 'a DSA key')];
  const bits = attribute(builder, 'temporary_key_pair_bits');
  const size = bits?.value.kind === 'number' ? bits.value.number : Number(wordOf(bits) || Number.NaN);
  // RSA is what an unset type means; 0 leaves the size to Packer.
  if (bits === undefined || (word !== '' && word !== 'rsa') || !(size > 0 && size < SMALLEST_RSA)) return [];
  return [hitOf(builder, bits.range, `an RSA key of ${size} bits`)];
}

function algorithmHits(builder: Builder, name: string, weak: RegExp): readonly Hit[] {
  return knownTexts(attribute(builder, name))
    .filter(({ text }) => weak.test(text))
    .map(({ at, text }) => hitOf(builder, at, `\`${text}\``));
}

function hitOf({ name }: Builder, at: SourceRange, weakness: string): Hit {
  return { at, what: `\`${name}\` is reached by SSH with ${weakness}, which is weak.` };
}
