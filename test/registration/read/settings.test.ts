import { expect } from 'chai';
import type { Origin } from '../../../src/inventory/types.js';
import { readDocument } from '../../../src/registration/readDocument.js';
import { settingsFromDocuments } from '../../../src/registration/read/settings.js';

const source: Origin = { kind: 'source', file: 'force-app' };
const org: Origin = { kind: 'org', org: 'dev', id: '' };
const file = 'settings/Security.settings-meta.xml';

const security = (body: string, origin: Origin = source) =>
  settingsFromDocuments(
    [
      readDocument(
        file,
        `<?xml version="1.0" encoding="UTF-8"?>\n<SecuritySettings xmlns="http://soap.sforce.com/2006/04/metadata">\n${body}\n</SecuritySettings>\n`,
      ),
    ],
    origin,
  );
const session = (body: string) => `    <sessionSettings>\n        ${body}\n    </sessionSettings>`;

describe('security settings', () => {
  it('tell the session timeout in minutes, and where', () => {
    const timeout = (name: string) =>
      security(session(`<sessionTimeout>${name}</sessionTimeout>`)).sessionTimeoutMinutes;
    expect(timeout('FifteenMinutes')).to.deep.equal({
      known: true,
      value: 15,
      at: { file, startLine: 4, startColumn: 9 },
    });
    expect(timeout('TwentyFourHours')).to.include({ value: 1440 });
    expect(timeout('SixtyMinutes')).to.include({ value: 60 });
    expect(timeout('ForEver')).to.deep.equal({
      known: false,
      reason: '<sessionTimeout> has the value "ForEver", which is none that we know',
    });
  });

  it('tell whether login ranges hold on every request', () => {
    const every = (value: string) =>
      security(session(`<enforceIpRangesEveryRequest>${value}</enforceIpRangesEveryRequest>`))
        .enforceIpRangesEveryRequest;
    expect(every('true')).to.include({ known: true, value: true });
    expect(every('false')).to.include({ known: true, value: false });
    expect(every('maybe').known).to.equal(false);
  });

  it('tell the trusted addresses; an empty list takes them all away', () => {
    const ranges = security(
      '<networkAccess><ipRanges><description>Office</description><end>198.51.100.9</end><start>198.51.100.1</start></ipRanges></networkAccess>',
    ).trustedIpRanges;
    expect(ranges.known && ranges.value[0]).to.include({
      start: '198.51.100.1',
      end: '198.51.100.9',
      description: 'Office',
    });
    const none = security('<networkAccess/>').trustedIpRanges;
    expect(none.known && none.value).to.deep.equal([]);
  });

  it('say nothing in source by what they leave out, and in an org that there are no trusted addresses', () => {
    const inSource = security('');
    for (const fact of [inSource.sessionTimeoutMinutes, inSource.enforceIpRangesEveryRequest, inSource.trustedIpRanges])
      expect(fact)
        .to.have.property('reason')
        .that.matches(/^Security\.settings does not say/);
    expect(security('', org).trustedIpRanges).to.deep.equal({ known: true, value: [] });
  });

  it('are not known without their file, or when it is broken', () => {
    expect(settingsFromDocuments([], source).sessionTimeoutMinutes).to.deep.equal({
      known: false,
      reason: 'Security.settings is not in source',
    });
    expect(settingsFromDocuments([], org).trustedIpRanges).to.deep.equal({
      known: false,
      reason: 'the org gave no Security.settings',
    });
    const broken = settingsFromDocuments([readDocument(file, '<SecuritySettings>')], source);
    expect(broken.sessionTimeoutMinutes).to.deep.equal({ known: false, reason: `the file ${file} cannot be read` });
  });
});
