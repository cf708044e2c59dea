import { describe, expect, it, vi } from 'vitest';
import type { LabDocument } from '../../../shared/lab/document';
import { resolveLab } from '../../../shared/lab/lab';
import { LabState } from '../../../shared/trace/fold/state/lab-state';
import { Trace } from '../../../shared/trace/trace';
import { PacketLabels } from '../labels/packet-labels';
import type { Bounds } from '../plane/bounds';
import { RunIndex } from '../run/run-index';
import { RunTopology } from '../run/run-topology';
import { nothingSelected, selectElements, type Selection } from '../selection';
import { deviceGrid, gridView } from '../testing/device-grid';
import { RunPicture, type ShownRun } from './run-picture';
import { StagePictureBuilder } from './stage-picture-builder';

const view = gridView(5, 4);

/** A grid's run in which nothing happens, and how often a picture of it looks at devices and at link directions. */
function watchedGrid(document: LabDocument) {
  const lab = resolveLab(document);
  const trace = new Trace();
  const topology = new RunTopology(lab);
  const index = new RunIndex(trace, topology);
  const run: ShownRun = { trace, topology, index, labels: new PacketLabels(trace, index), document };
  const state = new LabState();
  const looks = { devices: 0, directions: 0 };
  vi.spyOn(state.devices, 'get').mockImplementation(() => ((looks.devices += 1), 0));
  vi.spyOn(state.inFlight, 'on').mockImplementation(() => ((looks.directions += 1), undefined));
  const builder = new StagePictureBuilder();
  const build = (area: Bounds | undefined, time: number, selection: Selection = nothingSelected) =>
    builder.build({ document, selection, problems: [], run, state, time, speed: 1, area });
  return { build, looks };
}

describe('the work for a picture', () => {
  it('is that of what is seen, however many devices there are', () => {
    const counted = [300, 2000].map((count) => {
      const grid = watchedGrid(deviceGrid(count));
      grid.build(view, 0);
      Object.assign(grid.looks, { devices: 0, directions: 0 });
      const { devices, links } = grid.build(view, 1);
      return { ...grid.looks, shown: devices.length, links: links.length };
    });
    const [few, many] = counted;
    expect(many).toEqual(few);
    // 5 x 4 devices, those at the far ends of the links that lead out of the view, and the links among all these.
    expect(many).toMatchObject({ devices: 29, shown: 29, links: 40, directions: 80 });
  });

  it('makes nothing of the topology anew while only time goes on', () => {
    const { build } = watchedGrid(deviceGrid(2000));
    const device = vi.spyOn(RunPicture.prototype, 'device');
    const first = build(view, 0);
    const second = build(view, 1);
    expect(device.mock.calls.map(([bare]) => bare).slice(0, 29)).toEqual(
      device.mock.calls.map(([bare]) => bare).slice(29),
    );
    expect([second.devices, second.links, second.extent]).toEqual([first.devices, first.links, first.extent]);
    expect(second.devices).toBe(first.devices);
    device.mockRestore();
  });
});

describe('what a picture holds', () => {
  it('is all of the lab where no part of it is looked at', () => {
    const { devices, links } = watchedGrid(deviceGrid(200)).build(undefined, 0);
    expect([devices.length, links.length]).toEqual([200, deviceGrid(200).links.length]);
  });

  it('tells of the extent of all of the lab', () => {
    const { extent } = watchedGrid(deviceGrid(2000)).build(view, 0);
    expect(extent.names).toHaveLength(2000);
    expect(extent.middles).toEqual({ left: 0, top: 0, right: 49 * 230, bottom: 39 * 170 });
  });

  it('is what the area holds, in the order of the lab', () => {
    const { devices } = watchedGrid(deviceGrid(200)).build(gridView(2, 2), 0);
    const numbers = devices.map(({ id }) => Number(id.slice('device-'.length)));
    expect(numbers).toEqual([0, 1, 2, 50, 51, 52, 100, 101]);
  });

  it('has the element that is selected alone, wherever it is: the keyboard may be on it', () => {
    const far = 'device-1999';
    const { build } = watchedGrid(deviceGrid(2000));
    expect(build(view, 0, selectElements([far])).devices.at(-1)).toMatchObject({ id: far, selected: true });
    expect(build(view, 0).devices.map(({ id }) => id)).not.toContain(far);
  });

  it('has a link that crosses the area from end to end', () => {
    const document = deviceGrid(200);
    const ends = [{ device: 'device-0' }, { device: 'device-199' }] as const;
    const crossing = { id: 'crossing', a: ends[0], b: ends[1], bandwidth: '1Gbps', delay: '1ms' };
    const { build } = watchedGrid({ ...document, links: [...document.links, crossing] });
    const middle = { x: (49 * 230) / 2, y: (3 * 170) / 2 };
    const around = { left: middle.x - 20, top: middle.y - 20, right: middle.x + 20, bottom: middle.y + 20 };
    const { devices, links } = build(around, 0);
    expect(links.map(({ id }) => id)).toContain('crossing');
    expect(devices.map(({ id }) => id)).toEqual(expect.arrayContaining(['device-0', 'device-199']));
  });
});
