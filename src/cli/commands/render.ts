import type { Command } from '../support/arguments';
import { BadInput, problemLine } from '../support/surroundings';

export const renderCommand: Command = {
  name: 'render',
  operands: 'LAB',
  leastOperands: 0,
  mostOperands: 1,
  summary:
    'Draws frames of a lab into a video or a picture. Not yet: it waits for the window to draw off-screen.',
  options: {
    from: { value: 'TIME', help: 'simulated time of the first frame' },
    to: { value: 'TIME', help: 'simulated time of the last frame' },
    fps: { value: 'N', help: 'frames a second' },
    out: { value: 'FILE', help: 'an mp4, webm, gif or png file' },
  },
  run() {
    const allowed = 'for now: npm start without a display leaves a picture of the first scenario in out/';
    const what = 'not yet: it waits for frames drawn off-screen by the window';
    throw new BadInput([problemLine('hoplab render', 'render', what, allowed)]);
  },
};
