import { expect } from 'chai';
import { createPairTable, noRoom } from '../../../src/inventory/usage/pairTable.js';
import { createValueTable, full, maxValueBytes } from '../../../src/inventory/usage/valueTable.js';
import { createTimeReader, isoTime, noTime } from '../../../src/inventory/usage/logTime.js';
import { readResource, resourceKind, type ResourceSpan } from '../../../src/inventory/usage/logResource.js';
import { bytesOf } from './support.js';

const idOf = (table: ReturnType<typeof createValueTable>, text: string): number => {
  const bytes = bytesOf(text);
  return table.idOf(bytes, 0, bytes.length);
};

describe('tables of the log', () => {
  it('gives a text one number, and the text back', () => {
    const table = createValueTable(100_000);
    const texts = Array.from({ length: 50_000 }, (_, index) => `value ${index} é`);
    const ids = texts.map((text) => idOf(table, text));
    expect(new Set(ids).size).to.equal(texts.length);
    expect(texts.map((text) => idOf(table, text))).to.deep.equal(ids);
    expect(ids.map((id) => table.textOf(id))).to.deep.equal(texts);
  });

  it('tells apart texts of which one begins the other', () => {
    const table = createValueTable(10);
    expect(new Set(['a', 'ab', 'abc', 'abcd', 'abcde', ''].map((text) => idOf(table, text))).size).to.equal(6);
  });

  it('takes no more texts than its bound, but still finds those it has', () => {
    const table = createValueTable(2);
    expect(['a', 'b', 'c', 'a', 'b'].map((text) => idOf(table, text))).to.deep.equal([0, 1, full, 0, 1]);
  });

  it('cuts a long text before a character, not inside one', () => {
    const table = createValueTable(10);
    const id = idOf(table, 'x'.repeat(maxValueBytes - 1) + 'é'.repeat(1000));
    expect(table.textOf(id)).to.equal('x'.repeat(maxValueBytes - 1));
    expect(idOf(table, 'x'.repeat(maxValueBytes - 1) + 'é'.repeat(5))).to.equal(id);
  });

  it('counts pairs, with their first and last time', () => {
    const table = createPairTable(100_000);
    for (let round = 0; round < 3; round += 1)
      for (let app = 0; app < 200; app += 1)
        for (let value = -2; value < 100; value += 1) table.add(app, value, 1000 - round * (app + 1));
    expect(table.size).to.equal(200 * 102);
    const pair = table.add(7, 13, 2000);
    expect([table.appOf(pair), table.valueOf(pair), table.countOf(pair)]).to.deep.equal([7, 13, 4]);
    expect([table.firstOf(pair), table.lastOf(pair)]).to.deep.equal([1000 - 16, 2000]);
  });

  it('takes no more pairs than its bound', () => {
    const table = createPairTable(1);
    expect([table.add(1, 1, 1), table.add(1, 2, 1), table.add(1, 1, 1)]).to.deep.equal([0, noRoom, 0]);
  });

  const timeOf = (text: string): string | undefined => {
    const time = createTimeReader()(bytesOf(text), 0, bytesOf(text).length);
    return time === noTime ? undefined : isoTime(time);
  };

  it('reads both ways in which a log writes times', () => {
    expect(timeOf('2025-10-09T18:40:07.123Z')).to.equal('2025-10-09T18:40:07.000Z');
    expect(timeOf('20251009184007.123')).to.equal('2025-10-09T18:40:07.000Z');
    expect(timeOf('20240229235959')).to.equal('2024-02-29T23:59:59.000Z');
  });

  it('reads no time from anything else', () => {
    for (const text of ['', '2025', 'yesterday at noon o’clock', '2025-13-09T18:40:00Z', '2025-10-09T25:40:00Z'])
      expect(timeOf(text), text).to.equal(undefined);
    for (const text of ['20251009186007.1', '99991009184007.1', '2025-10-09T18:4x:00Z', '1999-10-09T18:40:00Z'])
      expect(timeOf(text), text).to.equal(undefined);
  });

  it('reads times of several days in turn', () => {
    const read = createTimeReader();
    const times = ['20251009000000.0', '20251010000000.0', '20251009000001.0'].map((text) =>
      read(bytesOf(text), 0, text.length),
    );
    expect(times.map((time) => time - (times[0] ?? 0))).to.deep.equal([0, 86_400, 1]);
  });

  const resourceOf = (text: string): [string, string] => {
    const span: ResourceSpan = { start: 0, end: 0, kind: resourceKind.other };
    const bytes = bytesOf(`x${text}y`);
    readResource(span, bytes, 1, bytes.length - 1);
    const kind = Object.entries(resourceKind).find(([, value]) => value === span.kind)?.[0] ?? '';
    return [new TextDecoder().decode(bytes.subarray(span.start, span.end)), kind];
  };

  it('cuts a resource to what names no record', () => {
    const expected: Record<string, [string, string]> = {
      '/v64.0/sobjects/Account/001000000000001AAA': ['/sobjects', 'other'],
      '/services/data/v64.0/sobjects': ['/sobjects', 'list'],
      '/v64.0/sobjects/': ['/sobjects', 'list'],
      '/v64.0/sobjects/Case/describe': ['/sobjects', 'describe'],
      '/services/data/v58.0/query?q=SELECT+Id+FROM+Account': ['/query', 'query'],
      '/v64.0/query/01g000000000001-2000': ['/query', 'query'],
      '/v64.0/queryAll': ['/queryAll', 'query'],
      '/v64.0/limits': ['/limits', 'limits'],
      '/v64.0/limits/recordCount': ['/limits', 'other'],
      '/v64.0/jobs/query': ['/jobs/query', 'bulkJob'],
      '/v64.0/jobs/ingest/7505g00000AbCdE/batches': ['/jobs/ingest', 'bulkJobPart'],
      '/services/async/64.0/job': ['/job', 'bulkJob'],
      '/services/async/64.0/job/7505g00000AbCdE': ['/job', 'bulkJobPart'],
      '/services/data/v64.0/connect/communities': ['/connect', 'other'],
      '/services/data/v64.0/wave/datasets': ['/wave', 'other'],
      '/services/apexrest/acme/orders/1': ['/apexrest', 'other'],
      '/v64.0/sobjectsX/describe': ['/sobjectsX', 'other'],
      '/services/data': ['', 'other'],
      '/v64.0': ['', 'other'],
      login: ['login', 'other'],
      '': ['', 'other'],
      '/': ['/', 'other'],
    };
    for (const [text, [resource, kind]] of Object.entries(expected))
      expect(resourceOf(text), text).to.deep.equal([resource, kind]);
  });
});
