import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  // How long a test takes depends on the machine, which draws without a graphics card: only a hang should end one.
  timeout: 180_000,
  // A test that passes at the second try is told as flaky.
  retries: 1,
  expect: { timeout: 30_000 },
  reporter: [['list']],
});
