import { hasTrait } from '../../../shared/devices/device';
import type { Fault, LabDocument } from '../../../shared/lab/document';
import { hasWorkloadTrait, pathsOfWorkload } from '../../../shared/workloads/workload';
import { clientsWithOtherLinks } from '../faults';
import type { Choice, ParameterField } from './parameter-field';

const time = (name: 'at' | 'until', label: string): ParameterField =>
  name === 'at'
    ? { path: [name], label, input: { kind: 'text' }, required: true }
    : { path: [name], label, input: { kind: 'text' }, byDefault: 'never' };

const choicesOf = (ids: readonly string[]): Choice[] => ids.map((id) => ({ value: id, label: id }));

function senderField(document: LabDocument, link: string): ParameterField {
  const ends = document.links.find((one) => one.id === link);
  const senders = ends === undefined ? [] : [ends.a.device, ends.b.device];
  return {
    path: ['from'],
    label: 'Sent by',
    input: { kind: 'choice', choices: choicesOf(senders) },
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

/** Whose response loses a packet, and at which byte. */
function responseFields(document: LabDocument, workloadId: string): ParameterField[] {
  const asking = (document.workloads ?? []).filter((one) => hasWorkloadTrait(one, 'asking'));
  const workload = asking.find(({ id }) => id === workloadId);
  const paths = workload ? pathsOfWorkload(workload) : [];
  return [
    {
      path: ['workload'],
      label: 'Of the traffic',
      input: { kind: 'choice', choices: choicesOf(asking.map(({ id }) => id)) },
      required: true,
    },
    {
      path: ['path'],
      label: 'Response to',
      hint: 'The first response that it gets for this path.',
      input: { kind: 'text', ...(paths.length > 1 ? { suggestions: choicesOf(paths.slice(0, 8)) } : {}) },
      required: true,
    },
    {
      path: ['byte'],
      label: 'Byte',
      hint: 'The packet is lost that carries this byte of the body for the first time, counted from 0. Over every HTTP version the same byte.',
      input: { kind: 'whole' },
      required: true,
    },
  ];
}

function crashedField(document: LabDocument): ParameterField {
  const hosts = document.devices.filter((device) => hasTrait(device, 'host'));
  return {
    path: ['device'],
    label: 'Device',
    hint: 'It vanishes with all that it knew, and tells nobody.',
    input: { kind: 'choice', choices: choicesOf(hosts.map(({ id }) => id)) },
    required: true,
  };
}

/** A fault's parameters, less the link and the client: others change with those, so that they are chosen apart. */
export function faultFields(document: LabDocument, fault: Fault): ParameterField[] {
  switch (fault.kind) {
    case 'cut-link':
      return [time('at', 'Cut at'), time('until', 'Mended at')];
    case 'drop-packet':
      return [senderField(document, fault.link), framesField];
    case 'drop-response':
      return [senderField(document, fault.link), ...responseFields(document, fault.workload)];
    case 'change-address':
      return [time('at', 'Moves at')];
    case 'crash-device':
      return [crashedField(document), time('at', 'Gone at'), time('until', 'Back at')];
  }
}

/** The clients that a fault can be of, and the links that it can be on; none where it has no such choice. */
export function faultPlaces(document: LabDocument, fault: Fault): { clients: Choice[]; links: Choice[] } {
  switch (fault.kind) {
    case 'crash-device':
      return { clients: [], links: [] };
    case 'change-address': {
      const moving = clientsWithOtherLinks(document);
      const links = moving.find(({ client }) => client === fault.device)?.links ?? [];
      return { clients: choicesOf(moving.map(({ client }) => client)), links: choicesOf(links) };
    }
    default:
      return { clients: [], links: choicesOf(document.links.map(({ id }) => id)) };
  }
}
