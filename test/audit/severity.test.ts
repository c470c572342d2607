import { expect } from 'chai';
import { severityNames } from '../../src/audit/rule.js';
import { parseSeverity, severities } from '../../src/audit/severity.js';

describe('a severity', () => {
  for (const severity of severities) {
    it(`is read as ${severity} or ${severityNames[severity]}, in any case`, () => {
      const name = severityNames[severity];
      for (const text of [String(severity), name, name.toLowerCase(), ` ${name.toUpperCase()} `]) {
        expect(parseSeverity(text)).to.equal(severity);
      }
    });
  }

  for (const text of ['', '0', '6', '1.0', '-1', 'Severe', 'Crit']) {
    it(`is not "${text}"`, () => {
      expect(parseSeverity(text)).to.equal(undefined);
    });
  }
});
