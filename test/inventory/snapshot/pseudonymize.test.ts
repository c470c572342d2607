import { expect } from 'chai';
import { createPseudonyms } from '../../../src/inventory/snapshot/pseudonyms.js';
import { pseudonymize } from '../../../src/inventory/snapshot/pseudonymize.js';
import { toSnapshot } from '../../../src/inventory/snapshot/toSnapshot.js';
import { known } from '../../../src/inventory/types.js';
import { anApp, anInventory, evidence } from '../../audit/rules/anInventory.js';

const names = createPseudonyms({ key: Buffer.from('key'), soundsLikeProgram: () => false, keptAddresses: new Set() });

const user = (id: string, name: string) => ({
  id,
  username: `${name.replace(/\W/g, '').toLowerCase()}@acme.com`,
  name,
  isActive: true,
  isFrozen: known(false),
  apiOnly: known(false),
});

const change = (display: string, by = 'Somebody Else') => ({ id: '0Ym1', action: 'x', display, at: '2026-11-01', by });

const snapshot = toSnapshot(
  [
    {
      org: 'admin@acme.com',
      readAt: '2026-11-01T00:00:00.000Z',
      inventory: anInventory({
        apps: [
          anApp({
            description: known("Asks Jane Doe or o'brien@acme.com when it stops; called from 62.10.3.7"),
            callbackUrls: known([{ value: 'https://62.10.3.8/callback' }]),
            ipRanges: known([{ start: '62.10.3.0', end: '62.10.3.255' }]),
          }),
        ],
        coverage: [{ source: 'org:admin@acme.com/OauthToken', status: 'complete' }],
        orgs: [
          evidence({
            org: 'admin@acme.com',
            users: known([
              user('0055g000004abcdAAA', 'Jane Doe'),
              user('0055g000004abceAAA', 'Jane'),
              user('0055g000004abcfAAA', 'Jane Doe-Smith'),
              user('0055g000004abcgAAA', 'Doe Miller'),
            ]),
            appAccess: known({ grants: [], holders: { '0PS000000000001': ['0055g000004abcd'] } }),
            setupChanges: known({
              from: '',
              to: '',
              changes: [
                change('Created new user Jane Doe: Integration (user 0055g000004abcd), at 2026-11-01 10:20:30'),
                change('Changed profile for Jane Doe-Smith from 2a00:1450::8888'),
                change('Jane Doe Miller'),
                change('Janet Doe stays, and so does Jane'),
              ],
            }),
          }),
        ],
      }),
    },
  ],
  { createdAt: '2026-11-01T00:00:00.000Z', plugin: '1.0.0' },
);

describe('a pseudonymised snapshot', () => {
  const result = pseudonymize(snapshot, names);
  const [org] = result.orgs;
  const told = org?.orgs[0];
  const displays = told?.setupChanges.known ? told.setupChanges.value.changes.map(({ display }) => display) : [];

  it('says so', () => expect([snapshot.pseudonymized, result.pseudonymized]).to.deep.equal([false, true]));

  it('has no name, username, mail address or address of a person in any text', () => {
    const text = JSON.stringify(result);
    for (const one of ['Jane Doe', "o'brien", 'acme.com', '62.10.3.7', '0055g0000', 'Somebody Else', '1450::'])
      expect(text, one).to.not.contain(one);
  });

  it('calls the same person the same everywhere', () => {
    const jane = names.personName('Jane Doe');
    expect(told?.users.known && told.users.value[0]).to.deep.include({
      id: names.userId('0055g000004abcdAAA'),
      username: names.username('janedoe@acme.com'),
      name: jane,
    });
    expect(displays[0]).to.equal(
      `Created new user ${jane}: Integration (user ${names.userId('0055g000004abcd')}), at 2026-11-01 10:20:30`,
    );
    expect(displays[1]).to.equal(
      `Changed profile for ${names.personName('Jane Doe-Smith')} from ${names.address('2a00:1450::8888')}`,
    );
    expect(told?.appAccess.known && Object.values(told.appAccess.value.holders)[0]).to.deep.equal([
      names.userId('0055g000004abcd'),
    ]);
    expect(org?.coverage[0]?.source).to.equal(`org:${org?.org}/OauthToken`);
  });

  it('leaves other words alone, and names of one word in sentences', () => {
    expect(displays[2]).to.equal(`${names.personName('Jane Doe')} Miller`);
    expect(displays[3]).to.equal('Janet Doe stays, and so does Jane');
  });

  it('leaves callback URLs, and keeps ranges around the addresses in them', () => {
    const app = org?.apps[0];
    expect(app?.callbackUrls).to.deep.equal(known([{ value: 'https://62.10.3.8/callback' }]));
    expect(app?.ipRanges).to.deep.equal(known([names.range({ start: '62.10.3.0', end: '62.10.3.255' })]));
  });
});
