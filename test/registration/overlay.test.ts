import { expect } from 'chai';
import { child } from '../../src/registration/elements.js';
import { stripOrgBound } from '../../src/registration/orgBound.js';
import { overlay } from '../../src/registration/overlay.js';
import { readDocument } from '../../src/registration/readDocument.js';
import { renderClientApp } from '../../src/registration/render.js';
import { serialize } from '../../src/registration/serialize.js';
import { readXml } from '../../src/registration/xml/read.js';
import type { XmlElement } from '../../src/registration/xml/element.js';
import { makeApp } from './apps.js';

const parse = (xml: string): XmlElement => {
  const { root } = readXml(xml);
  if (!root) throw new Error(`malformed: ${xml}`);
  return root;
};

const app = (inside: string): XmlElement => parse(`<ConnectedApp>${inside}</ConnectedApp>`);
const line = (root: XmlElement): string =>
  serialize(root)
    .replaceAll(/\n\s*/g, '')
    .replace(/.*?metadata">/, '');
const lay = (source: string, base: string, target: string): string =>
  line(overlay(app(source), app(base), app(target), 'ConnectedApp')).replace('</ConnectedApp>', '');

describe('overlay', () => {
  it('changes nothing where the environment changes nothing', () => {
    expect(lay('<label>mine</label>', '<label>a</label>', '<label>a</label>')).to.equal('<label>mine</label>');
  });

  it('replaces exactly what the environment changes, also inside groups', () => {
    const policy = (ip: string, refresh: string) =>
      `<oauthPolicy><ipRelaxation>${ip}</ipRelaxation><refreshTokenPolicy>${refresh}</refreshTokenPolicy></oauthPolicy>`;
    expect(
      lay(
        `<label>mine</label>${policy('ENFORCE', 'specific_lifetime:7:DAYS')}`,
        `<label>a</label>${policy('ENFORCE', 'zero')}`,
        `<label>a</label>${policy('BYPASS', 'zero')}`,
      ),
    ).to.equal(`<label>mine</label>${policy('BYPASS', 'specific_lifetime:7:DAYS')}`);
  });

  it('inserts in the order of the schema, replaces lists as a whole and takes out what is gone', () => {
    const range = (end: string) => `<ipRanges><end>${end}</end><start>10.0.0.1</start></ipRanges>`;
    expect(
      lay(
        `<contactEmail>x</contactEmail><description>d</description>${range('10.0.0.2')}${range('10.0.0.3')}<label>l</label>`,
        `<description>d</description>${range('10.0.0.2')}<label>l</label>`,
        `<contactPhone>1</contactPhone>${range('10.0.0.9')}<label>l</label>`,
      ),
    ).to.equal(`<contactEmail>x</contactEmail><contactPhone>1</contactPhone>${range('10.0.0.9')}<label>l</label>`);
  });

  it('appends what stands last, and minds no element that the schema does not know', () => {
    const unknown = '<frobnicate>1</frobnicate>';
    expect(lay(`<contactEmail>x</contactEmail>${unknown}`, '', '<startUrl>u</startUrl>')).to.equal(
      `<contactEmail>x</contactEmail>${unknown}<startUrl>u</startUrl>`,
    );
    expect(lay(`${unknown}<startUrl>u</startUrl>`, '', '<label>l</label>')).to.equal(
      `${unknown}<label>l</label><startUrl>u</startUrl>`,
    );
  });

  it('leaves a type alone that we do not read', () => {
    const [source, target] = ['mine', 'other'].map((label) => parse(`<Other><label>${label}</label></Other>`));
    expect(source && target && overlay(source, target, target, 'Other')).to.equal(source);
  });

  it('brings a group along that the file lacks', () => {
    const session = '<sessionPolicy><sessionTimeout>15</sessionTimeout></sessionPolicy>';
    expect(lay('<label>l</label><startUrl>u</startUrl>', '', session)).to.equal(
      `<label>l</label>${session}<startUrl>u</startUrl>`,
    );
  });

  it('gives the files of an environment from the files of the project', () => {
    for (const registration of ['external-client-app', 'connected-app'] as const) {
      const base = makeApp({ registration });
      const uat = makeApp({
        registration,
        identity: { user: 'acme-erp@acme.example.uat' },
        policies: { ...base.policies, ipRanges: ['198.51.100.9'] },
      });
      const rendered = renderClientApp(uat);
      for (const [index, { contents, type }] of renderClientApp(base).entries()) {
        const target = rendered[index]?.contents ?? '';
        const result = serialize(overlay(parse(contents), parse(contents), parse(target), type));
        expect(result).to.equal(target);
        expect(readDocument(rendered[index]?.path ?? '', result).problems).to.deep.equal([]);
      }
    }
  });
});

describe('stripOrgBound', () => {
  it('takes key and secret out of a connected app, and nothing else', () => {
    const source = app(
      '<label>l</label><oauthConfig><callbackUrl>u</callbackUrl><consumerKey>k</consumerKey><consumerSecret>s</consumerSecret></oauthConfig>',
    );
    const before = serialize(source);
    const { root, stripped } = stripOrgBound(source, 'ConnectedApp');
    expect(stripped).to.deep.equal(['oauthConfig.consumerKey', 'oauthConfig.consumerSecret']);
    expect(line(root)).to.equal(
      '<label>l</label><oauthConfig><callbackUrl>u</callbackUrl></oauthConfig></ConnectedApp>',
    );
    expect(serialize(source), 'the source itself stays').to.equal(before);
  });

  it('takes the links to one org out of an External Client App', () => {
    const strip = (type: string, name: string) =>
      stripOrgBound(parse(`<${type}><label>l</label><${name}>x</${name}></${type}>`), type);
    for (const [type, name] of [
      ['ExternalClientApplication', 'orgScopedExternalApp'],
      ['ExtlClntAppOauthSettings', 'oauthLink'],
      ['ExtlClntAppGlobalOauthSettings', 'consumerKey'],
      ['ExtlClntAppGlobalOauthSettings', 'consumerSecret'],
    ] as const) {
      const { root, stripped } = strip(type, name);
      expect(stripped).to.deep.equal([name]);
      expect(child(root, name)).to.equal(undefined);
      expect(child(root, 'label')?.text).to.equal('l');
    }
  });

  it('leaves other types and clean files alone', () => {
    expect(
      stripOrgBound(parse('<PermissionSet><label>l</label></PermissionSet>'), 'PermissionSet').stripped,
    ).to.deep.equal([]);
    expect(stripOrgBound(app('<label>l</label>'), 'ConnectedApp').stripped).to.deep.equal([]);
  });
});
