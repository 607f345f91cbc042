const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])\4\{/gsu;
const NAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** The text between the quotes of a string, with `\n`, `\u00e9`, `$${` and the like replaced. */
export function unescapeQuoted(raw: string): string {
  return raw.replace(ESCAPE, (whole, short, long, named, sign) => {
    if (sign !== undefined) return `${sign}{`;
    if (named !== undefined) return NAMED[named] ?? whole;
    const point = Number.parseInt(short ?? long, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** The literal text of a heredoc: backslashes stand for themselves, `$${` is an escaped `${`. */
export function unescapeHeredoc(raw: string): string {
  return raw.replace(/([$%])\1\{/g, '$1{');
}

/**
 * Takes the common indentation away from the lines of a `<<-` heredoc. The parts that are strings are its
 * literal text; a line begins where such a part has a line feed before it, and at the very start.
 */
export function dedent<Part>(parts: readonly (string | Part)[]): readonly (string | Part)[] {
  const LINE = /(^|\n)([ \t]*)(?=[^ \t\n]|$)/g;
  let common = Number.POSITIVE_INFINITY;
  parts.forEach((part, index) => {
    if (typeof part !== 'string') return;
    for (const match of part.matchAll(LINE)) {
      const startsLine = match[1] === '\n' || index === 0;
      const endsText = index === parts.length - 1 && match.index + match[0].length === part.length;
      if (startsLine && !endsText) common = Math.min(common, match[2]?.length ?? 0);
    }
    // An interpolation at the very start of the text is a line without indentation.
  });
  if (typeof parts[0] !== 'string' && parts.length > 0) common = 0;
  if (common === 0 || !Number.isFinite(common)) return parts;
  const indent = new RegExp(`(^|\\n)[ \\t]{${common}}`, 'g');
  return parts.map((part, index) => {
    if (typeof part !== 'string') return part;
    return part.replace(indent, (whole, before: string) => (before === '\n' || index === 0 ? before : whole));
  });
}
