import { describe, expect, it } from 'vitest';
import { UnsavedEdits, type EditsDecision } from './unsaved-edits';

function editsWith(decision: EditsDecision) {
  const asked: string[] = [];
  let saves = 0;
  const edits = new UnsavedEdits({
    ask: (name) => {
      asked.push(name);
      return Promise.resolve(decision);
    },
    requestSave: () => {
      saves += 1;
    },
  });
  return { edits, asked, saves: () => saves };
}

/** Lets what is already decided happen. */
const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

describe('UnsavedEdits', () => {
  it('asks nothing when there are none', async () => {
    const { edits, asked } = editsWith('cancel');
    edits.set('office', false);
    expect(await edits.mayDiscard()).toBe(true);
    expect(asked).toEqual([]);
  });

  it('asks by name and lets edits go that nobody wants', async () => {
    const { edits, asked } = editsWith('discard');
    edits.set('office', true);
    expect(await edits.mayDiscard()).toBe(true);
    expect(asked).toEqual(['office']);
  });

  it('keeps edits when the person cancels', async () => {
    const { edits } = editsWith('cancel');
    edits.set('office', true);
    expect(await edits.mayDiscard()).toBe(false);
    expect(edits.any).toBe(true);
  });

  it('goes on once they are saved', async () => {
    const { edits, saves } = editsWith('save');
    edits.set('office', true);
    const answer = edits.mayDiscard();
    await settle();
    expect(saves()).toBe(1);
    edits.saveEnded(true);
    expect(await answer).toBe(true);
  });

  it('stays when saving failed', async () => {
    const { edits } = editsWith('save');
    edits.set('office', true);
    const answer = edits.mayDiscard();
    await settle();
    edits.saveEnded(false);
    expect(await answer).toBe(false);
    expect(edits.any).toBe(true);
  });

  it('asks once while a question is open', async () => {
    const { edits, asked } = editsWith('discard');
    edits.set('office', true);
    await Promise.all([edits.mayDiscard(), edits.mayDiscard()]);
    expect(asked).toEqual(['office']);
  });

  it('asks again when a save never ended', async () => {
    const { edits, asked } = editsWith('save');
    edits.set('office', true);
    const first = edits.mayDiscard();
    await settle();
    const second = edits.mayDiscard();
    expect(await first).toBe(false);
    await settle();
    expect(asked).toEqual(['office', 'office']);
    edits.saveEnded(true);
    expect(await second).toBe(true);
  });
});
