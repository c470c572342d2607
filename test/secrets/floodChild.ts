/** Writes a file again and again, all of one letter, until it is killed; says "writing" once it is under way. */
import { writeFileAtomically } from '../../src/secrets/atomicFile.js';

const file = process.argv[2] ?? '';
for (let count = 0; ; count += 1) {
  await writeFileAtomically(file, (count % 2 === 0 ? 'a' : 'b').repeat(2_000_000));
  if (count === 1) process.stdout.write('writing\n');
}
