import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const simulated = ['src/engine/**/*.ts', 'src/bytes/**/*.ts', 'src/wire/**/*.ts', 'src/shared/**/*.ts'];
const tests = ['**/*.test.ts', '**/testing/**/*.ts', 'e2e/**/*.ts'];

const wallClock = 'simulated time comes from the event queue, never from the wall clock';
const chance = 'randomness comes from a named, seeded stream';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      'build/',
      'out/',
      'dist/',
      'test-results/',
      'playwright-report/',
      '**/fixtures/',
    ],
  },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'off',
      eqeqeq: ['error', 'always'],
      'prefer-const': 'error',
      // A fixture of Playwright names what it uses by destructuring, even when that is nothing.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.lint.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Indexing a typed array in a hot loop is checked by the loop, and noUncheckedIndexedAccess sees no loop.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: false },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Both look into every expression for what this code base does not have: enums, and instances handed on as data.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [tseslint.configs.strict, svelte.configs.recommended, tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: tseslint.parser, project: false, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // The compiler and svelte-check know every name; this rule does not know TypeScript's.
      'no-undef': 'off',
    },
  },
  {
    files: simulated,
    ignores: tests,
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'performance', message: wallClock },
        { name: 'setTimeout', message: wallClock },
        { name: 'setInterval', message: wallClock },
        { name: 'crypto', message: chance },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: chance },
        { object: 'Date', property: 'now', message: wallClock },
        { object: 'performance', property: 'now', message: wallClock },
        { object: 'globalThis', property: 'performance', message: wallClock },
        { object: 'globalThis', property: 'Date', message: wallClock },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: wallClock },
        { selector: 'CallExpression[callee.name="Date"]', message: wallClock },
      ],
    },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: globals.node },
  },
);
