import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  test: {
    // How long a test takes depends on the machine: only a hang should end one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    environment: 'node',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    setupFiles: ['scripts/vitest/property-seed.ts'],
    globalSetup: ['scripts/vitest/announce-seed.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // No module keeps anything between two uses of it, so that the test files of a worker can share what they import.
    isolate: false,
  },
});
