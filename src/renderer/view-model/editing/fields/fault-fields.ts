import type { Fault, LabDocument } from '../../../../shared/lab/document';
import type { ParameterField } from './parameter-field';

const time = (name: 'at' | 'until', label: string): ParameterField =>
  name === 'at'
    ? { path: [name], label, input: { kind: 'text' }, required: true }
    : { path: [name], label, input: { kind: 'text' }, byDefault: 'never' };

function senderField(document: LabDocument, link: string): ParameterField {
  const ends = document.links.find((one) => one.id === link);
  const senders = ends === undefined ? [] : [ends.a.device, ends.b.device];
  return {
    path: ['from'],
    label: 'Sent by',
    input: { kind: 'choice', choices: senders.map((id) => ({ value: id, label: id })) },
    required: true,
  };
}

const framesField: ParameterField = {
  path: ['nth'],
  label: 'Frames',
  hint: 'Which frames that device sends into the link, counted from 1; several with commas.',
  input: { kind: 'wholes' },
  required: true,
};

function crashedField(document: LabDocument): ParameterField {
  const hosts = document.devices.filter(({ kind }) => kind !== 'router');
  return {
    path: ['device'],
    label: 'Device',
    hint: 'It vanishes with all that it knew, and tells nobody.',
    input: { kind: 'choice', choices: hosts.map(({ id }) => ({ value: id, label: id })) },
    required: true,
  };
}

/** A fault's parameters, less the link that it is on: that one is chosen apart, for the sender changes with it. */
export function faultFields(document: LabDocument, fault: Fault): ParameterField[] {
  switch (fault.kind) {
    case 'cut-link':
      return [time('at', 'Cut at'), time('until', 'Mended at')];
    case 'drop-packet':
      return [senderField(document, fault.link), framesField];
    case 'crash-device':
      return [crashedField(document), time('at', 'Gone at'), time('until', 'Back at')];
  }
}
