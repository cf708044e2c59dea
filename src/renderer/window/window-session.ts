import { LabSession } from '../session/lab-session.svelte';

/**
 * The window's one lab. Commands, keys and menus work on it and on the view that it shows; panels never name it, they
 * get theirs from the context.
 */
export const session = new LabSession();
