import { createContext } from 'svelte';
import type { LabSession } from './lab-session.svelte';

/** The lab that the panels below a component edit: `setSession` in the component that mounts them, `getSession` in each. */
export const [getSession, setSession] = createContext<LabSession>();
