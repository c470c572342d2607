import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv, type ValidateFunction } from 'ajv';
import { expect } from 'chai';
import type { Log } from 'sarif';
import { catalogue } from '../../src/audit/catalogue.js';
import { sarif } from '../../src/report/sarif/log.js';
import { aFinding } from '../audit/support.js';
import { aContext, aReport, attacks, reportOf } from './support.js';

/** The schema as a package brings it; Ajv reads draft 7, which differs from draft 4 in the name of the identifier alone here. */
const schemaValidator = (): ValidateFunction => {
  const packageFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json');
  const file = join(dirname(packageFile), 'lib/schemas/sarif-2.1.0-rtm.5.json');
  const { $schema: _schema, id, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const isUri = (text: string): boolean => URL.canParse(text);
  const isReference = (text: string): boolean => !/[\s<>"{}|\\^`]/.test(text) && URL.canParse(text, 'file:///root/');
  return new Ajv({
    strict: false,
    unicodeRegExp: false,
    formats: {
      uri: isUri,
      'uri-reference': isReference,
      'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
    },
  }).compile({ ...schema, $id: String(id) });
};

/** What GitHub refuses a file for. */
const refusals = (text: string): string[] => {
  const { runs } = JSON.parse(text) as Log;
  return [
    ...(runs.length > 20 ? ['runs'] : []),
    ...runs.flatMap(({ results = [], tool }) => [
      ...(results.length > 25_000 ? ['results'] : []),
      ...results.flatMap(({ locations }) =>
        locations?.[0]?.physicalLocation?.artifactLocation?.uri ? [] : ['no file'],
      ),
      ...results.flatMap(({ locations }) => ((locations?.length ?? 0) > 1000 ? ['locations'] : [])),
      ...(tool.driver.rules ?? []).flatMap(({ properties }) => ((properties?.tags?.length ?? 0) > 20 ? ['tags'] : [])),
      ...(tool.driver.rules ?? []).flatMap(({ name = '' }) => (name.length > 255 ? ['name'] : [])),
      ...(tool.driver.rules ?? []).flatMap(({ shortDescription, fullDescription }) =>
        [shortDescription, fullDescription].some((one) => (one?.text.length ?? 0) > 1024) ? ['description'] : [],
      ),
    ]),
    ...(gzipSync(text).length > 10 * 1024 * 1024 ? ['size'] : []),
  ];
};

describe('the SARIF report, as others check it', () => {
  let validate: ValidateFunction;
  before(() => (validate = schemaValidator()));

  const expectAccepted = (text: string): void => {
    validate(JSON.parse(text));
    expect(validate.errors ?? []).to.deep.equal([]);
    expect(refusals(text)).to.deep.equal([]);
  };

  it('is told from what is none: the schema bites', () => {
    for (const wrong of [{ version: '2.1.0' }, { version: '2.1.0', runs: [{ tool: {} }] }]) {
      expect(validate(wrong)).to.equal(false);
    }
  });

  it('is valid with every rule of the catalogue', () => {
    expectAccepted(sarif(aReport(), aContext({ rules: catalogue })));
  });

  for (const [what, text] of attacks) {
    it(`is valid with ${what} in every field`, () => expectAccepted(sarif(reportOf(text), aContext())));
  }

  it('is as large as GitHub takes: 25,000 results of a long audit, under 10 MB, and the rest is named', () => {
    const findings = Array.from({ length: 25_100 }, (_, index) => {
      const unique = randomBytes(32).toString('hex');
      return aFinding({
        app: `App ${index}`,
        fingerprint: unique,
        message: `App ${index} asks for the full scope in https://${unique.slice(0, 20)}.example.`,
        evidence: `row ${unique.slice(0, 18)}: scopes are api, refresh_token, full`,
      });
    });
    const text = sarif(aReport({ findings }), aContext());
    expectAccepted(text);
    const [run] = (JSON.parse(text) as Log).runs;
    expect(run?.results?.length).to.equal(25_000);
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).to.include('100 less severe findings');
  }).timeout(120_000);
});
