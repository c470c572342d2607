import { expect } from 'chai';
import { mergeInventories } from '../../src/inventory/source/mergeInventories.js';
import { known, unknown } from '../../src/inventory/types.js';
import { anApp, anInventory } from '../audit/rules/anInventory.js';

describe('merging inventories', () => {
  it('puts source and orgs side by side', () => {
    const org = { kind: 'org', org: 'uat', id: '0H4' } as const;
    const merged = mergeInventories([
      anInventory({ trackedFiles: known(new Set(['a'])), coverage: [{ source: 'source:a', status: 'complete' }] }),
      anInventory({
        apps: [anApp({ origin: org })],
        trackedFiles: unknown('an org tracks no files'),
        coverage: [{ source: 'org:uat', status: 'partial' }],
      }),
    ]);
    expect(merged.apps.map(({ origin }) => origin.kind)).to.deep.equal(['source', 'org']);
    expect(merged.coverage.map(({ source }) => source)).to.deep.equal(['source:a', 'org:uat']);
    expect(merged.trackedFiles).to.deep.equal(known(new Set(['a'])));
  });

  it('knows no tracked files when no part does', () => {
    const merged = mergeInventories([anInventory({ trackedFiles: unknown('no git') })]);
    expect(merged.trackedFiles).to.deep.equal({ known: false, reason: 'no git' });
    expect(mergeInventories([]).trackedFiles.known).to.equal(false);
  });
});
