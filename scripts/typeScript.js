// For "node --import": runs TypeScript as it stands, as Node takes the types out. Places in errors and coverage are those of the source.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** `./name.js` in a TypeScript file means `./name.ts`, where there is one. */
const sourceOf = (specifier, parentUrl) => {
  if (!/^\.{1,2}\/.*\.js$/.test(specifier) || !parentUrl?.endsWith('.ts')) return undefined;
  const source = specifier.replace(/\.js$/, '.ts');
  return existsSync(fileURLToPath(new URL(source, parentUrl))) ? source : undefined;
};

registerHooks({
  resolve: (specifier, context, next) => next(sourceOf(specifier, context.parentURL) ?? specifier, context),
});

// Programs that tests start run what is built, so their coverage says nothing of the source and costs a lot. Those that do run
// the source are given this folder by who starts them.
if (process.env.MOCHA_WORKER_ID !== undefined && process.env.NODE_V8_COVERAGE !== undefined) {
  process.env.SOURCE_COVERAGE = process.env.NODE_V8_COVERAGE;
  delete process.env.NODE_V8_COVERAGE;
}
