/** `s/old/new/`, with any of the usual marks for the slash. */
const SUBSTITUTION = /(?<=^|['"\s;/}])s([/|#,@!%])((?:\\.|(?!\1)[^\\])*)\1((?:\\.|(?!\1)[^\\])*)\1/g;
/** `/old/d`. */
const DELETION = /\/(?:\\.|[^\\/])*\/d\b/g;
const GROUP = /\\?\(([^()]*?)\\?\)/;

/** A longer text is left as it is, so that none takes long. */
const MAX_TEXT = 2000;

/**
 * A command line with only that of its `sed` scripts which ends up in the file: the new text of a substitution,
 * with `\1` filled in, and nothing of a deletion.
 */
export function leftBehind(text: string): string {
  if (text.length > MAX_TEXT || !/\bsed\b/.test(text)) return text;
  return text
    .replace(SUBSTITUTION, (_whole, _mark, old: string, fresh: string) => {
      const group = (GROUP.exec(old)?.[1] ?? '').replace(/\\.|[*+?^$#]/g, '');
      return ` ${fresh.replaceAll('\\1', () => group)} `;
    })
    .replace(DELETION, ' ');
}
