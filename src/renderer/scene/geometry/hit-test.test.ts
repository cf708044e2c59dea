import { describe, expect, it } from 'vitest';
import type { StagePicture } from '../../view-model/picture/stage-picture';
import { device, drop, frames, link, picture } from '../testing/stage-scene';
import { cardHeight, cardWidth } from './card';
import { targetAt, type HitSurroundings } from './hit-test';
import { laneOffset, layTracks } from './tracks';

const shown = picture(
  [device('client', 'client', 0, 0), device('server', 'server', 400, 0)],
  [link('client', 'server', '10 ms')],
  {
    frames: frames([
      { link: 0, towards: 0, tail: 0.4, head: 0.6, tint: 'http-request' },
      { link: 0, towards: 1, tail: 0.1, head: 0.2, tint: 'tcp-ack' },
    ]),
    drops: [drop({ link: 0, towards: 0, at: 0.9 }, 'SYN', 'random loss', 0, 'tcp-handshake')],
  },
);

function surroundings(of: StagePicture, more: Partial<HitSurroundings> = {}): HitSurroundings {
  const tracks = layTracks(of.devices, of.links);
  return { picture: of, tracks, framesOnLane: () => 1, zoom: 1, editing: false, ...more };
}
const hit = (x: number, y: number, more?: Partial<HitSurroundings>) =>
  targetAt(surroundings(shown, more), x, y);
const rim = cardWidth / 2;
const trackStart = cardWidth / 2;
const trackLength = 400 - cardWidth;

describe('what the pointer is on', () => {
  it('is a device within its card', () => {
    expect(hit(10, 10)).toEqual({ kind: 'device', id: 'client' });
    expect(hit(400, -cardHeight / 2 + 1)).toEqual({ kind: 'device', id: 'server' });
  });

  it('is the rim of a card while editing, inside and outside of its outline', () => {
    expect(hit(0, -cardHeight / 2 + 3, { editing: true })).toEqual({ kind: 'device-edge', id: 'client' });
    expect(hit(-rim - 6, 0, { editing: true })).toEqual({ kind: 'device-edge', id: 'client' });
    expect(hit(-rim - 6, 0)).toEqual({ kind: 'nothing' });
  });

  it('leaves a small card its inside to be taken hold of', () => {
    expect(hit(0, -cardHeight / 2 + 3, { editing: true, zoom: 0.3 })).toEqual({
      kind: 'device',
      id: 'client',
    });
  });

  it('is the topmost of devices that overlap', () => {
    const stacked = picture([device('below', 'client', 0, 0), device('above', 'server', 20, 10)], []);
    expect(targetAt(surroundings(stacked), 20, 10)).toEqual({ kind: 'device', id: 'above' });
  });

  it('is a frame on its own lane', () => {
    const middle = trackStart + trackLength / 2;
    expect(hit(middle, -laneOffset)).toEqual({ kind: 'frame', packet: 0, record: 0 });
  });

  it('is a frame of the other direction below the link', () => {
    const x = trackStart + trackLength * 0.85;
    expect(hit(x, laneOffset)).toEqual({ kind: 'frame', packet: 1, record: 10 });
  });

  it('is a frame too short to see, in its smallest size', () => {
    const short = picture(shown.devices, shown.links, {
      frames: frames([{ link: 0, towards: 0, tail: 0.5, head: 0.5001, tint: 'tcp-ack' }]),
    });
    const target = targetAt(surroundings(short), trackStart + trackLength / 2 + 6, -laneOffset);
    expect(target).toEqual({ kind: 'frame', packet: 0, record: 0 });
  });

  it('is a loss where it happened', () => {
    const x = trackStart + trackLength * 0.9;
    expect(hit(x, -laneOffset)).toEqual({ kind: 'drop', packet: 900, record: 9000 });
  });

  it('is a link near its line', () => {
    expect(hit(trackStart + trackLength * 0.25, 3)).toEqual({ kind: 'link', id: 'client-server' });
  });

  it('is nothing on empty ground', () => {
    expect(hit(200, 200)).toEqual({ kind: 'nothing' });
  });

  it('reaches as far on screen from afar as from near', () => {
    const y = 18;
    expect(hit(trackStart + trackLength * 0.25, y)).toEqual({ kind: 'nothing' });
    expect(hit(trackStart + trackLength * 0.25, y, { zoom: 0.2 })).toEqual({
      kind: 'link',
      id: 'client-server',
    });
  });
});
