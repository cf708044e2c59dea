import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

// The oldest runtime that the app is run on, not the newest: see ARCHITECTURE.md.
const nodeTarget = 'node20';
const chromiumTarget = 'chrome130';

export default defineConfig({
  main: {
    build: {
      outDir: 'build/main',
      target: nodeTarget,
      externalizeDeps: false,
      rollupOptions: { input: { index: 'src/main/index.ts' } },
    },
  },
  preload: {
    build: {
      outDir: 'build/preload',
      target: nodeTarget,
      externalizeDeps: false,
      // A sandboxed preload can be loaded as CommonJS only.
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [svelte({ configFile: false })],
    build: {
      outDir: 'build/renderer',
      target: chromiumTarget,
      // Absolute: the development server sees it from its own root.
      rollupOptions: { input: { index: path.resolve(import.meta.dirname, 'src/renderer/index.html') } },
    },
  },
});
