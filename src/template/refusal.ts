import type { Finding, SourceRange } from '../finding.ts';
import type { SyntaxFault } from './syntax.ts';

type Refusal = Pick<Finding, 'what' | 'why' | 'fix'> & {
  readonly severity?: 'error' | 'warning';
  readonly rule?: string;
};

/** The rule of a finding about syntax: our own reading, which gives way where Packer has read the file. */
export const SYNTAX_RULE = 'hcl';

function finding(template: string, at: SourceRange, refusal: Refusal): Finding {
  return { severity: 'error', rule: 'packer', template, reason: 'validate', at, ...refusal };
}

/** A file above `MAX_FILE_BYTES`. `bytes` is its size. */
export function tooLarge(template: string, file: string, bytes: number): Finding {
  return finding(
    template,
    { file, line: 1 },
    {
      what: `\`${file}\` is ${(bytes / 1024 / 1024).toFixed(1)} MiB; a template file may have 1 MiB.`,
      why: 'A file of that size is hardly written by hand, and reading it would hold up every other template.',
      fix: 'Move scripts and data to their own files and name them in the template (`script`, `file()`, `templatefile()`).',
    },
  );
}

export function tooDeep(template: string, at: SourceRange): Finding {
  return finding(template, at, {
    what: 'Brackets, strings or operators are nested far too deeply here.',
    why: 'No template needs more than a few levels; thousands of them are made to bring a parser down.',
    fix: 'Break the expression up with `locals`.',
  });
}

/** The parser needed far more work than the length of the file explains. */
export function tooCostly(template: string, file: string): Finding {
  return finding(
    template,
    { file, line: 1 },
    {
      what: `\`${file}\` could not be read with reasonable effort.`,
      why: 'Its syntax is so broken that the parser would look for a sense in it for minutes.',
      fix: 'Run `packer fmt` on the file and correct what it reports.',
    },
  );
}

/** `unclosed` names what was opened at the fault's place and never closed. */
export function syntaxError(template: string, fault: SyntaxFault): Finding {
  return finding(template, fault.at, {
    rule: SYNTAX_RULE,
    what: `The file is not valid HCL: ${fault.what}.`,
    why: 'Packer cannot read the template until this is corrected.',
    fix: 'Correct the syntax here or just before; `packer fmt` shows the same fault.',
  });
}

export function notUtf8(template: string, file: string, line: number): Finding {
  return finding(
    template,
    { file, line },
    {
      severity: 'warning',
      what: 'This line has bytes that are not UTF-8.',
      why: 'HCL files are UTF-8; Packer refuses other bytes, except in comments.',
      fix: 'Save the file as UTF-8.',
    },
  );
}

/** A template in JSON: `*.pkr.json`, or the form from before HCL2. */
export function jsonTemplate(template: string, file: string): Finding {
  return finding(
    template,
    { file, line: 1 },
    {
      what: `\`${file}\` is a template in JSON.`,
      why: 'Only HCL2 templates are checked and built: JSON has no comments, and no rule could speak for the whole template.',
      fix: `Run \`packer hcl2_upgrade ${file}\`, which writes the same template as HCL2, and remove the JSON file.`,
    },
  );
}

/** A path that may not be read: `what` names it, as in "`x.pkr.hcl` is a directory". */
export function notReadable(
  template: string,
  file: string,
  refusal: Pick<Refusal, 'what' | 'why' | 'fix'>,
): Finding {
  return finding(template, { file, line: 1 }, refusal);
}
