import { describe, expect, it } from 'vitest';
import {
  Http2SettingsSchema,
  ImpairmentsSchema,
  LinkSchema,
  QuicSettingsSchema,
  ServerTlsSchema,
  TcpSettingsSchema,
  type LabDocument,
} from '../../../shared/lab/document';
import { deviceKind, deviceKinds } from '../../../shared/devices/device';
import { forwardingFields } from '../../../shared/devices/traits/forwarding';
import { servingFields } from '../../../shared/devices/traits/serving';
import { LabEditor } from '../lab-editor';
import type { ParameterPath } from '../parameters';
import { threeDeviceLab } from '../testing/labs';
import {
  addressField,
  burstLossFields,
  deviceFields,
  impairmentFields,
  labFields,
  linkFields,
  markField,
  queueFields,
} from './element-fields';
import { faultFields } from '../faults';
import {
  fieldChanges,
  fieldProblem,
  fieldState,
  takenChoices,
  toggledChoices,
  valueOfText,
  type ParameterField,
} from './parameter-field';
import { listeningFields, tcpFieldGroups } from './tcp-fields';
import { clientTlsFields, httpFieldGroups, serverTlsFields } from './http-fields';

const server = ['devices', 'server'];
const allTcpFields = [...tcpFieldGroups, listeningFields].flatMap((group) => group.fields);
const settingGroups = [...httpFieldGroups, serverTlsFields];
const allSettingFields = [...allTcpFields, ...settingGroups.flatMap((group) => group.fields)];
const byName = (fields: readonly ParameterField[], ...path: string[]) => {
  const found = fields.find((field) => field.path.join('.') === path.join('.'));
  if (!found) throw new RangeError(`no field ${path.join('.')}`);
  return found;
};

/** Enters a text and gives the document after it; throws what is allowed where it is refused. */
function enter(
  document: LabDocument,
  field: ParameterField,
  owner: ParameterPath,
  text: string,
): LabDocument {
  const editor = new LabEditor();
  editor.open(document, 'lab');
  const changes = fieldChanges(document, field, [owner], valueOfText(field, text));
  const outcome = editor.apply({ type: 'set-parameters', changes });
  if (!outcome.ok) throw new TypeError(outcome.allowed);
  return editor.document;
}

const firstNames = (fields: readonly ParameterField[]) => new Set(fields.map((field) => field.path[0]));
const membersOf = (schema: { entries: object }, ...besides: string[]) =>
  Object.keys(schema.entries).filter((member) => !besides.includes(member));

describe('the fields', () => {
  const traitForms = ['tcp', 'quic', 'http2', 'tls', 'pages'];
  it.each(deviceKinds.map(deviceKind))('cover what a document says of a $kind', ({ schema, fields }) => {
    const form = firstNames([...deviceFields, ...fields]);
    const heads = ['id', 'kind', 'name', 'position', ...traitForms];
    expect(membersOf(schema, ...heads).filter((member) => !form.has(member))).toEqual([]);
  });

  it('cover every member of a link that has no form of its own', () => {
    const form = firstNames([
      ...linkFields,
      markField,
      queueFields.packets,
      ...impairmentFields.fields,
      addressField('a', 'client', ''),
      addressField('b', 'router', ''),
    ]);
    expect(membersOf(LinkSchema, 'id', 'note').filter((member) => !form.has(member))).toEqual([]);
  });

  it('cover every impairment', () => {
    const covered = new Set(
      [...impairmentFields.fields, ...burstLossFields.fields].map((field) => field.path[1]),
    );
    expect([...covered].sort()).toEqual(Object.keys(ImpairmentsSchema.entries).sort());
  });

  it('cover every TCP parameter of the document', () => {
    const covered = new Set(allTcpFields.map((field) => field.path[1]));
    expect([...covered].sort()).toEqual(Object.keys(TcpSettingsSchema.entries).sort());
  });

  it.each([
    [QuicSettingsSchema, httpFieldGroups, 'QUIC'],
    [Http2SettingsSchema, httpFieldGroups, 'HTTP/2'],
    [ServerTlsSchema, [serverTlsFields], 'TLS'],
  ])('cover every parameter of a protocol: %o', (schema, groups, title) => {
    const fields = groups.filter((group) => group.title === title).flatMap((group) => group.fields);
    expect(fields.map((field) => field.path[1]).sort()).toEqual(Object.keys(schema.entries).sort());
  });

  it.each([
    ...allTcpFields.filter((field) => field.input.kind === 'whole' && field.byDefault !== 'MTU less 40'),
    byName(allSettingFields, 'quic', 'maximumStreams'),
    byName(allSettingFields, 'http2', 'maximumStreams'),
  ])('take a number for $path', (field) => {
    const document = enter(threeDeviceLab(), field, server, '60');
    expect(fieldState(document, field, [server]).value).toBe(60);
  });

  it.each([
    ...allSettingFields
      .filter((field) => field.input.kind === 'text')
      .map((field) => [server, field] as const),
    ...clientTlsFields.fields.map((field) => [['devices', 'client'], field] as const),
    ...linkFields
      .filter((field) => field.required !== true)
      .map((f) => [['links', 'router-server'], f] as const),
    ...impairmentFields.fields.map((field) => [['links', 'router-server'], field] as const),
  ])('say what is allowed for nonsense, and take their own default: %o %o', (owner, field) => {
    const document = threeDeviceLab();
    expect(fieldProblem(document, field, [owner], 'nonsense!')).toEqual(expect.any(String));
    if (field.byDefault !== undefined && field.byDefault !== 'off')
      expect(fieldProblem(document, field, [owner], valueOfText(field, field.byDefault))).toBeUndefined();
  });

  it('take what the forms of faults offer', () => {
    const document = threeDeviceLab();
    const cut = enter(
      document,
      byName(faultFields(document, document.faults![0]!), 'until'),
      ['faults', 0],
      '3s',
    );
    expect(cut.faults?.[0]).toMatchObject({ until: '3s' });
    const nth = byName(faultFields(document, document.faults![1]!), 'nth');
    expect(enter(document, nth, ['faults', 1], '1, 4 9').faults?.[1]).toMatchObject({ nth: [1, 4, 9] });
    expect(() => enter(document, nth, ['faults', 1], '1, x')).toThrow('a whole number');
  });
});

describe('an entered text', () => {
  it('that is empty leaves the parameter to its default', () => {
    const field = byName(allTcpFields, 'tcp', 'timeWait');
    const document = enter(threeDeviceLab(), field, server, ' ');
    expect(document.devices[2]).not.toHaveProperty('tcp');
  });

  it('that is empty is refused where the document needs a value', () => {
    expect(() => enter(threeDeviceLab(), byName(labFields, 'duration'), [], '')).toThrow(
      'a duration with a unit',
    );
  });

  it('without its unit is refused', () => {
    expect(() =>
      enter(threeDeviceLab(), byName(linkFields, 'delay'), ['links', 'router-server'], '75'),
    ).toThrow('a duration with a unit');
  });
});

describe('a field of several owners', () => {
  const owners = [
    ['links', 'client-router'],
    ['links', 'router-server'],
  ];
  const delay = byName(linkFields, 'delay');

  it('is mixed where they differ', () => {
    expect(fieldState(threeDeviceLab(), delay, owners)).toMatchObject({ mixed: true, text: '' });
  });

  it('sets all of them at once', () => {
    const editor = new LabEditor();
    editor.open(threeDeviceLab(), 'lab');
    editor.apply({ type: 'set-parameters', changes: fieldChanges(editor.document, delay, owners, '5ms') });
    expect(fieldState(editor.document, delay, owners)).toMatchObject({ mixed: false, text: '5ms' });
    editor.undo();
    expect(editor.canUndo).toBe(false);
  });
});

describe('a field that is part of a whole', () => {
  const link = ['links', 'router-server'];

  it('brings the other parts with it', () => {
    const document = enter(threeDeviceLab(), byName(allTcpFields, 'tcp', 'keepAlive', 'idle'), server, '10s');
    expect(document.devices[2]).toMatchObject({
      tcp: { keepAlive: { idle: '10s', interval: '75s', probes: 9 } },
    });
  });

  it('takes the whole out when it is cleared', () => {
    const idle = byName(allTcpFields, 'tcp', 'keepAlive', 'idle');
    const document = enter(enter(threeDeviceLab(), idle, server, '2h'), idle, server, '');
    expect(document.devices[2]).toMatchObject({ tcp: { timeWait: 'linux' } });
    expect(fieldState(document, idle, [server]).written).toBe(false);
  });

  it('keeps the whole when an optional part is cleared', () => {
    const [toBad, , lossGood] = burstLossFields.fields;
    let document = enter(threeDeviceLab(), toBad!, link, '2%');
    document = enter(enter(document, lossGood!, link, '1%'), lossGood!, link, '');
    expect(document.links[1]?.impairments).toEqual({ burst: { toBad: '2%', toGood: '25%' } });
  });

  it('leaves nothing behind once all parts are as by default', () => {
    const first = byName(allTcpFields, 'tcp', 'ephemeralPorts', 'from');
    const changed = enter(threeDeviceLab(), first, server, '40000');
    expect(changed.devices[2]).toMatchObject({ tcp: { ephemeralPorts: { from: 40000, to: 60999 } } });
    expect(enter(changed, first, server, '').devices[2]).not.toHaveProperty('tcp.ephemeralPorts');
  });
});

describe('a queue', () => {
  it('is counted in packets or in bytes', () => {
    const link = ['links', 'router-server'];
    const document = enter(threeDeviceLab(), queueFields.bytes, link, '64kB');
    expect(document.links[1]?.queue).toEqual({ bytes: '64kB' });
  });
});

describe('a choice of several', () => {
  const versions = byName(servingFields, 'http');
  const { input } = versions;
  if (input.kind !== 'several') throw new TypeError('HTTP versions are a choice of several');
  const toggle = (value: unknown, toggled: string) => toggledChoices(input, value, toggled);

  it('begins with what holds by default', () => {
    expect([...takenChoices(input, undefined)]).toEqual(['1.1', '2', '3']);
    expect(toggle(undefined, '2')).toEqual(['1.1', '3']);
  });

  it('keeps the order of the choices, and is left out once it is as by default', () => {
    expect(toggle(['2'], '1.1')).toEqual(['1.1', '2']);
    expect(toggle(['2', '1.1'], '3')).toBeUndefined();
  });

  it('says what is allowed where the last is taken out', () => {
    expect(fieldProblem(threeDeviceLab(), versions, [server], toggle(['2'], '2'))).toBe(
      'at least one of 1.1, 2, 3',
    );
  });

  it('may be empty where nothing is taken by default', () => {
    const blocks = byName(forwardingFields, 'blocks');
    if (blocks.input.kind !== 'several') throw new TypeError('what is blocked is a choice of several');
    expect(toggledChoices(blocks.input, undefined, 'udp')).toEqual(['udp']);
    expect(toggledChoices(blocks.input, ['udp'], 'udp')).toBeUndefined();
  });
});
