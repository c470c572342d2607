import { createRequire } from 'node:module';
import type { SaxesParser } from 'saxes';

const require = createRequire(import.meta.url);

type Saxes = { SaxesParser: new (options: object) => SaxesParser };

/**
 * A new parser. The library loads with the first one, because most files are plain and read without it; by `require`,
 * because reading is synchronous and an `import()` is not.
 */
export const createParser = (): SaxesParser => {
  const saxes = require('saxes') as Saxes;
  return new saxes.SaxesParser({});
};
