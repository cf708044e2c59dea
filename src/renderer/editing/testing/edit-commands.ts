import fc from 'fast-check';
import { deviceKinds } from '../../../shared/lab/document';
import type { EditCommand } from '../edit-command';
import type { LabEditor } from '../lab-editor';
import { suggestedTraffic } from '../traffic';

type Choice = (editor: LabEditor) => EditCommand;

/** One of a list by any number; `missing` where the list is empty: edits must bear what is not there. */
const pick = (ids: readonly string[], at: number) => ids[at % Math.max(1, ids.length)] ?? 'missing';
const device = (editor: LabEditor, at: number) =>
  pick(
    editor.document.devices.map((one) => one.id),
    at,
  );
const link = (editor: LabEditor, at: number) =>
  pick(
    editor.document.links.map((one) => one.id),
    at,
  );
const workload = (editor: LabEditor, at: number) =>
  pick(
    (editor.document.workloads ?? []).map((one) => one.id),
    at,
  );

const index = fc.nat(20);
const coordinate = fc.oneof(fc.integer({ min: -4000, max: 4000 }), fc.double({ noNaN: true }));
const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '75ms',
    '2',
    '1.3',
    'media',
    '100Mbps',
    '0',
    '1%',
    'client',
    'client-2',
    'a b',
    '',
    'x'.repeat(64),
  ),
);
const value = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(undefined),
  fc.constant(null),
  fc.constantFrom({ packets: 10 }, { bytes: '64kB' }, [], [{ path: '/a', size: '1kB' }], { idle: '1s' }),
);
const devicePath = fc.constantFrom(
  ['name'],
  ['note'],
  ['kind'],
  ['port'],
  ['pages'],
  ['tcp'],
  ['tcp', 'nagle'],
  ['tcp', 'timeWait'],
  ['tcp', 'keepAlive', 'idle'],
  ['quic', 'streamWindow'],
  ['http2'],
  ['tls'],
  ['tls', 'handshakeTime'],
  ['http'],
  ['blocks'],
  ['position', 'x'],
  ['nonsense'],
);
const linkPath = fc.constantFrom(
  ['delay'],
  ['bandwidth'],
  ['mtu'],
  ['queue'],
  ['impairments', 'loss'],
  ['impairments'],
  ['a', 'address'],
  ['a'],
);
const workloadPath = fc.constantFrom(
  ['path'],
  ['paths'],
  ['http'],
  ['tls'],
  ['kind'],
  ['count'],
  ['from'],
  ['closes'],
  ['interval'],
);
const faultPath = fc.constantFrom(['at'], ['until'], ['nth'], ['byte'], ['kind'], ['link']);
const labPath = fc.constantFrom(
  ['title'],
  ['seed'],
  ['duration'],
  ['notes'],
  ['version'],
  ['devices'],
  ['links'],
);

const choices: readonly fc.Arbitrary<Choice>[] = [
  fc.record({ kind: fc.constantFrom(...deviceKinds), x: coordinate, y: coordinate }).map((own) => () => ({
    type: 'add-device' as const,
    ...own,
  })),
  fc
    .tuple(index, coordinate, coordinate, fc.option(fc.nat(3), { nil: undefined }))
    .map(([at, x, y, gesture]): Choice => (editor) => ({
      type: 'move-elements',
      positions: new Map([[device(editor, at), { x, y }]]),
      ...(gesture === undefined ? {} : { gesture }),
    })),
  fc.tuple(index, index).map(([from, to]): Choice => (editor) => ({
    type: 'connect',
    from: device(editor, from),
    to: device(editor, to),
  })),
  fc.tuple(index, index).map(([one, other]): Choice => (editor) => ({
    type: 'delete-elements',
    devices: [device(editor, one)],
    links: [link(editor, other)],
  })),
  fc
    .tuple(index, text)
    .map(([at, label]): Choice => (editor) => ({ type: 'label', device: device(editor, at), label })),
  fc
    .tuple(fc.constantFrom('device', 'link', 'workload'), index, text)
    .map(([of, at, to]): Choice => (editor) => ({
      type: 'rename',
      of,
      id: { device, link, workload }[of](editor, at),
      to,
    })),
  fc.tuple(index, devicePath, value).map(([at, path, own]): Choice => (editor) => ({
    type: 'set-parameter',
    path: ['devices', device(editor, at), ...path],
    value: own,
  })),
  fc.tuple(index, linkPath, value).map(([at, path, own]): Choice => (editor) => ({
    type: 'set-parameter',
    path: ['links', link(editor, at), ...path],
    value: own,
  })),
  fc.tuple(index, workloadPath, value).map(([at, path, own]): Choice => (editor) => ({
    type: 'set-parameter',
    path: ['workloads', workload(editor, at), ...path],
    value: own,
  })),
  fc.tuple(fc.nat(3), faultPath, value).map(([at, path, own]): Choice => () => ({
    type: 'set-parameter',
    path: ['faults', at, ...path],
    value: own,
  })),
  fc.tuple(labPath, value).map(([path, own]): Choice => () => ({ type: 'set-parameter', path, value: own })),
  fc.tuple(index, value).map(([at, own]): Choice => (editor) => ({
    type: 'set-parameters',
    changes: [at, at + 1].map((row) => ({ path: ['links', link(editor, row), 'delay'], value: own })),
  })),
  fc.tuple(index, index).map(([one, other]): Choice => (editor) => ({
    type: 'duplicate',
    devices: [device(editor, one), device(editor, other)],
    links: [link(editor, other)],
    dx: 32,
    dy: 32,
  })),
  fc.constant<Choice>((editor) => ({ type: 'add-workloads', workloads: suggestedTraffic(editor.document) })),
  index.map((at): Choice => (editor) => ({ type: 'delete-workload', id: workload(editor, at) })),
  index.map((at): Choice => (editor) => ({
    type: 'add-fault',
    fault: { kind: 'cut-link', link: link(editor, at), at: '1s' },
  })),
  fc.tuple(index, index).map(([at, of]): Choice => (editor) => ({
    type: 'add-fault',
    fault: {
      kind: 'drop-response',
      link: link(editor, at),
      from: device(editor, of),
      workload: workload(editor, of),
      path: '/',
      byte: at,
    },
  })),
  fc.tuple(index, index).map(([at, of]): Choice => (editor) => ({
    type: 'add-fault',
    fault: { kind: 'change-address', link: link(editor, at), device: device(editor, of), at: '1s' },
  })),
  fc.nat(3).map((at): Choice => () => ({ type: 'delete-fault', index: at })),
];

/** Sequences of edits of every type, sensible and not. */
export const editCommands: fc.Arbitrary<Choice[]> = fc.array(fc.oneof(...choices), { maxLength: 25 });
