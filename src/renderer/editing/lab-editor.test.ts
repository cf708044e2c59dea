import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { LabDocumentSchema } from '../../shared/lab/document';
import type { EditCommand } from './edit-command';
import { LabEditor } from './lab-editor';
import { threeDeviceLab } from './testing/labs';
import { editCommands } from './testing/edit-commands';

function editorWithLab(): LabEditor {
  const editor = new LabEditor();
  editor.open(threeDeviceLab(), 'three');
  return editor;
}

/** Runs a sequence whose commands speak of what is in the document when their turn comes. */
function applyAll(editor: LabEditor, choices: readonly ((editor: LabEditor) => EditCommand)[]): void {
  for (const choose of choices) editor.apply(choose(editor));
}

describe('any sequence of edits', () => {
  it('leaves a document of the schema after each', () => {
    fc.assert(
      fc.property(editCommands, (choices) => {
        const editor = editorWithLab();
        for (const choose of choices) {
          editor.apply(choose(editor));
          const parsed = v.safeParse(LabDocumentSchema, editor.document);
          expect(parsed.success ? [] : parsed.issues.map((issue) => issue.message)).toEqual([]);
        }
      }),
    );
  });

  it('is undone to the identical document, and redone to the identical end', () => {
    fc.assert(
      fc.property(editCommands, (choices) => {
        const editor = editorWithLab();
        const start = structuredClone(editor.document);
        applyAll(editor, choices);
        const end = structuredClone(editor.document);
        while (editor.canUndo) editor.undo();
        expect(editor.document).toEqual(start);
        expect(editor.edited).toBe(false);
        while (editor.canRedo) editor.redo();
        expect(editor.document).toEqual(end);
      }),
    );
  });
});

describe('a lab editor', () => {
  it('takes a whole drag back in one step', () => {
    const editor = editorWithLab();
    const start = editor.document;
    for (const x of [8, 16, 24])
      editor.apply({ type: 'move-elements', positions: new Map([['server', { x, y: 0 }]]), gesture: 1 });
    expect(editor.undoLabel).toBe('Move server');
    editor.undo();
    expect(editor.document).toBe(start);
  });

  it('keeps two drags apart', () => {
    const editor = editorWithLab();
    editor.apply({ type: 'move-elements', positions: new Map([['server', { x: 8, y: 0 }]]), gesture: 1 });
    const between = editor.document;
    editor.apply({ type: 'move-elements', positions: new Map([['server', { x: 16, y: 0 }]]), gesture: 2 });
    editor.undo();
    expect(editor.document).toBe(between);
  });

  it('gives back what could be redone when a drag is broken off', () => {
    const editor = editorWithLab();
    editor.apply({ type: 'add-device', kind: 'client', x: 0, y: 0 });
    editor.undo();
    const start = editor.document;
    editor.apply({ type: 'move-elements', positions: new Map([['server', { x: 8, y: 0 }]]), gesture: 1 });
    editor.abandon(1);
    expect(editor.document).toBe(start);
    expect(editor.redoLabel).toBe('Add client');
  });

  it('refuses a value that the schema does not take, says what is allowed, and changes nothing', () => {
    const editor = editorWithLab();
    const start = editor.document;
    const outcome = editor.apply({
      type: 'set-parameter',
      path: ['links', 'client-router', 'delay'],
      value: '75',
    });
    expect(outcome).toEqual({ ok: false, allowed: expect.stringContaining('a duration with a unit') });
    expect(editor.document).toBe(start);
    expect(editor.canUndo).toBe(false);
  });

  it('makes no step of an edit that changes nothing', () => {
    const editor = editorWithLab();
    editor.apply({ type: 'set-parameter', path: ['title'], value: editor.document.title });
    expect(editor.canUndo).toBe(false);
  });

  it('is edited from the first edit until it is saved, and again once that is undone', () => {
    const editor = editorWithLab();
    expect(editor.edited).toBe(false);
    editor.apply({ type: 'label', device: 'server', label: 'US West' });
    expect(editor.edited).toBe(true);
    editor.markSaved('/labs/three.hoplab.json', 'three');
    expect(editor.edited).toBe(false);
    editor.undo();
    expect(editor.edited).toBe(true);
  });

  it('tells its listeners of each change and of nothing else', () => {
    const editor = editorWithLab();
    let heard = 0;
    const stop = editor.subscribe(() => heard++);
    editor.apply({ type: 'connect', from: 'client', to: 'client' });
    expect(heard).toBe(0);
    editor.apply({ type: 'connect', from: 'client', to: 'server' });
    editor.undo();
    stop();
    editor.redo();
    expect(heard).toBe(2);
  });

  it('opens another lab with no way back into the last one', () => {
    const editor = editorWithLab();
    editor.apply({ type: 'add-device', kind: 'router', x: 0, y: 0 });
    editor.open(threeDeviceLab(), 'other', '/other.hoplab.json');
    expect([editor.canUndo, editor.edited, editor.name, editor.path]).toEqual([
      false,
      false,
      'other',
      '/other.hoplab.json',
    ]);
  });
});
