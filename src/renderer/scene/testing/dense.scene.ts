import { device, frames, link, picture, type FrameSketch, type StageScene } from './stage-scene';

const columns = 10;
const rows = 6;

/** Sixty devices in a mesh of a hundred links. */
export const dense: StageScene = {
  name: 'dense',
  picture: () => {
    const devices = [];
    const links = [];
    const sketches: FrameSketch[] = [];
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const at = row * columns + column;
        const kind = column === 0 ? 'client' : column === columns - 1 ? 'server' : 'router';
        const addresses = [`10.${row}.${column}.1`];
        devices.push(
          device(`${kind}-${at}`, kind, column * 230, row * 170 + (column % 2) * 40, { addresses }),
        );
      }
    for (const [at, from] of devices.entries()) {
      const right = at % columns < columns - 1 ? devices[at + 1] : undefined;
      const below = devices[at + columns];
      if (right) links.push(link(from.id, right.id, `${1 + (at % 7)} ms · 1 Gbps`));
      if (below && at % 2 === 0) links.push(link(from.id, below.id, '10 ms · 100 Mbps'));
    }
    links.forEach((_, index) => {
      if (index % 3 === 0)
        sketches.push({
          link: index,
          towards: index % 2 === 0 ? 0 : 1,
          tail: 0.3,
          head: 0.5,
          tint: index % 2 === 0 ? 'http-request' : 'tcp-ack',
          label: index % 2 === 0 ? 'GET /' : 'ACK',
        });
    });
    return picture(devices, links, { frames: frames(sketches) });
  },
};
