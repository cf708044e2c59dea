import { formatSize } from '../../../shared/units/units';
import type { FieldGroup, ParameterField } from './parameter-field';

/** A device's parameters that all kinds have. */
export const deviceFields: readonly ParameterField[] = [
  { path: ['note'], label: 'Note', input: { kind: 'prose' }, byDefault: 'What it stands for' },
];

export const linkFields: readonly ParameterField[] = [
  {
    path: ['bandwidth'],
    label: 'Bandwidth',
    hint: 'Bits a second in each direction: how long a frame takes to leave.',
    input: { kind: 'text' },
    required: true,
  },
  {
    path: ['delay'],
    label: 'Propagation delay',
    hint: 'One way: how long a bit is under way.',
    input: { kind: 'text' },
    required: true,
  },
  {
    path: ['mtu'],
    label: 'MTU',
    hint: 'Largest IP packet, bytes.',
    input: { kind: 'whole' },
    byDefault: '1500',
  },
  {
    path: ['frameOverhead'],
    label: 'Frame overhead',
    hint: 'Time on the link that each frame takes besides its bytes: 24B for preamble, FCS and gap of Ethernet.',
    input: { kind: 'text' },
    byDefault: formatSize(0),
  },
];

export const markField: ParameterField = {
  path: ['markAt'],
  label: 'ECN mark at',
  hint: 'Packets waiting at which ECN-capable ones are marked as having met congestion (RFC 3168, section 5).',
  input: { kind: 'whole' },
  byDefault: 'never',
};

/** The two forms of a link's queue. */
export const queueFields = {
  packets: {
    path: ['queue', 'packets'],
    label: 'Queue, packets',
    hint: 'What may wait behind the frame being sent, in each direction.',
    input: { kind: 'whole' },
    byDefault: '1000',
  },
  bytes: {
    path: ['queue', 'bytes'],
    label: 'Queue, bytes',
    hint: 'What may wait behind the frame being sent, in each direction.',
    input: { kind: 'text' },
    required: true,
  },
} satisfies Record<string, ParameterField>;

const share = (name: string, label: string, hint: string): ParameterField => ({
  path: ['impairments', name],
  label,
  hint,
  input: { kind: 'text' },
  byDefault: '0%',
});
const burstLoss = { parts: { toBad: '1%', toGood: '25%' }, areDefaults: false };
const burst = (name: string, label: string, hint: string, byDefault: string): ParameterField => ({
  path: ['impairments', 'burst', name],
  label,
  hint,
  input: { kind: 'text' },
  byDefault,
  whole: burstLoss,
});

export const impairmentFields: FieldGroup = {
  title: 'Impairments',
  fields: [
    share('loss', 'Random loss', 'Share of frames lost, each on its own.'),
    share('duplicate', 'Duplication', 'Share of frames that arrive twice.'),
    share('corrupt', 'Corruption', 'Share of frames that arrive with a bit turned.'),
    share('reorder', 'Reordering', 'Share of frames held back, so that later ones overtake.'),
    {
      path: ['impairments', 'reorderBy'],
      label: 'Held back by',
      input: { kind: 'text' },
      byDefault: '10 ms',
    },
    {
      path: ['impairments', 'jitter'],
      label: 'Jitter',
      hint: 'Up to this much is added to the propagation delay, evenly spread.',
      input: { kind: 'text' },
      byDefault: '0 ns',
    },
  ],
};

export const burstLossFields: FieldGroup = {
  title: 'Burst loss',
  fields: [
    burst('toBad', 'Good to bad', 'Chance, per frame, that a bad stretch begins.', 'off'),
    burst('toGood', 'Bad to good', 'Chance, per frame, that it ends.', 'off'),
    burst('lossGood', 'Loss while good', 'Share lost between the bad stretches.', '0%'),
    burst('lossBad', 'Loss while bad', 'Share lost in a bad stretch.', '100%'),
  ],
};

/** Addresses of a link's ends; the default comes from the link's place in the lab. */
export function addressField(end: 'a' | 'b', device: string, byDefault: string): ParameterField {
  return { path: [end, 'address'], label: device, input: { kind: 'text' }, byDefault };
}

export const labFields: readonly ParameterField[] = [
  { path: ['title'], label: 'Title', input: { kind: 'text' }, required: true },
  {
    path: ['duration'],
    label: 'Duration',
    hint: 'Simulated time at which a run ends at the latest.',
    input: { kind: 'text' },
    required: true,
  },
  {
    path: ['seed'],
    label: 'Seed',
    hint: 'Where all chance comes from: the same seed gives the same run, to the byte.',
    input: { kind: 'whole' },
    required: true,
  },
  { path: ['notes'], label: 'Notes', input: { kind: 'prose' }, byDefault: 'What this lab shows' },
];
