import { expect } from 'chai';
import { makeElement, readFields, writeFields } from '../../src/registration/codec.js';
import { readDocument } from '../../src/registration/readDocument.js';
import { connectedAppFields } from '../../src/registration/schema/connectedApp.js';
import type { Field, Fields, ValuesOf } from '../../src/registration/schema/field.js';
import { schemas } from '../../src/registration/schema/schemas.js';
import { serialize } from '../../src/registration/serialize.js';
import { endingOf } from '../../src/registration/documentType.js';

/** Texts that a careless writer would break. */
const hardTexts = ['a', '<b> & "c" \'d\'', 'first\nsecond', 'ünï ☃ 𝒳', ']]>', '&amp;', 'one\rtwo'];

const singleValues = (name: string, field: Field): unknown[] => {
  switch (field.kind) {
    case 'flag':
      return [true, false];
    case 'count':
      return [0, 720];
    case 'choice':
      return [...field.values];
    case 'group':
      return [valuesOf(field.fields)];
    case 'text':
      if (name === 'refreshTokenPolicy') return ['specific_lifetime:30:DAYS'];
      return field.as === 'scopes' ? ['Api, Web'] : hardTexts;
  }
};

const fieldValues = (name: string, field: Field): unknown[] =>
  field.many ? [singleValues(name, field)] : singleValues(name, field);

/** Every field of a type set to something. */
const valuesOf = (fields: Fields): ValuesOf<Fields> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fieldValues(name, field)[0]]),
  ) as ValuesOf<Fields>;

describe('codec', () => {
  it('leaves out what is nil, unknown or of a wrong kind, and keeps the rest', () => {
    const root = makeElement('ConnectedApp', '', [
      makeElement('label', 'Erp'),
      { ...makeElement('contactEmail', ''), nil: true },
      makeElement('frobnicate', '1'),
      makeElement('sessionPolicy', '', [makeElement('sessionTimeout', '2h')]),
      makeElement('oauthConfig', '', [makeElement('isPkceRequired', 'yes'), makeElement('scopes', 'Api')]),
    ]);
    expect(readFields(root, connectedAppFields)).to.deep.equal({
      label: 'Erp',
      sessionPolicy: {},
      oauthConfig: { scopes: ['Api'] },
    });
  });

  for (const { type, fields } of schemas.filter((schema) => Object.keys(schema.fields).length > 0)) {
    const file = `X.${endingOf(type) ?? type}-meta.xml`;
    const read = (values: ValuesOf<Fields>) => {
      const document = readDocument(file, serialize(writeFields(type, fields, values)));
      expect(document.root).to.not.equal(undefined);
      return { document, values: document.root ? readFields(document.root, fields) : {} };
    };

    it(`${type}: reads back every value of every field as it was written`, () => {
      for (const [name, field] of Object.entries(fields)) {
        for (const value of fieldValues(name, field)) {
          expect(read({ [name]: value } as ValuesOf<Fields>).values).to.deep.equal({ [name]: value });
        }
      }
    });

    it(`${type}: finds nothing wrong with a file that has every field`, () => {
      const everything = valuesOf(fields);
      const { document, values } = read(everything);
      expect(document.problems).to.deep.equal([]);
      expect(values).to.deep.equal(everything);
    });
  }
});
