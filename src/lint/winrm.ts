import type { TemplateModel } from '../template/model.ts';
import { attribute } from './blocks.ts';
import { type Builder, builders } from './builders.ts';
import { wordOf } from './settings.ts';

/** Builders whose machine runs beside Packer, so that the connection stays on one host. */
const LOCAL = /^(?:qemu|virtualbox-|hyperv-|parallels-|vmware-)/;

/** The builders that reach their machine by WinRM over a network. */
export function winrmBuilders(template: TemplateModel): readonly Builder[] {
  return builders(template, /./).filter(
    (builder) => !LOCAL.test(builder.type) && wordOf(attribute(builder, 'communicator')) === 'winrm',
  );
}
