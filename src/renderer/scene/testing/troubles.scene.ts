import { device, drop, frames, link, picture, type StageScene } from './stage-scene';

/** A cut link, losses on a link and in a device, full queues, a device with a problem. */
export const troubles: StageScene = {
  name: 'troubles',
  picture: () =>
    picture(
      [
        device('client', 'client', 0, 0, { addresses: ['10.0.1.2'], badge: 'SYN-SENT' }),
        device('router', 'router', 360, -110, { addresses: ['10.0.1.1', '10.0.2.1', '10.0.3.1'] }),
        device('server-a', 'server', 720, -110, { addresses: ['10.0.2.2'], badge: 'TIME-WAIT 42 s' }),
        device('server-b', 'server', 360, 180, {
          addresses: ['10.0.3.2'],
          problem: 'server-b listens on no port',
        }),
      ],
      [
        link('client', 'router', '10 ms · 10 Mbps', { queued: [4, 0], load: [1, 0.2] }),
        link('router', 'server-a', '1 ms · 1 Gbps', { queued: [0, 37], load: [0.1, 1] }),
        link('router', 'server-b', '5 ms · 1 Gbps', { cut: true }),
      ],
      {
        frames: frames([
          { link: 0, towards: 0, tail: 0.6, head: 0.75, tint: 'retransmission', label: 'SYN' },
          { link: 1, towards: 1, tail: 0.2, head: 0.4, tint: 'http-response', label: '200 1:1449' },
          { link: 1, towards: 1, tail: 0.4, head: 0.6, tint: 'http-response', label: '1449:2897' },
          { link: 1, towards: 1, tail: 0.6, head: 0.8, tint: 'http-response', label: '2897:4345' },
        ]),
        drops: [
          drop({ link: 0, towards: 0, at: 0.45 }, 'SYN', 'dropped by a fault', 0.3, 'tcp-handshake'),
          drop({ link: 1, towards: 1, at: 0 }, 'data', 'queue full', 0.5, 'http-response'),
          drop({ device: 'router' }, 'SYN', 'no route', 0.1, 'tcp-handshake'),
        ],
      },
    ),
};
