import { device, frames, link, picture, type StageScene } from './stage-scene';

/** The first scenario in flight: a long link and a short one, both directions, one frame selected. */
export const longLink: StageScene = {
  name: 'long-link',
  picture: () =>
    picture(
      [
        device('client', 'client', 0, 0, {
          note: 'Seoul',
          addresses: ['10.0.1.2'],
          badge: 'ESTABLISHED',
          selected: true,
          activity: 0.08,
        }),
        device('router', 'router', 400, 0, { addresses: ['10.0.1.1', '10.0.2.1'], activity: 0.3 }),
        device('server', 'server', 720, 0, {
          note: 'US',
          addresses: ['10.0.2.2'],
          badge: 'SYN-RECEIVED',
          activity: 0.72,
        }),
      ],
      [
        link('client', 'router', '75 ms · 100 Mbps', { load: [0.2, 0] }),
        link('router', 'server', '0.1 ms · 10 Gbps'),
      ],
      {
        frames: frames([
          { link: 0, towards: 0, tail: 0.2, head: 0.24, tint: 'tcp-ack', label: 'ACK' },
          {
            link: 0,
            towards: 0,
            tail: 0.5,
            head: 0.72,
            tint: 'http-request',
            label: 'GET /',
            selected: true,
          },
          { link: 0, towards: 1, tail: 0.3, head: 0.34, tint: 'tcp-handshake', label: 'SYN-ACK' },
          { link: 1, towards: 1, tail: 0.1, head: 0.6, tint: 'http-response', label: '200' },
        ]),
      },
    ),
};
