import type { LabDocument } from '../../../shared/lab/document';
import { TcpFlag } from '../../../shared/trace/packet';
import { SegmentReason } from '../../../shared/trace/record';
import type { Bounds } from '../plane/bounds';
import { ScriptedRun } from './scripted-run';

/** How far devices stand from each other, world pixels. */
export const gridPitch = { x: 230, y: 170 } as const;

/**
 * A lab of so many devices in rows, each linked to its neighbours right and below: clients on the left, servers on the
 * right, routers between.
 */
export function deviceGrid(count: number, columns = 50): LabDocument {
  const kindOf = (column: number) => (column === 0 ? 'client' : column === columns - 1 ? 'server' : 'router');
  const devices = Array.from({ length: count }, (_, index) => {
    const column = index % columns;
    const position = { x: column * gridPitch.x, y: Math.floor(index / columns) * gridPitch.y };
    return { id: `device-${index}`, kind: kindOf(column), position } as const;
  });
  const links = devices.flatMap((_, index) => {
    const right = (index + 1) % columns === 0 ? count : index + 1;
    return [right, index + columns]
      .filter((other) => other < count)
      .map((other) => ({
        id: `link-${index}-${other}`,
        a: { device: `device-${index}` },
        b: { device: `device-${other}` },
        bandwidth: '100Mbps',
        delay: '10ms',
      }));
  });
  return { version: 1, title: 'A grid', seed: 1, duration: '10s', devices, links };
}

/** The part of a grid's world that shows so many columns and rows of it from its top left corner, and nothing else. */
export function gridView(columns: number, rows: number): Bounds {
  return {
    left: -gridPitch.x / 2,
    top: -gridPitch.y / 2,
    right: (columns - 0.9) * gridPitch.x,
    bottom: (rows - 0.9) * gridPitch.y,
  };
}

/**
 * A grid over each of whose links a frame sets out every 20 ms, `rounds` of them, the links one after another within
 * that time. `end`: when the last one sets out, nanoseconds.
 */
export function trafficInGrid(document: LabDocument, rounds: number): { script: ScriptedRun; end: number } {
  const script = new ScriptedRun(document);
  const period = 20e6;
  script.lab.links.forEach(({ devices, addresses, index }, _, { length }) => {
    const connection = script.connection({ devices, addresses, ports: [40_000, 80] });
    for (let round = 0; round < rounds; round++)
      script.segment({
        time: Math.round((round + index / length) * period),
        connection,
        end: 0,
        flags: TcpFlag.ack,
        reason: SegmentReason.data,
        payload: 1000,
        path: [index * 2],
      });
  });
  return { script, end: rounds * period };
}
