/*
 * What there is once in a window: its lab, its open tabs and dialogs, its toasts, the tool in the pointer's hand. It knows
 * the session. It never sees commands, panels or the shell, which read it. What a tab shows is not here.
 */
import { LabSession } from '../session/lab-session.svelte';

/**
 * The window's one lab. Commands, keys and menus work on it and on the view that it shows; panels never name it, they
 * get theirs from the context.
 */
export const session = new LabSession();
