import js from '@eslint/js';
import { fixupPluginRules } from '@eslint/compat';
import sfPlugin from 'eslint-plugin-sf-plugin';
import tseslint from 'typescript-eslint';

// Version 1.20 of eslint-plugin-sf-plugin checks nothing under ESLint 10 unless it is wrapped (test/lint.test.ts holds that it does).
const sf = fixupPluginRules(sfPlugin);
const sfRules = (names, level) => Object.fromEntries(names.map((name) => [`sf-plugin/${name}`, level]));

const commandRules = [
  'command-summary',
  'command-example',
  'flag-summary',
  'flag-case',
  'flag-cross-references',
  'flag-min-max-default',
  'id-flag-suggestions',
  'dash-o',
  'no-h-short-char',
  'no-duplicate-short-characters',
  'no-json-flag',
  'no-hardcoded-messages-commands',
  'no-hardcoded-messages-flags',
  'no-split-examples',
  'no-oclif-flags-command-import',
  'only-extend-SfCommand',
  'spread-base-flags',
  'read-only-properties',
  'no-unnecessary-properties',
  'no-unnecessary-aliases',
  'no-hyphens-aliases',
  'run-matches-class-type',
  'no-classes-in-command-return-type',
  'no-args-parse-without-strict-false',
  'no-default-and-depends-on-flags',
  'no-depends-on-boolean-flag',
  'get-connection-with-version',
  'encourage-alias-deprecation',
];
const libraryRules = ['no-missing-messages', 'no-messages-load', 'esm-message-import'];

export default tseslint.config(
  { ignores: ['lib/**', 'coverage/**', 'node_modules/**', 'tmp/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./test/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['src/**/*.ts'], plugins: { 'sf-plugin': sf }, rules: sfRules(libraryRules, 'error') },
  { files: ['src/commands/**/*.ts'], plugins: { 'sf-plugin': sf }, rules: sfRules(commandRules, 'error') },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['test/**/*.ts'],
    // chai's assertions are property reads.
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['console', 'process', 'performance', 'require', 'module', 'URL'].map((name) => [name, 'readonly']),
      ),
    },
  },
  { files: ['scripts/**', 'test/org/main.ts'], rules: { 'no-console': 'off' } },
);
