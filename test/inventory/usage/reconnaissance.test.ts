import { expect } from 'chai';
import { logOf, onlyApp, totalsOf, type Call } from './support.js';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString();
const get = (minute: number, resource: string): Call => ({
  TIMESTAMP_DERIVED: at(minute),
  API_RESOURCE: `/v58.0${resource}`,
});
const job = (minute: number, call: Call = {}): Call => ({
  ...get(minute, '/jobs/query'),
  HTTP_METHOD: 'POST',
  ...call,
});

/** The order of calls of the incident (audit.md C.1). */
const lookAround = [
  get(0, '/sobjects'),
  get(1, '/sobjects/Case/describe'),
  get(2, '/query'),
  get(2, '/query'),
  get(3, '/query'),
  get(4, '/limits'),
];

const found = (calls: readonly Call[]): string[] => onlyApp(totalsOf(logOf(calls))).reconnaissance;

describe('reconnaissance before a bulk job', () => {
  it('is the list of objects, a describe, three queries and the limits, then a job, within ten minutes', () => {
    expect(found([...lookAround, job(9)])).to.deep.equal([at(9)]);
  });

  it('needs each of these', () => {
    for (const [index] of lookAround.entries())
      expect(found([...lookAround.filter((_, one) => one !== index), job(9)]), `without ${index}`).to.deep.equal([]);
    expect(found(lookAround)).to.deep.equal([]);
  });

  it('needs them within ten minutes, before the job', () => {
    expect(found([...lookAround, job(11)])).to.deep.equal([]);
    expect(found([job(0), ...lookAround.map((call) => ({ ...call, TIMESTAMP_DERIVED: at(1) }))])).to.deep.equal([]);
  });

  it('needs one address', () => {
    expect(found([...lookAround, job(9, { CLIENT_IP: '198.51.100.1' })])).to.deep.equal([]);
  });

  it('is not a look at the list of jobs', () => {
    expect(found([...lookAround, job(9, { HTTP_METHOD: 'GET' })])).to.deep.equal([]);
  });

  it('is found where the log has the calls in another order', () => {
    expect(found([job(9), ...[...lookAround].reverse()])).to.deep.equal([at(9)]);
  });

  it('is told once for the jobs of ten minutes, and again when it comes again', () => {
    const again = lookAround.map((call, index) => ({ ...call, TIMESTAMP_DERIVED: at(30 + index) }));
    expect(found([...lookAround, job(8), job(9), ...again, job(38)])).to.deep.equal([at(8), at(38)]);
  });

  it('is told of the app that did it', () => {
    const other = { CONNECTED_APP_ID: '0H45g000000Other' };
    const { apps } = totalsOf(
      logOf([...lookAround, job(9, other), ...lookAround.map((call) => ({ ...call, ...other })), job(9)]),
    );
    expect(apps.map(({ appId, reconnaissance }) => [appId, reconnaissance.length])).to.have.deep.members([
      ['0H45g000000AbCd', 1],
      ['0H45g000000Othe', 1],
    ]);
  });
});
