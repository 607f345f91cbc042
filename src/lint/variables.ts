import type { SourceRange } from '../finding.ts';
import type { Attribute, TemplateModel } from '../template/model.ts';
import { attribute, blocksOf, isTrue } from './blocks.ts';
import { isNoSecret, isSecretName } from './secret-names.ts';

/** A variable or local as it is declared. */
export type Declaration = {
  readonly kind: 'variable' | 'local';
  readonly name: string;
  /** As expressions refer to it: `var.name`. */
  readonly id: string;
  readonly sensitive: boolean;
  /** The type as written, such as `string`. */
  readonly type: string | undefined;
  /** The default of a variable, the expression of a local. */
  readonly given: Attribute | undefined;
  /** Where to report what is missing. */
  readonly at: SourceRange;
};

/** All variables and locals, in whichever of the four ways they are declared. */
export function declarations(template: TemplateModel): readonly Declaration[] {
  return [
    ...single(template, 'variable', 'default'),
    ...single(template, 'local', 'expression'),
    ...many(template, 'variable', 'variables'),
    ...many(template, 'local', 'locals'),
  ];
}

/** Whether a declaration most likely stands for a secret, by its name, its type and its value. */
export function isSecret({ name, type, given }: Declaration): boolean {
  const plain = type === 'bool' || type === 'number';
  return isSecretName(name) && !plain && !isNoSecret(given?.value);
}

/** The ids of all variables and locals that are sensitive, or most likely should be. */
export function secretIds(template: TemplateModel): ReadonlySet<string> {
  const secret = declarations(template).filter((each) => each.sensitive || isSecret(each));
  return new Set(secret.map(({ id }) => id));
}

function single(
  template: TemplateModel,
  kind: Declaration['kind'],
  value: 'default' | 'expression',
): readonly Declaration[] {
  return blocksOf(template, kind).map((block) => {
    const [name = ''] = block.labels;
    return {
      kind,
      name,
      id: idOf(kind, name),
      sensitive: isTrue(attribute(block, 'sensitive')?.value),
      type: attribute(block, 'type')?.source,
      given: attribute(block, value),
      at: block.header,
    };
  });
}

/** In the blocks `variables` and `locals` nothing can be sensitive. */
function many(template: TemplateModel, kind: Declaration['kind'], type: string): readonly Declaration[] {
  return blocksOf(template, type)
    .flatMap(({ attributes }) => attributes)
    .map((given) => ({
      kind,
      name: given.name,
      id: idOf(kind, given.name),
      sensitive: false,
      type: undefined,
      given,
      at: given.range,
    }));
}

function idOf(kind: Declaration['kind'], name: string): string {
  return `${kind === 'variable' ? 'var' : 'local'}.${name}`;
}
