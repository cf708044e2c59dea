import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { applyEdit } from '../../src/renderer/editing/edit-command';
import type { fieldState } from '../../src/renderer/editing/fields/parameter-field';
import type { pathLines } from '../../src/renderer/scene/shapes/svg-path';
import type { portsOf } from '../../src/renderer/view-model/connection/device-view';
import type { countCrossings, layerCrossings } from '../../src/renderer/view-model/lens/layer-crossings';
import type { lensView } from '../../src/renderer/view-model/lens/lens';
import type { MessageTexts } from '../../src/renderer/view-model/packets/message-texts';
import type { Playback } from '../../src/renderer/view-model/playback/playback';
import type { recordSentence } from '../../src/renderer/view-model/sentences/record-sentences';
import type { StagePictureBuilder } from '../../src/renderer/view-model/stage/stage-picture-builder';
import type { SimulatedRun } from '../../src/renderer/view-model/testing/simulated-run';
import type { deviceKind, DeviceKind } from '../../src/shared/devices/device';
import type { LabDocument } from '../../src/shared/lab/document';
import { RecordKind } from '../../src/shared/trace/record';
import { lineOf } from './labs';
import { SourceCopy } from './source-copy';
import { toldExample } from './told-example';

/**
 * CONTRIBUTING's 'Adding a device', seen from the window: with its one module and its line in the list, the `repeater` is
 * drawn, inspected and stepped through. Nothing of the renderer is touched.
 */

const moduleFile = 'src/shared/devices/kinds/repeater.ts';

interface Entry {
  readonly applyEdit: typeof applyEdit;
  readonly fieldState: typeof fieldState;
  readonly pathLines: typeof pathLines;
  readonly portsOf: typeof portsOf;
  readonly countCrossings: typeof countCrossings;
  readonly layerCrossings: typeof layerCrossings;
  readonly lensView: typeof lensView;
  readonly MessageTexts: typeof MessageTexts;
  readonly Playback: typeof Playback;
  readonly recordSentence: typeof recordSentence;
  readonly StagePictureBuilder: typeof StagePictureBuilder;
  readonly SimulatedRun: typeof SimulatedRun;
  readonly deviceKind: typeof deviceKind;
}

const entry = `
export { applyEdit } from './renderer/editing/edit-command';
export { fieldState } from './renderer/editing/fields/parameter-field';
export { pathLines } from './renderer/scene/shapes/svg-path';
export { portsOf } from './renderer/view-model/connection/device-view';
export { countCrossings, layerCrossings } from './renderer/view-model/lens/layer-crossings';
export { lensView } from './renderer/view-model/lens/lens';
export { MessageTexts } from './renderer/view-model/packets/message-texts';
export { Playback } from './renderer/view-model/playback/playback';
export { recordSentence } from './renderer/view-model/sentences/record-sentences';
export { StagePictureBuilder } from './renderer/view-model/stage/stage-picture-builder';
export { SimulatedRun } from './renderer/view-model/testing/simulated-run';
export { deviceKind } from './shared/devices/device';
`;

const repeater = 'repeater' as DeviceKind;
const booster = 1;
const document = lineOf(
  [
    { id: 'client', kind: 'client' },
    { id: 'booster', kind: 'repeater' },
    { id: 'server', kind: 'server' },
  ],
  ['client', 'server'],
) as LabDocument;

let copy: SourceCopy;
let app: Entry;
let run: SimulatedRun;

beforeAll(async () => {
  copy = await SourceCopy.of('shared', 'wire', 'engine', 'renderer');
  await copy.add(moduleFile, toldExample(moduleFile));
  await copy.list('src/shared/devices/list.ts', 'repeater', './kinds/repeater');
  await copy.add('src/entry.ts', entry);
  app = await copy.load<Entry>('src/entry.ts');
  run = new app.SimulatedRun(document);
});
afterAll(() => copy.remove());

describe('a kind of device that is added as CONTRIBUTING tells it', () => {
  it('is put on the stage, joined and undone like any other', () => {
    const placed = app.applyEdit(document, { type: 'add-device', kind: repeater, x: 40, y: 50 });
    expect(placed.devices.at(-1)).toEqual({ id: 'repeater', kind: 'repeater', position: { x: 40, y: 50 } });
    const joined = app.applyEdit(placed, { type: 'connect', from: 'repeater', to: 'server' });
    expect(joined.links.at(-1)?.id).toBe('repeater-server');
    const other = app.applyEdit(joined, { type: 'change-kind', device: 'repeater', kind: 'client' });
    expect(other.devices.at(-1)?.kind).toBe('client');
  });

  it('is drawn: a card of its kind, with its sign in lines', () => {
    const inputs = { selection: { kind: 'nothing' }, problems: [], time: 0, speed: 1 } as const;
    const { devices } = new app.StagePictureBuilder().build({
      document,
      run: undefined,
      state: undefined,
      ...inputs,
    });
    expect(devices[booster]).toMatchObject({ id: 'booster', kind: 'repeater' });
    const lines = app.pathLines(app.deviceKind(repeater).icon);
    expect(lines).toHaveLength(4);
  });

  it('is inspected: its form has its settings, its ports count what passed', () => {
    const [field] = app.deviceKind(repeater).fields;
    const owners = [['devices', 'booster']];
    expect(app.fieldState(document, field!, owners)).toMatchObject({ written: false });
    const limited = app.applyEdit(document, {
      type: 'set-parameter',
      path: ['devices', 'booster', 'only'],
      value: 'tcp',
    });
    expect(app.fieldState(limited, field!, owners)).toMatchObject({ written: true, value: 'tcp' });
    const ports = app.portsOf(run.source, run.stateAt(60e9), booster);
    expect(ports.map(({ link }) => link)).toEqual(['link-0', 'link-1']);
    for (const { sentFrames, receivedFrames } of ports) {
      expect(sentFrames).toBeGreaterThan(0);
      expect(receivedFrames).toBeGreaterThan(0);
    }
  });

  it('is stepped through: up to layer 3 and down again, and told so', () => {
    const { trace, topology, labels } = run.source;
    const { lab } = topology;
    const arrival = run
      .records(RecordKind.linkArrive)
      .find((record) => topology.deviceOf(trace, record) === booster)!;
    expect(app.layerCrossings(lab, trace, arrival).map(({ device, layer }) => [device, layer])).toEqual([
      [booster, 1],
      [booster, 2],
      [booster, 3],
    ]);
    expect(app.recordSentence(run.source, arrival)).toBe('#1 SYN arrives at booster');
    const messages = new app.MessageTexts(trace, labels.requests);
    const view = app.lensView({ trace, topology, labels, messages }, { record: arrival, crossing: 2 });
    expect(view.doing).toBe('forwarding SYN');
    expect(view.rows[0]?.holds).toBe('a repeater looks no higher than layer 3');
    const crossings = (record: number) => app.countCrossings(lab, trace, record);
    const playback = new app.Playback(
      trace,
      () => ({ crossings, atWatchedDevice: undefined, roundTrip: undefined }),
      1,
    );
    playback.traceGrew(true);
    playback.seekRecord(arrival);
    for (const crossing of [1, 2, 3]) {
      playback.stepForward('layer');
      expect(playback.position).toMatchObject({ records: arrival + 1, crossing });
    }
  });
});
