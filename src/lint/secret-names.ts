import type { Value } from '../template/model.ts';

/** The catalogue's words, and the two other common words for a password. */
const SECRET = /password|passwd|passphrase|secret|token|api_?key|private_?key|credential/;

/**
 * Names that hold one of those words and no secret: what limits or describes a secret (`token_ttl`,
 * `password_length`), where it is found (`ssh_private_key_file`, `secret_arn`, `token_url`), what it is called
 * (`secret_name`, `token_id`; but a `secret_id` is what Vault wants to know), a switch (`use_token`,
 * `password_auth`), and EC2's `http_tokens`.
 */
const DESCRIBED =
  /_(?:ttl|timeouts?|duration|expiry|expiration|age|days|length|size|bits|count|number|limit|retries|interval|policy|complexity|rotation|version|type|kind|format|algorithm|encoding|header|comment|description|names?|label|prefix|suffix|aliase?s?|key_?names?|users?|usernames?|profile|provider|helper|store|manager|backend|engine|mount|region|issuer|audience|scopes?|hosts?|endpoints?|ur[il]s?|domain|server|address|ports?|files?|filenames?|paths?|dirs?|directory|folder|location|bucket|arns?|env|env_?vars?|variable|auth|authentication|login|enabled|disabled|required|allowed)$/;
const IDENTIFIED = /(?<!secret)_ids?$/;
const SWITCH =
  /^(?:use|using|enable|disable|allow|require|has|have|is|no|skip|with|without|generate|rotate|reset|store|num|max|min)_/;
const OTHER = /(?:http|imds|metadata|imdsv2)_?tokens?$|tokeni[sz]|passwordless|secretar/;

/** Whether a variable or local with this name most likely holds a secret. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
  return SECRET.test(words) && ![DESCRIBED, IDENTIFIED, SWITCH, OTHER].some((pattern) => pattern.test(words));
}

/** A path, address, ARN or key alias: where the secret is, not what it is. */
const POINTER = /^(?:(?:~|\.{1,2})?\/[\w.\-/]*|arn:[^\s]*|alias\/[^\s]*|https?:\/\/[^\s@]*|\$?<[^<>]*>)$/;

/** Whether a value is, or holds, a text that may itself be a secret. Numbers and booleans are none. */
export function holdsLiteral(value: Value | undefined): boolean {
  switch (value?.kind) {
    case 'string':
      return value.text !== '' && !POINTER.test(value.text);
    case 'list':
      return value.items.some(holdsLiteral);
    case 'map':
      return value.entries.some((entry) => holdsLiteral(entry.value));
    default:
      return false;
  }
}

/** Whether a value can be no secret: a number, a switch, or where to find one. Nothing at all tells nothing. */
export function isNoSecret(value: Value | undefined): boolean {
  if (value?.kind === 'number' || value?.kind === 'bool') return true;
  return value?.kind === 'string' && POINTER.test(value.text);
}
