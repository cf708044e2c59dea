import type { Component } from 'svelte';

const modules = import.meta.glob<{ default: Component }>(
  [
    '../panels/run/*.svelte',
    '../panels/tcp/*.svelte',
    '../panels/lens/*.svelte',
    '../panels/StageHost.svelte',
  ],
  { eager: true },
);

/** A panel by its file's name, such as `TransportBar`; undefined while there is no such file. */
export function panel(name: string): Component | undefined {
  const path = Object.keys(modules).find((file) => file.endsWith(`/${name}.svelte`));
  return path === undefined ? undefined : modules[path]?.default;
}
