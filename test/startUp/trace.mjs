// Given to node by --import: writes down, when the process ends, every module that it has loaded.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import process from 'node:process';

const loaded = [];

registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});

process.on('exit', () => appendFileSync(process.env.CLIENTAPP_TEST_TRACE, `${loaded.join('\n')}\n`));
