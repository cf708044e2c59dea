import type { LabDocument } from '../../../../shared/lab/document';
import type { Choice, ParameterField } from './parameter-field';

function choicesOf(document: LabDocument, kind: 'client' | 'server'): Choice[] {
  return document.devices
    .filter((device) => device.kind === kind)
    .map((device) => ({
      value: device.id,
      label: device.name === undefined ? device.id : `${device.name} (${device.id})`,
    }));
}

/** Who asks whom for what. */
export function workloadFields(document: LabDocument): ParameterField[] {
  return [
    {
      path: ['from'],
      label: 'From',
      input: { kind: 'choice', choices: choicesOf(document, 'client') },
      required: true,
    },
    {
      path: ['to'],
      label: 'To',
      input: { kind: 'choice', choices: choicesOf(document, 'server') },
      required: true,
    },
    {
      path: ['path'],
      label: 'Path',
      hint: 'What is asked for; a path that the server does not serve is answered 404.',
      input: { kind: 'text' },
      byDefault: '/',
    },
    { path: ['start'], label: 'Starts at', input: { kind: 'text' }, byDefault: '0 ns' },
    { path: ['count'], label: 'Requests', input: { kind: 'whole' }, byDefault: '1' },
    {
      path: ['interval'],
      label: 'Interval',
      hint: "From one request's start to the next. 0s: all at once.",
      input: { kind: 'text' },
      byDefault: '0 ns',
    },
    {
      path: ['requestsPerConnection'],
      label: 'Requests per connection',
      hint: 'Sent over one connection, one after the other (keep-alive).',
      input: { kind: 'whole' },
      byDefault: '1',
    },
    {
      path: ['closes'],
      label: 'Closes first',
      hint: 'The side that closes first holds TIME-WAIT.',
      input: {
        kind: 'choice',
        byDefault: 'client',
        choices: [
          { value: 'client', label: 'Client' },
          { value: 'server', label: 'Server' },
        ],
      },
    },
  ];
}

const linkChoice = (document: LabDocument): ParameterField => ({
  path: ['link'],
  label: 'Link',
  input: { kind: 'choice', choices: document.links.map(({ id }) => ({ value: id, label: id })) },
  required: true,
});

/** A link that is cut, and mended. */
export function cutLinkFields(document: LabDocument): ParameterField[] {
  return [
    linkChoice(document),
    { path: ['at'], label: 'Cut at', input: { kind: 'text' }, required: true },
    { path: ['until'], label: 'Mended at', input: { kind: 'text' }, byDefault: 'never' },
  ];
}

/** Frames that are lost, by their number. */
export function dropPacketFields(document: LabDocument, link: string): ParameterField[] {
  const ends = document.links.find((one) => one.id === link);
  const senders = ends === undefined ? [] : [ends.a.device, ends.b.device];
  return [
    linkChoice(document),
    {
      path: ['from'],
      label: 'Sent by',
      input: { kind: 'choice', choices: senders.map((id) => ({ value: id, label: id })) },
      required: true,
    },
    {
      path: ['nth'],
      label: 'Frames',
      hint: 'Which frames that device sends into the link, counted from 1; several with commas.',
      input: { kind: 'wholes' },
      required: true,
    },
  ];
}
