import '../../../theme/tokens.css';
import '../harness/harness.css';
import { resolveLab } from '../../../../shared/lab/lab';
import { StateSeeker } from '../../../../shared/trace/fold/state-seeker';
import { themeName, tokenColour } from '../../../theme/theme';
import { PacketLabels } from '../../../view-model/labels/packet-labels';
import { positionAt } from '../../../view-model/run/position';
import { nothingSelected } from '../../../view-model/selection';
import { areaAround } from '../../../view-model/stage/seen-area';
import { StagePictureBuilder } from '../../../view-model/stage/stage-picture-builder';
import { deviceGrid, trafficInGrid } from '../../../view-model/testing/device-grid';
import type { Bounds } from '../../../view-model/plane/bounds';
import { StageView } from '../../stage-view';
import { stageTheme } from '../../theme/stage-theme';
import { element, measureFrames } from './measure';
import './devices-time-page';

/** Rounds of frames over all links: what the playhead passes while it is measured. */
const rounds = 5;

function start(): void {
  localStorage.setItem('hoplab.theme', 'dark');
  document.documentElement.style.colorScheme = 'dark';
  const tokens = getComputedStyle(document.documentElement);
  const theme = stageTheme(tokenColour, (token) => tokens.getPropertyValue(token), themeName());
  window.devicesTime = {
    async playing(count, columns, zoom, frames) {
      const host = element('stage');
      let area: Bounds | undefined;
      const view = await StageView.create(host, {
        theme,
        onIntent(intent) {
          if (intent.type === 'viewport') area = areaAround(intent, area);
        },
      });
      const lab = deviceGrid(count, columns);
      const { script, end } = trafficInGrid(lab, rounds);
      const { trace, index, topology } = script.indexed();
      const labels = new PacketLabels(trace, index, resolveLab(lab));
      const run = { trace, index, topology, labels, document: lab };
      const seeker = new StateSeeker(trace);
      const builder = new StagePictureBuilder();
      let state = seeker.at(0);
      const pictureAt = (time: number) => {
        state = seeker.move(state, positionAt(trace, time).records);
        const inputs = {
          document: lab,
          selection: nothingSelected,
          problems: [],
          run,
          state,
          time,
          speed: 0.1,
        };
        return builder.build({ ...inputs, area });
      };
      view.show(pictureAt(0));
      view.lookFrom({ x: -115, y: -85, zoom });
      const milliseconds = await measureFrames(frames, view.canvas, (moment) =>
        view.show(pictureAt(moment * end)),
      );
      view.destroy();
      return milliseconds;
    },
  };
  document.body.dataset['ready'] = 'true';
}

start();
