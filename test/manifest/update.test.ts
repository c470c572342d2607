import { expect } from 'chai';
import { parse } from 'yaml';
import { updateManifest } from '../../src/manifest/update.js';

const manifest = `# The nightly export.
name: AcmeErp   # never changes
label: 'Acme ERP'
scopes:
  api: Reads orders   # the REST API
  # kept for the audit team
  openid: "Knows the user"
policies:
  ipRanges:
    - 203.0.113.0/24   # office
    - 198.51.100.7     # cloud
  session: { timeoutMinutes: 120, level: standard }   # two hours
identity: {}
vendor:
credentials: { store: sf, rotateEveryDays: 180 }

# Last come the orgs.
environments:
  uat: { identity: { user: a@b.example } }
`;

/** The lines that differ, as \`diff\` would name them. */
const changedLines = (before: string, after: string): string[] => {
  const old = before.split('\n');
  const now = after.split('\n');
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
};

const change = (path: string[], value: unknown, text = manifest): string[] =>
  changedLines(text, updateManifest(text, [{ path, value }]));

describe('updateManifest', () => {
  it('replaces a value and keeps the comment behind it', () => {
    expect(change(['scopes', 'api'], 'Writes orders')).to.deep.equal([
      '-  api: Reads orders   # the REST API',
      '+  api: Writes orders   # the REST API',
    ]);
  });

  it('keeps the quotes that were there', () => {
    expect(change(['label'], 'Acme')).to.deep.equal(["-label: 'Acme ERP'", "+label: 'Acme'"]);
    expect(change(['scopes', 'openid'], 'Names the user')).to.deep.equal([
      '-  openid: "Knows the user"',
      '+  openid: "Names the user"',
    ]);
  });

  it('adds a key to a map on one line', () => {
    expect(change(['credentials', 'lastRotated'], '2026-11-23')).to.deep.equal([
      '-credentials: { store: sf, rotateEveryDays: 180 }',
      '+credentials: { store: sf, rotateEveryDays: 180, lastRotated: 2026-11-23 }',
    ]);
  });

  it('adds a key to an empty map, to a key without value, and to a map that is not there', () => {
    expect(change(['identity', 'user'], 'a@b.example')).to.deep.equal([
      '-identity: {}',
      '+identity: { user: a@b.example }',
    ]);
    expect(change(['vendor', 'name'], 'Acme')).to.deep.equal(['-vendor:', '+vendor: { name: Acme }']);
    expect(change(['review', 'last'], '2026-11-23')).to.deep.equal(['+review: { last: 2026-11-23 }']);
  });

  it('adds a key to a map on several lines, behind its last line', () => {
    const after = updateManifest(manifest, [{ path: ['scopes', 'refresh_token'], value: 'Stays signed in' }]);
    expect(changedLines(manifest, after)).to.deep.equal(['+  refresh_token: Stays signed in']);
    expect(after).to.include('openid: "Knows the user"\n  refresh_token: Stays signed in\npolicies:');
  });

  it('removes a key with its line, and the last key of a map with the map', () => {
    expect(change(['scopes', 'openid'], undefined)).to.deep.equal(['-  openid: "Knows the user"']);
    expect(change(['environments', 'uat'], undefined)).to.deep.equal([
      '-environments:',
      '-  uat: { identity: { user: a@b.example } }',
      '+environments: {}',
    ]);
    expect(change(['policies', 'session', 'level'], undefined)).to.deep.equal([
      '-  session: { timeoutMinutes: 120, level: standard }   # two hours',
      '+  session: { timeoutMinutes: 120 }   # two hours',
    ]);
    expect(change(['policies', 'session', 'timeoutMinutes'], undefined)).to.deep.equal([
      '-  session: { timeoutMinutes: 120, level: standard }   # two hours',
      '+  session: { level: standard }   # two hours',
    ]);
    expect(change(['policies', 'nothing'], undefined)).to.deep.equal([]);
  });

  it('adds to and takes from a list, entry by entry', () => {
    expect(change(['policies', 'ipRanges'], ['203.0.113.0/24', '192.0.2.1'])).to.deep.equal([
      '-    - 198.51.100.7     # cloud',
      '+    - 192.0.2.1',
    ]);
    expect(change(['policies', 'ipRanges'], ['192.0.2.1', '203.0.113.0/24'])).to.deep.equal([
      '-    - 203.0.113.0/24   # office',
      '-    - 198.51.100.7     # cloud',
      '+    - 192.0.2.1',
      '+    - 203.0.113.0/24',
    ]);
    expect(change(['policies', 'ipRanges'], [])).to.deep.equal([
      '-  ipRanges:',
      '-    - 203.0.113.0/24   # office',
      '-    - 198.51.100.7     # cloud',
      '+  ipRanges: []',
    ]);
  });

  it('changes a map entry by entry', () => {
    expect(change(['scopes'], { api: 'Reads orders', id: 'Names the user' })).to.deep.equal([
      '-  openid: "Knows the user"',
      '+  id: Names the user',
    ]);
  });

  it('leaves the text alone when nothing changes', () => {
    const same = [
      { path: ['policies', 'session'], value: { level: 'standard', timeoutMinutes: 120 } },
      { path: ['policies', 'ipRanges'], value: ['203.0.113.0/24', '198.51.100.7'] },
      { path: ['label'], value: 'Acme ERP' },
    ];
    expect(updateManifest(manifest, same)).to.equal(manifest);
    const odd = 'list: [ a,b ]\ntext: "a"\n';
    expect(updateManifest(odd, [{ path: ['list'], value: ['a', 'b'] }])).to.equal(odd);
  });

  it('keeps Windows line endings and a missing last line break', () => {
    const windows = manifest.trimEnd().replaceAll('\n', '\r\n');
    const after = updateManifest(windows, [
      { path: ['review'], value: { last: '2026-11-23', by: 'a@b.example' } },
      { path: ['policies', 'ipRanges'], value: ['203.0.113.0/24', '192.0.2.1'] },
      { path: ['scopes', 'id'], value: 'x' },
    ]);
    expect(after.replaceAll('\r\n', '')).to.not.match(/[\r\n]/);
    expect(after.endsWith('\r\nreview: { last: 2026-11-23, by: a@b.example }')).to.equal(true);
  });

  it('quotes what YAML would read as something else, and keeps long texts on one line', () => {
    for (const value of ['2026', 'true', '# no', 'a: b', '{x}', 'a, b', '', ' x ', "it's", 'a\nb', 'x'.repeat(300)]) {
      const after = updateManifest(manifest, [
        { path: ['scopes', 'api'], value },
        { path: ['credentials', 'store'], value },
        { path: ['label'], value },
      ]);
      const data = parse(after) as { scopes: { api: string }; credentials: { store: string }; label: string };
      expect([data.scopes.api, data.credentials.store, data.label]).to.deep.equal([value, value, value]);
      expect(after.split('\n')).to.have.lengthOf(manifest.split('\n').length);
    }
  });

  it('replaces a text block and a list on several lines', () => {
    const text = 'name: A\ndescription: |\n  one\n  two\n\nscopes: {\n  api: x, # why\n}\nlist: [\n  a,\n]\n';
    expect(updateManifest(text, [{ path: ['description'], value: 'three' }])).to.equal(
      text.replace('|\n  one\n  two', 'three'),
    );
    expect(updateManifest(text, [{ path: ['scopes', 'id'], value: 'y' }])).to.equal(
      text.replace('x, #', 'x, id: y, #'),
    );
    expect(updateManifest(text, [{ path: ['list'], value: ['b'] }])).to.equal(text.replace('[\n  a,\n]', '[b]'));
  });

  it('refuses what it cannot read', () => {
    for (const text of ['', '- a', 'a: [', 'a: 1\na: 2', 'a: &x 1\nb: *x']) {
      expect(() => updateManifest(text, [{ path: ['a'], value: 1 }]))
        .to.throw('could not be changed at "a"')
        .with.property('name', 'ManifestUpdateError');
    }
  });
});
