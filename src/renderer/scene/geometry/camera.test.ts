import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitCamera, maximumZoom, minimumZoom, panBy, toScreen, toWorld, zoomAt } from './camera';

const camera = fc.record({
  x: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  y: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  zoom: fc.double({ min: minimumZoom, max: maximumZoom, noNaN: true }),
});
const onScreen = fc.double({ min: 0, max: 2000, noNaN: true });

describe('the camera', () => {
  it('keeps the world point under the pointer in place when it zooms', () => {
    fc.assert(
      fc.property(
        camera,
        onScreen,
        onScreen,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (from, x, y, factor) => {
          const before = toWorld(from, x, y);
          const after = toScreen(zoomAt(from, x, y, factor), before.x, before.y);
          expect(after.x).toBeCloseTo(x, 6);
          expect(after.y).toBeCloseTo(y, 6);
        },
      ),
    );
  });

  it('never zooms beyond its limits', () => {
    fc.assert(
      fc.property(camera, fc.double({ min: 0.001, max: 1000, noNaN: true }), (from, factor) => {
        const { zoom } = zoomAt(from, 0, 0, factor);
        expect(zoom).toBeGreaterThanOrEqual(minimumZoom);
        expect(zoom).toBeLessThanOrEqual(maximumZoom);
      }),
    );
  });

  it('moves what is shown with the hand when it pans', () => {
    fc.assert(
      fc.property(camera, onScreen, onScreen, (from, dx, dy) => {
        const before = toScreen(from, 10, 20);
        const after = toScreen(panBy(from, dx, dy), 10, 20);
        expect(after.x - before.x).toBeCloseTo(dx, 5);
        expect(after.y - before.y).toBeCloseTo(dy, 5);
      }),
    );
  });
});

describe('fitting', () => {
  const margins = { sides: 32, top: 28, bottom: 48 };

  it('shows all of what fits at the smallest zoom, within the margins', () => {
    const size = fc.double({ min: 1, max: 5000, noNaN: true });
    const corner = fc.double({ min: -5000, max: 5000, noNaN: true });
    fc.assert(
      fc.property(corner, corner, size, size, (left, top, across, down) => {
        const fitted = fitCamera({ left, top, right: left + across, bottom: top + down }, 1200, 700, margins);
        const first = toScreen(fitted, left, top);
        const last = toScreen(fitted, left + across, top + down);
        expect(first.x).toBeGreaterThanOrEqual(margins.sides - 1e-6);
        expect(first.y).toBeGreaterThanOrEqual(margins.top - 1e-6);
        expect(last.x).toBeLessThanOrEqual(1200 - margins.sides + 1e-6);
        expect(last.y).toBeLessThanOrEqual(700 - margins.bottom + 1e-6);
      }),
    );
  });

  it('does not blow a small network up', () => {
    const fitted = fitCamera({ left: 0, top: 0, right: 10, bottom: 10 }, 1200, 700, margins);
    expect(fitted.zoom).toBe(1.5);
  });
});
