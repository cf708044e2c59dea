import { describe, expect, it } from 'vitest';
import { extentOf, type StagePicture } from '../../view-model/picture/stage-picture';
import { gridPitch } from '../../view-model/testing/device-grid';
import { LabelSpace } from '../geometry/label-space';
import { layTracks } from '../geometry/tracks';
import type { ShapeBatch } from '../shapes/shape-batch';
import { device, link, picture } from '../testing/stage-scene';
import type { TextLayer } from '../text/text-layer';
import { stageTheme } from '../theme/stage-theme';
import { CardLayer } from './card-layer';
import { Drawing, type LabelSurface } from './drawing';
import { LinkLayer } from './link-layer';

const columns = 50;

/** So many devices in rows of 50, in a row of links each. */
function rows(count: number): StagePicture {
  const devices = Array.from({ length: count }, (_, index) =>
    device(
      `d${index}`,
      'router',
      (index % columns) * gridPitch.x,
      Math.floor(index / columns) * gridPitch.y,
      { badge: 'ESTABLISHED', addresses: ['10.0.0.1'] },
    ),
  );
  const links = devices.flatMap(({ id }, index) =>
    (index + 1) % columns === 0 || index + 1 >= count ? [] : [link(id, `d${index + 1}`, '10 ms · 1 Gbps')],
  );
  return picture(devices, links);
}

interface StageSize {
  readonly width: number;
  readonly height: number;
  readonly zoom?: number;
}

/** Draws cards and links, the first device at the top left; counts what was put there. */
function drawn(shown: StagePicture, { width, height, zoom = 1 }: StageSize) {
  const put = { shapes: 0, texts: 0, grounds: 0 };
  const counting = (kind: keyof typeof put) => {
    const count = () => (put[kind] += 1);
    return { box: count, circle: count, line: count, raw: count } as unknown as ShapeBatch;
  };
  const batch = counting('shapes');
  const texts = { put: () => (put.texts += 1) } as unknown as TextLayer;
  const labels: LabelSurface = { texts, space: new LabelSpace(), grounds: counting('grounds') };
  const black = () => 0;
  const camera = { x: -gridPitch.x / 2, y: -gridPitch.y / 2, zoom };
  const theme = stageTheme(black, () => 'sans-serif', 'dark');
  const drawing = new Drawing(shown, camera, theme, (_, size, words) => words.length * size * 0.6);
  drawing.width = width;
  drawing.height = height;
  drawing.tracks = layTracks(shown.devices, shown.links);
  drawing.followTracks();
  const cards = new CardLayer({ cards: batch, gauges: batch }, labels);
  cards.reserve(drawing);
  cards.draw(drawing);
  new LinkLayer(batch, labels).draw(drawing);
  return put;
}

const stage = { width: 5 * gridPitch.x, height: 4 * gridPitch.y };

describe('cards and links on the stage', () => {
  it('are drawn where they are seen, and nothing is drawn of the rest', () => {
    const many = drawn(rows(2000), stage);
    expect(many).toEqual(drawn(rows(300), stage));
    expect(many.texts).toBeGreaterThan(5 * 4);
    const larger = { width: 2 * stage.width, height: 2 * stage.height };
    expect(drawn(rows(2000), larger).shapes).toBeGreaterThan(3 * many.shapes);
  });

  it('have the form that the names of all devices ask for, seen or not', () => {
    const shown = { ...rows(100), links: [] };
    const unseen = device('a-name-that-no-small-card-has-room-for', 'router', 0, 9e4);
    const small = { ...stage, zoom: 0.6 };
    // A name in its card needs no ground of its own; under an icon it does.
    expect(drawn(shown, small).grounds).toBe(0);
    const withLongName = { ...shown, extent: extentOf([...shown.devices, unseen]) };
    expect(drawn(withLongName, small).grounds).toBeGreaterThan(0);
  });
});
