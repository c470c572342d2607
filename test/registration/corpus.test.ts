import { expect } from 'chai';
import type { Origin } from '../../src/inventory/types.js';
import { differences } from '../../src/registration/differences.js';
import { stripOrgBound } from '../../src/registration/orgBound.js';
import { inventoryAppFromDocuments } from '../../src/registration/read/inventoryApps.js';
import { permissionSetFromDocument } from '../../src/registration/read/permissionSet.js';
import { settingsFromDocuments } from '../../src/registration/read/settings.js';
import { serialize } from '../../src/registration/serialize.js';
import { corpusFiles, needCorpus, readCorpusFile } from './corpus.js';

describe('every file of the corpus', () => {
  it('is read, mapped, compared, stripped and written without a throw', function () {
    needCorpus(this);
    const origin: Origin = { kind: 'source', file: '' };
    const documents = corpusFiles().map(readCorpusFile);
    expect(documents.length).to.be.greaterThan(140);
    for (const document of documents) {
      permissionSetFromDocument(document, origin);
      settingsFromDocuments([document], origin);
      const { root, type, file } = document;
      expect(root === undefined ? document.problems.length : 1, file).to.be.greaterThan(0);
      if (!root) continue;
      expect(differences(root, root, type), file).to.deep.equal([]);
      serialize(stripOrgBound(root, type).root);
    }
    const { apps } = inventoryAppFromDocuments(documents, origin);
    const readable = documents.filter(
      ({ type, root }) => type === 'ExternalClientApplication' || (type === 'ConnectedApp' && root?.name === type),
    );
    expect(apps).to.have.length(readable.length);
  });
});
