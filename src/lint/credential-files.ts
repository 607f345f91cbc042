/** Where a name may end: at the end of a text, or before the quote of a function's parameter. */
const END = `(?=$|["'])`;

/** Names of files that hold a credential whatever they are used for. */
const NAMES = [
  'id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?',
  String.raw`\.aws[/\\]credentials`,
  String.raw`\.docker[/\\]config\.json|\.dockercfg`,
  String.raw`\.kube[/\\]config`,
  String.raw`\.npmrc|\.pypirc|[._]netrc|\.pgpass|\.git-credentials`,
  String.raw`application_default_credentials\.json`,
  // Not the samples that are there to be copied.
  String.raw`\.env(?:\.(?!example|sample|template|dist|tpl)[\w-]+)?`,
  String.raw`[^/\\"']+\.(?:p12|pfx)`,
];
const CREDENTIAL = new RegExp(String.raw`(?:^|[/\\"'])(?:${NAMES.join('|')})${END}`, 'i');

/** Most `.pem` files are keys, and the name of a certificate says so. */
const PEM = new RegExp(String.raw`(?:^|[/\\"'])([^/\\"']+)\.pem${END}`, 'i');
const CERTIFICATE =
  /cert|chain|bundle|root|trust|public|dhparam|crl|csr|(?:^|[-_.])(?:ca|cas|pub)\d*(?:$|[-_.])/i;
const KEY_OF_CERTIFICATE = /(?:^|[-_.]|priv|private|cert|ca)keys?(?:$|[-_.])/i;
const CERTIFICATES =
  /(?:^|[/\\])(?:ca|cas|ca-certificates|ca-trust|certs|certificates|anchors|pki[/\\]trust)[/\\]/i;

/** Whether a path is that of a file with a credential in it. What is not known of it stands as `${expression}`. */
export function isCredentialFile(path: string): boolean {
  return CREDENTIAL.test(path) || isKeyPem(path);
}

/** As `isCredentialFile`, without `.pem`, whose name where it arrives tells little. */
export function isCredentialPlace(path: string): boolean {
  return CREDENTIAL.test(path);
}

function isKeyPem(path: string): boolean {
  const name = PEM.exec(path)?.[1];
  if (name === undefined) return false;
  if (KEY_OF_CERTIFICATE.test(name)) return !/(?:^|[-_.])pub/i.test(name);
  return !CERTIFICATE.test(name) && !CERTIFICATES.test(path);
}

/** A private key as text; without something after the line it is only spoken of. */
export const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----\s+[\w+/]/;
