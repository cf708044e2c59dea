import { device, frames, link, picture, type StageScene } from './stage-scene';

/** Links between the same two devices, level, upright and aslant. */
export const parallelLinks: StageScene = {
  name: 'parallel-links',
  picture: () =>
    picture(
      [
        device('left', 'router', 0, 0, { addresses: ['10.0.1.1'] }),
        device('right', 'router', 380, 0, { addresses: ['10.0.1.3'] }),
        device('below', 'server', 0, 260, { addresses: ['10.0.4.2'] }),
        device('aslant', 'client', 380, 260, { addresses: ['10.0.6.2'] }),
      ],
      [
        { ...link('left', 'right', '1 ms · 1 Gbps'), id: 'one' },
        { ...link('right', 'left', '20 ms · 1 Gbps', { selected: true }), id: 'two' },
        { ...link('left', 'below', '5 ms · 100 Mbps'), id: 'three' },
        { ...link('left', 'below', '50 ms · 10 Mbps'), id: 'four' },
        link('left', 'aslant', '8 ms · 1 Gbps'),
        link('right', 'aslant', '2 ms · 1 Gbps'),
      ],
      {
        frames: frames([
          { link: 0, towards: 0, tail: 0.3, head: 0.4, tint: 'tcp-handshake', label: 'SYN' },
          { link: 0, towards: 1, tail: 0.3, head: 0.4, tint: 'tcp-ack', label: 'ACK' },
          { link: 1, towards: 0, tail: 0.5, head: 0.6, tint: 'tcp-reset', label: 'RST' },
          { link: 2, towards: 0, tail: 0.3, head: 0.45, tint: 'http-request', label: 'GET /' },
          { link: 3, towards: 1, tail: 0.4, head: 0.6, tint: 'http-response', label: '200' },
          { link: 4, towards: 0, tail: 0.4, head: 0.5, tint: 'tcp-close', label: 'FIN' },
          { link: 5, towards: 1, tail: 0.4, head: 0.5, tint: 'other', label: 'ping' },
        ]),
      },
    ),
};
