import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import { EngineRun } from '../session/engine-run.svelte';
import { RunView } from '../session/run-view.svelte';
import { batchOf } from '../view-model/testing/scripted-run';
import { scriptVisit, seoulLab } from '../view-model/testing/visit';
import SideBySide from './testing/SideBySide.svelte';

const trace = scriptVisit().run.build();

function viewAt(number: number, time: number): RunView {
  const run = new EngineRun(number, seoulLab());
  run.take({ type: 'batch', run: number, batch: batchOf(trace), simulatedTo: 61e9 });
  const view = new RunView({ document: seoulLab(), labProblems: [] });
  view.show(run);
  view.playback?.seek(time);
  return view;
}

test('panels of two runs stand in one window, each at its own moment', () => {
  const { body } = render(SideBySide, { props: { views: [viewAt(1, 0), viewAt(2, 400e6)] } });
  const [one = '', other = ''] = body.split('</article>');
  expect([one, other].map((html) => /<output[^>]*>([^<]*)</.exec(html)?.[1]?.trim())).toEqual([
    '0 ns',
    '400.000 ms',
  ]);
  expect(one).toContain('SYN-SENT');
  expect(other).toContain('ESTABLISHED');
});
