import { device, link, picture, type StageScene } from './stage-scene';

/** A network being built: grid, selection, a rubber band, a link being pulled, a device from the palette. */
export const building: StageScene = {
  name: 'building',
  editing: true,
  picture: () =>
    picture(
      [
        device('client', 'client', 0, 0, { addresses: ['10.0.1.2'], selected: true }),
        device('router', 'router', 320, 0, { addresses: ['10.0.1.1'] }),
        device('a-server-with-a-long-name', 'server', 320, 180),
      ],
      [link('client', 'router', '10 ms · 100 Mbps', { selected: true })],
      {
        connecting: { from: 'router', x: 320, y: 130, over: 'a-server-with-a-long-name' },
        marquee: { x: -90, y: -70, width: 190, height: 140 },
        ghost: { kind: 'server', x: 60, y: 200 },
      },
    ),
};
